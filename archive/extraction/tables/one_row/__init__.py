"""Reads the table that the form prints as one row of values (table 4)."""

from __future__ import annotations

from archive.extraction.tables.one_row.blocks import block_figures
from archive.extraction.tables.one_row.figures import one_row_figures

__all__ = ["block_figures", "one_row_figures"]
