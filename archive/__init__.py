"""Keeps and reads bytes: WARC files, readers, forms, checks, the published database. Never fetches."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archive.parse import PARSER_VERSION, parse_document

__all__ = [
    "PARSER_VERSION",
    "parse_document",
]

# Loaded when first used: most commands need only a few of the packages.
_MODULES = {
    "PARSER_VERSION": "archive.parse",
    "parse_document": "archive.parse",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)
