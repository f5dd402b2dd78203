"""Makes a figure of one printed cell."""

from __future__ import annotations

from collections.abc import Container

from msgspec import structs

from archive.extraction.cell_text import cell_rules
from archive.extraction.cells import read_cell
from archive.forms import FormColumn
from archive.model import MERGED_ROW, Cell, Figure, Position, State


def cell_figure(
    row: tuple[str, str], column: FormColumn, cell: Cell, grid: int, printed_unit: str = ""
) -> Figure:
    """Return the figure that a cell of the grid with number `grid` shows, with its state.

    `row` has the keys of table and row. `printed_unit` is the unit that header, label or caption state; it is
    kept if it is not that of the form.
    """
    text = cell.text
    table_key, row_key = row
    reading = read_cell(text, column, "" if printed_unit == column.unit else printed_unit)
    position = Position(grid, cell.row, cell.column)
    figure = Figure(
        table_key, row_key, column.key, reading.state, text.strip(), reading.number, reading.unit, position
    )
    return as_uncertain(figure) if reading.number and _has_unclear_unit(figure, printed_unit) else figure


def _has_unclear_unit(figure: Figure, printed_unit: str) -> bool:
    """Return whether it cannot be told in which unit the number of a cell is.

    A currency alone leaves it open whether 元 or 万元 is meant, unless ¥ in the cell is all that is printed.
    """
    if not figure.unit:
        return printed_unit in cell_rules().currencies
    return bool(printed_unit) and printed_unit != figure.unit and figure.unit not in figure.raw


def as_unread(figure: Figure, states: Container[State] = (State.ABSENT,)) -> Figure:
    """Return the figure as unreadable if it is in one of the states; it may be in what was not read.

    A row that is printed inside another row stays absent.
    """
    is_missing = figure.state in states and figure.raw != MERGED_ROW
    return structs.replace(figure, state=State.UNREADABLE) if is_missing else figure


def as_uncertain(figure: Figure) -> Figure:
    """Return the figure without its number, because the table may not be the agency's; absent ones stay."""
    return (
        figure
        if figure.state is State.ABSENT
        else structs.replace(figure, state=State.UNCERTAIN, number=None)
    )
