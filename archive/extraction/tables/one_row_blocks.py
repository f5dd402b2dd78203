"""Reads the table that the form prints as one row of values (table 4) from a run of cells in blocks.

Each block has the name of a row, the names of its results in the order of the form, and as many values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.extraction.cells import is_value
from archive.extraction.labels import LabelDictionary
from archive.extraction.sections import PlacedGrid
from archive.forms import FormTable
from archive.model import Cell, Grid, GridKind

_Block = tuple[list[str], list[Cell]]


def cells_by_block(
    placed_grids: Iterable[PlacedGrid], table: FormTable, labels: LabelDictionary
) -> dict[tuple[str, str], tuple[int, Cell]]:
    """The cells of the figures by row and column, none unless all cells are in complete blocks."""
    cells: dict[tuple[str, str], tuple[int, Cell]] = {}
    rows: set[str] = set()
    for placed_grid in placed_grids:
        if placed_grid.grid.kind is not GridKind.STREAM:
            return {}
        for texts, values in _blocks(placed_grid.grid):
            row = _named_row(texts, table, labels)
            if row in rows or row not in table.rows_by_key:
                return {}
            columns = table.rows_by_key[row].columns
            if len(values) != len(columns):
                return {}
            rows.add(row)
            for column, value in zip(columns, values, strict=True):
                cells[row, column.key] = placed_grid.number, value
    return cells


def _blocks(grid: Grid) -> Iterator[_Block]:
    """Yield the texts before each run of values, and the values."""
    texts: list[str] = []
    values: list[Cell] = []
    for cell in grid.cells:
        if cell.padding:
            continue
        if not is_value(cell.text):
            if values:
                yield texts, values
                texts, values = [], []
            texts.append(cell.text)
        elif texts:
            values.append(cell)
    if texts or values:
        yield texts, values


def _named_row(texts: Iterable[str], table: FormTable, labels: LabelDictionary) -> str:
    """The only row that the texts of a block name, if they also name its columns in order; else empty."""
    names = [labels.names(text) for text in texts]
    rows = {key for named, _ in names for key in named}
    columns = [key for _, named in names for key in named]
    if len(rows) != 1:
        return ""
    [row] = rows
    form_row = table.rows_by_key.get(row)
    return row if form_row and columns == [column.key for column in form_row.columns] else ""
