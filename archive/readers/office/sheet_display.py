"""Defines what a sheet shows in the place of values."""

from __future__ import annotations

from dataclasses import dataclass, field

MAX_SHEETS = 100
"""Sheets of a workbook that are read."""


@dataclass(slots=True)
class SheetDisplay:
    """Texts that cells show in the place of their values, by row and column; hidden rows and columns."""

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
