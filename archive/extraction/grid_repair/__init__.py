"""Restores the rows of grids that lost covered cells or were turned."""

from __future__ import annotations

from archive.extraction.grid_repair.shifted_rows import mark_shifted_tables
from archive.extraction.grid_repair.transposed_tables import turn_upright

__all__ = ["mark_shifted_tables", "turn_upright"]
