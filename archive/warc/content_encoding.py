"""Undoes content encodings within a limit: a small `gzip` body may expand to any size."""

from __future__ import annotations

import zlib
from io import BytesIO

from fastwarc.stream_io import BrotliReader, ZstdReader

from archive.model import UnreadableFile
from archive.text import BINARY, CSV, MARKDOWN, PLAIN, media_type

MAX_PAYLOAD_BYTES = 64 * 1024 * 1024
"""Bytes that a payload may expand to. The largest real report seen as PDF has 9 MB."""
_READ_CHUNK_BYTES = 256 * 1024
# Kinds of which the bytes alone are no proof; images have marks of two or three bytes.
_UNPROVEN_TYPES = frozenset({BINARY, CSV, MARKDOWN, PLAIN, "application/gzip"})


class PayloadTooLarge(UnreadableFile):
    """A compressed body that expands beyond the limit."""


def decode_content(body: bytes, encoding: str, limit: int = MAX_PAYLOAD_BYTES) -> bytes:
    """`body` with the encodings of a Content-Encoding header undone, last one first.

    A body that is not encoded at all, whatever the header says, is returned as it came: servers label plain
    pages as `gzip`, `br` or `utf-8`. Raises `UnreadableFile` if the compressed stream is damaged or cut short
    or an encoding is unknown, `PayloadTooLarge` beyond `limit` bytes.
    """
    for name in reversed([part.strip().lower() for part in encoding.split(",") if part.strip()]):
        try:
            body = _decode_layer(body, name, limit)
        except PayloadTooLarge:
            raise
        except UnreadableFile:
            if not _is_unencoded(body):
                raise
    return body


def _is_unencoded(body: bytes) -> bool:
    """Whether a body is a file of a known kind, or text: no compressed stream looks like either."""
    kind = media_type(body)
    if kind not in _UNPROVEN_TYPES:
        return not kind.startswith("image/")
    try:
        return kind != BINARY and bool(body.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _decode_layer(body: bytes, name: str, limit: int) -> bytes:
    if not body or name == "identity":
        return body
    if name in {"gzip", "x-gzip"}:
        return _decode_gzip(body, limit) if body.startswith(b"\x1f\x8b") else body
    if name == "deflate":
        return _decode_deflate(body, limit)
    if name == "br":
        return _read_within_limit(BrotliReader(BytesIO(body)), name, limit)
    if name == "zstd":
        return _read_within_limit(ZstdReader(BytesIO(body)), name, limit)
    raise UnreadableFile(f"未知的内容编码：{name[:40]}")


def _decode_gzip(body: bytes, limit: int) -> bytes:
    return _inflate(body, zlib.MAX_WBITS | 16, "gzip", limit)


def _decode_deflate(body: bytes, limit: int) -> bytes:
    # RFC 9110 means zlib by "deflate"; old IIS servers send raw deflate.
    zlib_header = body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    return _inflate(body, zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS, "deflate", limit)


def _inflate(body: bytes, bits: int, name: str, limit: int) -> bytes:
    parts: list[bytes] = []
    remaining = limit
    while body:
        inflater = zlib.decompressobj(bits)
        try:
            parts.append(inflater.decompress(body, remaining + 1))
        except zlib.error as error:
            raise UnreadableFile(f"{name} 数据损坏：{error}") from error
        remaining -= len(parts[-1])
        _check_limit(remaining, limit)
        if not inflater.eof:
            raise UnreadableFile(f"{name} 数据不完整")
        # Bytes after the last member that are no member (padding) are dropped, as browsers do.
        has_next = name == "gzip" and inflater.unused_data.startswith(b"\x1f\x8b")
        body = inflater.unused_data if has_next else b""
    return b"".join(parts)


def _read_within_limit(reader: BrotliReader | ZstdReader, name: str, limit: int) -> bytes:
    parts: list[bytes] = []
    remaining = limit
    try:
        while chunk := reader.read(_READ_CHUNK_BYTES):
            parts.append(chunk)
            remaining -= len(chunk)
            _check_limit(remaining, limit)
    except (OSError, ValueError, EOFError) as error:
        raise UnreadableFile(f"{name} 数据损坏或不完整：{error}") from error
    return b"".join(parts)


def _check_limit(remaining: int, limit: int) -> None:
    if remaining < 0:
        raise PayloadTooLarge(f"内容展开后超过 {limit} 字节")
