"""Reads the table that the form prints as one row of values (table 4) from a run of cells in blocks.

Each block has the name of a row and as many values as results. Their names are in the same block, in the
order of the values, or in the one before: the header of three rows is printed once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

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
    columns: Sequence[str] = ()
    for placed_grid in placed_grids:
        if placed_grid.grid.kind is not GridKind.STREAM:
            return {}
        for texts, values in _blocks(placed_grid.grid):
            row, columns = block_names(texts, columns, table, labels)
            if not row or row in rows or len(values) != len(columns):
                return {}
            rows.add(row)
            cells.update(
                {(row, key): (placed_grid.number, cell) for key, cell in zip(columns, values, strict=True)}
            )
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


def block_names(
    texts: Iterable[str], columns_before: Sequence[str], table: FormTable, labels: LabelDictionary
) -> tuple[str, Sequence[str]]:
    """Return the only row that the texts of a block name, and its columns in the order of their names.

    A block without names of columns has those of the block before. The row is empty unless it and all of its
    columns are named once.
    """
    names = [labels.names(text) for text in texts]
    rows = {key for named, _ in names for key in named}
    columns = [key for _, named in names for key in named] or columns_before
    if len(rows) != 1:
        return "", ()
    [row] = rows
    form_row = table.rows_by_key.get(row)
    if form_row is None or sorted(columns) != sorted(form_row.column_keys):
        return "", ()
    return row, columns
