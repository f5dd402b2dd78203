"""Tells whether text of a PDF may be missing: a stream that draws a page cannot be unpacked to its end."""

from __future__ import annotations

import base64
import re
import zlib

from archive.model import DAMAGE_FINDING, Finding, Result, Severity
from archive.readers.fixed_layout.pdf.streams import iterate_streams

# Fonts, pictures, metadata and tables of objects state what they are; a stream that draws a page does not.
_OTHER_CONTENT = re.compile(rb"/(?:Type|Length1|FunctionType|BitsPerComponent|N)\b|/Subtype\s*/(?!Form)")
_FILTERS = re.compile(rb"/(\w+Decode)\b")
_KNOWN_FILTERS = ([b"FlateDecode"], [b"ASCII85Decode", b"FlateDecode"])
_END = b"endstream"
_MAX_PIECE_BYTES = 1024 * 1024


def damage_findings(data: bytes) -> tuple[Finding, ...]:
    """Return a finding if a stream that may print text is damaged; pdfium draws such a page in part."""
    if b"/Encrypt" in data:
        return ()
    count = sum(
        _is_damaged(data[start : data.find(_END, start, end)], _FILTERS.findall(dictionary))
        for start, end, dictionary in iterate_streams(data)
        if not _OTHER_CONTENT.search(dictionary)
    )
    if not count:
        return ()
    return (Finding(DAMAGE_FINDING, Result.FAIL, Severity.WARNING, detail=f"{count} 处"),)


def _is_damaged(content: bytes, filters: list[bytes]) -> bool:
    if filters not in _KNOWN_FILTERS:
        return False
    if len(filters) > 1:
        try:
            content = base64.a85decode(content.strip().removesuffix(b"~>"))
        except ValueError:
            return True
    return not _can_inflate(content)


def _can_inflate(content: bytes) -> bool:
    inflater = zlib.decompressobj()
    try:
        while content and not inflater.eof:
            inflater.decompress(content, _MAX_PIECE_BYTES)
            content = inflater.unconsumed_tail
    except zlib.error:
        return False
    return inflater.eof
