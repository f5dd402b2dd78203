"""Extracts the figures of the statutory tables from printed grids."""

from __future__ import annotations

from archive.extraction.tables.align import Alignment, align_tables, detect_form
from archive.extraction.tables.one_row_blocks import block_figures
from archive.extraction.tables.shifted_rows import mark_shifted_tables
from archive.extraction.tables.table_selection import TableContext, names_year_or_body
from archive.extraction.tables.transposed_tables import turn_upright

__all__ = [
    "Alignment",
    "TableContext",
    "align_tables",
    "block_figures",
    "detect_form",
    "mark_shifted_tables",
    "names_year_or_body",
    "turn_upright",
]
