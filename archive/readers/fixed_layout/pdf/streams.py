"""Measures what the compressed streams of a PDF expand to, before pdfium reserves memory for it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from itertools import chain

from archive.model import TooCostly

_MAX_STREAM_BYTES = 64 * 1024 * 1024
_MAX_IMAGE_BYTES = 256 * 1024 * 1024
_MAX_TOTAL_BYTES = 256 * 1024 * 1024
_CHUNK_BYTES = 64 * 1024
# A stream may be compressed more than once.
_MAX_LAYERS = 4
_STREAM = re.compile(rb"\bstream\r?\n")
_DICTIONARY_BYTES = 1024


def check_streams(data: bytes) -> None:
    """Raise `TooCostly` if a stream, or all that are no pictures, expand to more than a report needs.

    Only streams that zlib compressed are measured. pdfium expands no picture as long as no page is drawn: of
    pictures only as many are measured as a report has, so that a scan costs no time.
    """
    total = images = 0
    for match in _STREAM.finditer(data):
        dictionary = data[max(0, match.start() - _DICTIONARY_BYTES) : match.start()].rpartition(b" obj")[2]
        is_image = b"/Image" in dictionary
        if is_image and images > _MAX_TOTAL_BYTES:
            continue
        size = _expanded_size(_chunks(data, match.end()), _MAX_IMAGE_BYTES if is_image else _MAX_STREAM_BYTES)
        if is_image:
            images += size
        else:
            total += size
        if total > _MAX_TOTAL_BYTES:
            raise _too_costly()


def _too_costly() -> TooCostly:
    return TooCostly("PDF 里压缩的内容展开后过大，可能是炸弹文件")


def _chunks(data: bytes, start: int) -> Iterator[bytes]:
    return (data[place : place + _CHUNK_BYTES] for place in range(start, len(data), _CHUNK_BYTES))


def _expanded_size(chunks: Iterator[bytes], limit: int, layers: int = _MAX_LAYERS) -> int:
    """Return the bytes of a stream in its largest layer, 0 if it is not compressed by zlib."""
    first = next(chunks, b"")
    if not layers or not _is_zlib(first):
        return 0
    pieces = _Measured(_inflate(chain((first,), chunks)), limit)
    inner_size = _expanded_size(pieces, limit, layers - 1)
    # What the inner layer did not take.
    for _ in pieces:
        pass
    return max(pieces.size, inner_size)


def _is_zlib(data: bytes) -> bool:
    return len(data) > 1 and data[0] & 0x0F == zlib.DEFLATED and (data[0] << 8 | data[1]) % 31 == 0


def _inflate(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield what the chunks expand to, up to the end of the stream or the first damage."""
    inflater = zlib.decompressobj()
    try:
        for chunk in chunks:
            while chunk and not inflater.eof:
                yield inflater.decompress(chunk, _CHUNK_BYTES)
                chunk = inflater.unconsumed_tail
            if inflater.eof:
                return
    except zlib.error:
        return


class _Measured:
    """Pieces whose bytes are counted as they are taken. Raises `TooCostly` beyond the limit."""

    def __init__(self, pieces: Iterator[bytes], limit: int) -> None:
        self._pieces = pieces
        self._limit = limit
        self.size = 0

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = next(self._pieces)
        self.size += len(piece)
        if self.size > self._limit:
            raise _too_costly()
        return piece
