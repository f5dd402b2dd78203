"""Normalises and decodes text; parses numerals and dates; detects media types."""

from __future__ import annotations

from archive.text.charset import decode_text
from archive.text.dates import find_date
from archive.text.media_types import DOC, DOCX, HTML, MARKDOWN, OFD, OLE, PDF, PLAIN, XLSX, ZIP, media_type
from archive.text.normalise import (
    collapse_whitespace,
    normalise_text,
    remove_whitespace,
    to_nfkc,
    to_simplified,
)
from archive.text.numerals import CHINESE_NUMERAL_PATTERN, parse_integer

__all__ = [
    "CHINESE_NUMERAL_PATTERN",
    "DOC",
    "DOCX",
    "HTML",
    "MARKDOWN",
    "OFD",
    "OLE",
    "PDF",
    "PLAIN",
    "XLSX",
    "ZIP",
    "collapse_whitespace",
    "decode_text",
    "find_date",
    "media_type",
    "normalise_text",
    "parse_integer",
    "remove_whitespace",
    "to_nfkc",
    "to_simplified",
]
