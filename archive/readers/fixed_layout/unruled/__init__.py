"""Makes grids of tables that are printed without ruling lines, from the positions of their text."""

from __future__ import annotations

from archive.readers.fixed_layout.unruled.tables import split_unruled_tables

__all__ = ["split_unruled_tables"]
