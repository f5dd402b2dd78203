"""Assigns the cells of a row to the columns of the form, by header, position or sums."""

from __future__ import annotations

from archive.extraction.tables.columns.column_headers import Cells, ColumnHeaders
from archive.extraction.tables.columns.header_sequence import read_figure_order
from archive.extraction.tables.columns.value_columns import (
    RowLayout,
    has_consistent_line_starts,
    infer_row_layout,
    select_value_cells,
)
from archive.extraction.tables.columns.value_columns_by_sum import TableSums

__all__ = [
    "Cells",
    "ColumnHeaders",
    "RowLayout",
    "TableSums",
    "has_consistent_line_starts",
    "infer_row_layout",
    "read_figure_order",
    "select_value_cells",
]
