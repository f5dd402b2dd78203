"""Finds tables whose covered cells were lost, so that their rows are shifted to the left.

Some converters drop merged cells but not the columns that they covered: the numbers of a row below a group's
label begin one column too early. The order of the cells is still right, their columns are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from archive.extraction.labels import label_variants, table_labels
from archive.forms import forms
from archive.model import Block, Cell, Grid, GridKind

_TABLE = "requests"
_MIN_ROWS = 8


def mark_shifted_tables(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return `blocks`, with grids of table 3 that have shifted rows as cells in reading order."""
    return [
        _to_stream(block) if isinstance(block, Grid) and _is_shifted(block) else block for block in blocks
    ]


def _is_shifted(grid: Grid) -> bool:
    """Return whether all rows have as many numbers as the form, but do not end in the same column."""
    if grid.kind is not GridKind.SPANS or len(grid.cells) < _MIN_ROWS * _column_count():
        return False
    if any(cell.rowspan > 1 for cell in grid.cells):
        return False
    rows = [row for row in map(_without_padding, grid.rows()) if len(row) > 1 and row[-1].text.isdigit()]
    if len(rows) < _MIN_ROWS or len({row[-1].column for row in rows}) == 1:
        return False
    labelled_count = sum(not table_labels(_TABLE).isdisjoint(label_variants(_label(row))) for row in rows)
    return labelled_count >= _MIN_ROWS and {len(row) - _label_count(row) for row in rows} == {_column_count()}


def _without_padding(row: list[Cell]) -> list[Cell]:
    """Return a row without the empty cells at its end."""
    end = next((number for number in range(len(row), 0, -1) if row[number - 1].text.strip()), 0)
    return row[:end]


def _label_count(row: Sequence[Cell]) -> int:
    return next((number for number, cell in enumerate(row) if cell.text.strip().isdigit()), len(row))


def _label(row: Sequence[Cell]) -> str:
    """Return the last text before the numbers of a row."""
    return row[max(_label_count(row) - 1, 0)].text


@cache
def _column_count() -> int:
    return len(next(iter(forms().values())).table(_TABLE).rows[0].columns)


def _to_stream(grid: Grid) -> Grid:
    cells = (
        Cell(cell.text, cell.row, number)
        for row in grid.rows()
        for number, cell in enumerate(_without_padding(row))
    )
    return Grid(GridKind.STREAM, tuple(cells))
