"""Measures what the streams of a PDF expand to and draw, before pdfium reserves memory for it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from archive.model import TooCostly
from archive.readers.fixed_layout.pdf.forms import check_form_uses

_MAX_STREAM_BYTES = 64 * 1024 * 1024
_MAX_IMAGE_BYTES = 256 * 1024 * 1024
_MAX_TOTAL_BYTES = 256 * 1024 * 1024
_CHUNK_BYTES = 64 * 1024
# A stream may be compressed more than once.
_MAX_LAYERS = 4
_STREAM = re.compile(rb"\bstream\r?\n")
_DICTIONARY_BYTES = 1024
# The command that draws a form or a picture. Two forms can draw each other's content only a few times.
_DRAW, _MIN_FORMS = b"Do", 3
_DRAW_COMMAND = re.compile(rb"Do\b")
_FORM = re.compile(rb"/Form\b")
_OTHER_FILTER = re.compile(rb"/(?:LZW|ASCII85|ASCIIHex|RunLength|Crypt|LZ|A85|AHx|RL)\w*")


def check_streams(data: bytes) -> None:
    """Raise `TooCostly` if streams expand to more than a report needs, or draw more than a page can hold.

    Only streams that zlib compressed are measured. pdfium expands no picture as long as no page is drawn: of
    pictures only as many are measured as a report has, so that a scan costs no time.
    """
    total = images = 0
    page_uses, form_uses = 0, []
    is_legible = b"/Encrypt" not in data
    for start, end, dictionary in iterate_streams(data):
        is_image = b"/Image" in dictionary
        if is_image and images > _MAX_TOTAL_BYTES:
            continue
        size, uses = _measured(data, start, end, _MAX_IMAGE_BYTES if is_image else _MAX_STREAM_BYTES)
        if is_image:
            images += size
            continue
        total += size
        if total > _MAX_TOTAL_BYTES:
            raise _too_costly()
        if _FORM.search(dictionary):
            form_uses.append(uses)
            is_legible = is_legible and _OTHER_FILTER.search(dictionary) is None
        else:
            page_uses += uses
    check_form_uses(data, page_uses, form_uses, is_legible=is_legible or len(form_uses) < _MIN_FORMS)


def iterate_streams(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield start, end and dictionary of each stream; what follows a stream may belong to its end."""
    matches = _STREAM.finditer(data)
    match = next(matches, None)
    while match is not None:
        following = next(matches, None)
        dictionary = data[max(0, match.start() - _DICTIONARY_BYTES) : match.start()].rpartition(b" obj")[2]
        yield match.end(), following.start() if following else len(data), dictionary
        match = following


def _measured(data: bytes, start: int, end: int, limit: int) -> tuple[int, int]:
    """Return the bytes of a stream in its largest layer, 0 without compression, and the forms it draws."""
    counted = _DrawCount()
    size = _expanded_size(_chunks(data, start, len(data)), limit, counted)
    return size, counted.uses if size else sum(1 for _ in _DRAW_COMMAND.finditer(data, start, end))


def _too_costly() -> TooCostly:
    return TooCostly("PDF 里压缩的内容展开后过大，可能是炸弹文件")


@dataclass(slots=True)
class _DrawCount:
    """How often a stream draws a form or a picture, in the layer where it does so most often."""

    uses: int = 0


def _chunks(data: bytes, start: int, end: int) -> Iterator[bytes]:
    return (data[place : place + _CHUNK_BYTES] for place in range(start, end, _CHUNK_BYTES))


def _expanded_size(chunks: Iterator[bytes], limit: int, drawn: _DrawCount, layers: int = _MAX_LAYERS) -> int:
    """Return the bytes of a stream in its largest layer, 0 if it is not compressed by zlib."""
    first = next(chunks, b"")
    if not layers or not _is_zlib(first):
        return 0
    pieces = _Measured(_inflate(chain((first,), chunks)), limit)
    inner_size = _expanded_size(pieces, limit, drawn, layers - 1)
    # What the inner layer did not take.
    for _ in pieces:
        pass
    drawn.uses = max(drawn.uses, pieces.draws)
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
        self.draws = 0

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = next(self._pieces)
        self.size += len(piece)
        self.draws += piece.count(_DRAW)
        if self.size > self._limit:
            raise _too_costly()
        return piece
