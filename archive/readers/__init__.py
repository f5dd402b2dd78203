"""Reads one file into blocks in reading order; there is one module for each format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.model import lazy_exports
from archive.readers.read import read_document

if TYPE_CHECKING:
    from archive.readers.office.libreoffice import find_libreoffice

__all__ = ["find_libreoffice", "read_document"]

# Loaded when first used: most commands convert no file.
__getattr__ = lazy_exports(__name__, {"find_libreoffice": "archive.readers.office.libreoffice"})
