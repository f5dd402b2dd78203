"""Turns a table whose rows are printed as columns upright, so that it is read like any other.

Only table 3 has one block with the same columns in every row, so only it can be printed in this way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import takewhile

from archive.extraction.labels import label_variants, table_labels
from archive.forms import forms
from archive.model import Block, Cell, Grid, GridKind
from archive.text import normalise_text

_TABLE = "requests"
# The labels may stand below a row with the names of their groups, and beside a column with those of theirs.
_HEADER_LINES = 3
_MIN_ROWS_NAMED = 8
_MIN_COLUMNS_NAMED = 4


def turn_upright(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return `blocks` with the grids of table 3 that are printed sideways turned by rows and columns."""
    return [_turn(block) if isinstance(block, Grid) and _is_transposed(block) else block for block in blocks]


def _is_transposed(grid: Grid) -> bool:
    """Return whether the upper lines name most rows of table 3, and the left ones its columns."""
    if grid.kind is GridKind.STREAM or len(grid.cells) < _MIN_ROWS_NAMED * _MIN_COLUMNS_NAMED:
        return False
    upper = list(takewhile(lambda cell: cell.row < _HEADER_LINES, grid.cells))
    if max(cell.column for cell in upper) < _MIN_ROWS_NAMED:
        return False
    left = (cell.text for cell in grid.cells if cell.column < _HEADER_LINES and cell.row)
    return (
        _count_named((cell.text for cell in upper), table_labels(_TABLE)) >= _MIN_ROWS_NAMED
        and _count_named(left, _column_labels()) >= _MIN_COLUMNS_NAMED
    )


def _count_named(texts: Iterable[str], labels: frozenset[str]) -> int:
    return len({variant for text in texts for variant in label_variants(text) if variant in labels})


@cache
def _column_labels() -> frozenset[str]:
    return frozenset(
        normalise_text(label)
        for form in forms().values()
        for column in form.table(_TABLE).rows[0].columns
        for label in column.term.labels
    )


def _turn(grid: Grid) -> Grid:
    cells = (
        Cell(cell.text, cell.column, cell.row, cell.colspan, cell.rowspan, cell.padding)
        for cell in grid.cells
    )
    return Grid(grid.kind, tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))
