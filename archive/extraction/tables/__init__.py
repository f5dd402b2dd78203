"""Extracts the figures of the statutory tables from printed grids."""

from __future__ import annotations

from archive.extraction.tables.align import Alignment, align_tables, detect_form

__all__ = [
    "Alignment",
    "align_tables",
    "detect_form",
]
