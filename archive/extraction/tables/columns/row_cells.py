"""Tells which cells a row of a grid has, and whether they are its own."""

from __future__ import annotations

from collections.abc import Sequence

from archive.extraction.cells import is_zero_or_empty
from archive.model import Cell


def cells_by_row(lines: Sequence[list[Cell]]) -> dict[int, list[Cell]]:
    """The cells of each row: those that start in it, then those that reach into it from above."""
    rows = {line[0].row: list(line) for line in lines}
    for line in lines:
        for cell in line:
            for number in range(cell.row + 1, cell.row + cell.rowspan):
                if number in rows:
                    rows[number].append(cell)
    return rows


def has_own_cells(cells: Sequence[Cell]) -> bool:
    """True if no cell is used twice, or stands for several rows, unless it says that there is nothing."""
    if len(set(map(id, cells))) == len(cells) and all(cell.rowspan == 1 for cell in cells):
        return True
    return all(
        is_zero_or_empty(cell.text) or (cell.rowspan == 1 and sum(cell is other for other in cells) == 1)
        for cell in cells
    )
