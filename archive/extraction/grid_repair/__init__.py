"""Restores the rows of grids that lost covered cells, were turned, or were printed as one."""

from __future__ import annotations

from archive.extraction.grid_repair.shifted_rows import mark_shifted_tables
from archive.extraction.grid_repair.title_rows import split_at_titles
from archive.extraction.grid_repair.transposed_tables import turn_upright

__all__ = ["mark_shifted_tables", "split_at_titles", "turn_upright"]
