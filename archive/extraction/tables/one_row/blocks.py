"""Reads the table that the form prints as one row of values (table 4) from a run of cells in blocks.

Each block has the names of its rows and as many values as results. Their names are in the same block, in the
order of the values, or in the one before: the header of three rows is printed once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from archive.extraction.cells import is_value
from archive.extraction.labels import LabelDictionary
from archive.extraction.sections import PlacedGrid
from archive.extraction.tables.columns import read_figure_order
from archive.forms import FormTable
from archive.model import Cell, Grid, GridKind

_Block = tuple[list[list[str]], list[Cell]]
_FigureName = tuple[str, str]


def cells_by_block(
    placed_grids: Iterable[PlacedGrid], table: FormTable, labels: LabelDictionary
) -> dict[_FigureName, tuple[int, Cell]]:
    """The cells of the figures by row and column, none unless all cells are in complete blocks."""
    cells: dict[_FigureName, tuple[int, Cell]] = {}
    columns: Sequence[str] = ()
    for placed_grid in placed_grids:
        if placed_grid.grid.kind is not GridKind.STREAM:
            return {}
        for lines, values in _blocks(placed_grid.grid):
            names = block_figures(lines, columns, table, labels)
            if not names or len(values) != len(names) or not cells.keys().isdisjoint(names):
                return {}
            cells.update(
                {name: (placed_grid.number, value) for name, value in zip(names, values, strict=True)}
            )
            columns = [column for _, column in names]
    return cells


def _blocks(grid: Grid) -> Iterator[_Block]:
    """Yield the lines of texts before each run of values, and the values."""
    texts: list[Cell] = []
    values: list[Cell] = []
    for cell in grid.cells:
        if cell.padding:
            continue
        if not is_value(cell.text):
            if values:
                yield _text_lines(texts), values
                texts, values = [], []
            texts.append(cell)
        elif texts:
            values.append(cell)
    if texts or values:
        yield _text_lines(texts), values


def _text_lines(cells: Iterable[Cell]) -> list[list[str]]:
    return [[cell.text for cell in line] for _, line in groupby(cells, key=lambda cell: cell.row)]


def block_figures(
    lines: Sequence[Sequence[str]], columns_before: Sequence[str], table: FormTable, labels: LabelDictionary
) -> list[_FigureName]:
    """Return row and column of each value of a block, by the lines of texts above the values.

    A block of one row without names of columns has those of the block before. Empty unless each row and each
    of its columns is named once.
    """
    names = [labels.names(text) for line in lines for text in line]
    rows = {key for named, _ in names for key in named}
    columns = [key for _, named in names for key in named] or columns_before
    if len(rows) != 1:
        return read_figure_order(lines, table, labels) or []
    [row] = rows
    form_row = table.rows_by_key.get(row)
    if form_row is None or sorted(columns) != sorted(form_row.column_keys):
        return []
    return [(row, column) for column in columns]
