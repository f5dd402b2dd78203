"""Keeps and reads bytes: WARC files, readers, forms, checks, the published database. Never fetches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.model import lazy_exports

if TYPE_CHECKING:
    from archive.parse import PARSER_VERSION, parse_document

__all__ = [
    "PARSER_VERSION",
    "parse_document",
]

# Loaded when first used: most commands need only a few of the packages.
__getattr__ = lazy_exports(
    __name__,
    {
        "PARSER_VERSION": "archive.parse",
        "parse_document": "archive.parse",
    },
)
