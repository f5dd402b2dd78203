"""Makes the figures of a table with rows: of certain cells, of uncertain rows and columns, of absent rows."""

from __future__ import annotations

from collections.abc import Iterator

from archive.extraction.tables.cell_figures import cell_figure
from archive.extraction.tables.row_matching import RowMatches
from archive.forms import FormColumn, FormRow, FormTable
from archive.model import MERGED_ROW, Cell, Figure, Position, State


def table_figures(matched: RowMatches, table: FormTable) -> list[Figure]:
    """Return every figure of the table in form order."""
    figures: list[Figure] = []
    for row in table.rows:
        if row.key not in matched.cells:
            figures += _row_without_cells(matched, table.key, row)
            continue
        grid, cells = matched.cells[row.key]
        place = (table.key, row.key)
        if row.amount_indexes or row.key in matched.unclear_columns:
            read = [
                _figure_with_notes(matched, place, column, cell)
                for column, cell in zip(row.columns, cells, strict=True)
            ]
        else:
            read = [
                cell_figure(place, column, cell, grid)
                for column, cell in zip(row.columns, cells, strict=True)
            ]
        figures += read
    return figures


def _figure_with_notes(matched: RowMatches, place: tuple[str, str], column: FormColumn, cell: Cell) -> Figure:
    """Return the figure of a cell whose column may be unclear, or whose unit stands outside of the cell."""
    row = place[1]
    grid, _ = matched.cells[row]
    if column.key in matched.unclear_columns.get(row, ()):
        position = Position(grid, cell.row, cell.column)
        return Figure(*place, column.key, State.UNCERTAIN, cell.text, position=position)
    units = matched.money_units.get((row, column.key)) if column.kind == "amount" else None
    return cell_figure(place, column, cell, grid, units[0] if units else "")


def _row_without_cells(matched: RowMatches, table_key: str, row: FormRow) -> Iterator[Figure]:
    """Yield the figures of a row that is uncertain, printed as part of another row, or absent."""
    uncertain_row = matched.uncertain_rows.get(row.key)
    merged = MERGED_ROW if row.key in matched.merged_rows else ""
    for column in row.columns:
        if uncertain_row:
            position = uncertain_row.position
            yield Figure(
                table_key, row.key, column.key, State.UNCERTAIN, uncertain_row.raw, position=position
            )
        else:
            yield Figure(table_key, row.key, column.key, State.ABSENT, merged)


def unread_figures(table: FormTable) -> Iterator[Figure]:
    """Yield uncertain figures: the table is printed as text that could not be read."""
    for row in table.rows:
        for column in row.columns:
            yield Figure(table.key, row.key, column.key, State.UNCERTAIN)
