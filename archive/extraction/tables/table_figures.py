"""Makes the figures of a table with rows: of certain cells, of uncertain rows and columns, of absent rows."""

from __future__ import annotations

from collections.abc import Iterator

from archive.extraction.tables.cell_figures import cell_figure
from archive.extraction.tables.row_matching import RowMatches
from archive.forms import FormRow, FormTable
from archive.model import MERGED_ROW, Figure, Position, State


def table_figures(matched: RowMatches, table: FormTable) -> Iterator[Figure]:
    """Yield every figure of the table in form order."""
    for row in table.rows:
        if row.key in matched.cells:
            yield from _row_figures(matched, table.key, row)
            continue
        uncertain_row = matched.uncertain_rows.get(row.key)
        merged = MERGED_ROW if row.key in matched.merged_rows else ""
        for column in row.columns:
            if uncertain_row:
                position = uncertain_row.position
                yield Figure(
                    table.key, row.key, column.key, State.UNCERTAIN, uncertain_row.raw, position=position
                )
            else:
                yield Figure(table.key, row.key, column.key, State.ABSENT, merged)


def _row_figures(matched: RowMatches, table_key: str, row: FormRow) -> Iterator[Figure]:
    grid, cells = matched.cells[row.key]
    key = (table_key, row.key)
    unclear = matched.unclear_columns.get(row.key, frozenset())
    for column, cell in zip(row.columns, cells, strict=True):
        if unclear and column.key in unclear:
            position = Position(grid, cell.row, cell.column)
            yield Figure(*key, column.key, State.UNCERTAIN, cell.text, position=position)
            continue
        units = matched.money_units.get((row.key, column.key)) if column.kind == "amount" else None
        yield cell_figure(key, column, cell, grid, units[0] if units else "")


def unread_figures(table: FormTable) -> Iterator[Figure]:
    """Yield uncertain figures: the table is printed as text that could not be read."""
    for row in table.rows:
        for column in row.columns:
            yield Figure(table.key, row.key, column.key, State.UNCERTAIN)
