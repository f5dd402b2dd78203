"""The rows of a table without grid, and the grids that they make."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from archive.extraction.loose_tables.loose_cell import LooseCell
from archive.model import Cell, Grid, GridKind

Row = list[LooseCell]


@dataclass(frozen=True, slots=True)
class LooseRows:
    """The rows of a table, and how far the columns of their cells can be trusted.

    `other_lines` are lines between them with values that are not in the table.
    """

    kind: GridKind
    rows: Sequence[Row]
    other_lines: frozenset[int] = frozenset()

    def to_grids(self, interruptions: Sequence[int]) -> list[tuple[int, Grid]]:
        """Return a grid for the rows between interrupted lines, each with the number of its first line."""
        runs = groupby(self._parts(interruptions), key=lambda row: bisect(interruptions, row[0].line))
        return [_to_grid(self.kind, list(rows)) for _, rows in runs]

    def _parts(self, interruptions: Sequence[int]) -> Iterator[Row]:
        """Yield the rows; a row that a line interrupts becomes several."""
        for row in self.rows:
            for _, part in groupby(row, key=lambda cell: bisect(interruptions, cell.line)):
                yield list(part)


def _to_grid(kind: GridKind, rows: Sequence[Row]) -> tuple[int, Grid]:
    cells = (
        Cell(cell.text, number, column) for number, row in enumerate(rows) for column, cell in enumerate(row)
    )
    return min(cell.line for row in rows for cell in row), Grid(kind, tuple(cells))
