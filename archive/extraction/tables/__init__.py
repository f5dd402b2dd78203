"""Extracts the figures of the statutory tables from printed grids."""

from __future__ import annotations

from archive.extraction.tables.align import Alignment, align_tables, detect_form
from archive.extraction.tables.captions import names_year_or_body
from archive.extraction.tables.one_row import block_figures
from archive.extraction.tables.remarks import remark_rows
from archive.extraction.tables.table_selection import TableContext

__all__ = [
    "Alignment",
    "TableContext",
    "align_tables",
    "block_figures",
    "detect_form",
    "names_year_or_body",
    "remark_rows",
]
