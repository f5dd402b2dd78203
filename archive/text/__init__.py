"""Normalises and decodes text; parses numerals and dates; detects media types."""

from __future__ import annotations

from archive.text.caching import MAX_CACHED_CHARS, cache_short_texts
from archive.text.charset import decode_text
from archive.text.dates import find_date
from archive.text.media_types import (
    CSV,
    DOC,
    DOCX,
    EXCEL_XML,
    FODS,
    FODT,
    HTML,
    JSON,
    MARKDOWN,
    MHT,
    ODS,
    ODT,
    OFD,
    OLE,
    PDF,
    PDF_XML,
    PLAIN,
    RTF,
    WORD_XML,
    XLSX,
    ZIP,
    media_type,
)
from archive.text.normalise import (
    collapse_whitespace,
    fold_ideographs,
    normalise_text,
    remove_whitespace,
    to_nfkc,
    to_simplified,
)
from archive.text.numerals import CHINESE_NUMERAL_PATTERN, parse_integer

__all__ = [
    "CHINESE_NUMERAL_PATTERN",
    "CSV",
    "DOC",
    "DOCX",
    "EXCEL_XML",
    "FODS",
    "FODT",
    "HTML",
    "JSON",
    "MARKDOWN",
    "MAX_CACHED_CHARS",
    "MHT",
    "ODS",
    "ODT",
    "OFD",
    "OLE",
    "PDF",
    "PDF_XML",
    "PLAIN",
    "RTF",
    "WORD_XML",
    "XLSX",
    "ZIP",
    "cache_short_texts",
    "collapse_whitespace",
    "decode_text",
    "find_date",
    "fold_ideographs",
    "media_type",
    "normalise_text",
    "parse_integer",
    "remove_whitespace",
    "to_nfkc",
    "to_simplified",
]
