"""Makes a figure of one printed cell."""

from __future__ import annotations

from archive.extraction.cells import read_cell
from archive.forms import FormColumn
from archive.model import Cell, Figure, Position


def cell_figure(table: str, row: str, column: FormColumn, cell: Cell, grid: int) -> Figure:
    """Return the figure that a cell of the grid with number `grid` shows, with its state."""
    reading = read_cell(cell.text, column)
    position = Position(grid, cell.row, cell.column)
    return Figure(
        table, row, column.key, reading.state, cell.text.strip(), reading.number, reading.unit, position
    )
