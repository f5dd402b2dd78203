"""A cell of a table without grid, before its place in a row is known."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class CellRole(Enum):
    """What a cell is: the label of a row, another known text, a value, or a text that is not known."""

    ROW = "row"
    HEADER = "header"
    VALUE = "value"
    UNKNOWN = "unknown"


class LooseCell(NamedTuple):
    """A cell, and the number of the line where it starts."""

    text: str
    line: int
    role: CellRole


def blank_cell(cell: LooseCell) -> LooseCell:
    """Return an empty cell on the line of `cell`."""
    return LooseCell("", cell.line, CellRole.UNKNOWN)
