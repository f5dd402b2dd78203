"""A table that ends in the middle of a row: no one knows which cells of the row were lost."""

from __future__ import annotations

import pytest
from msgspec import structs

from archive.extraction import align_tables
from archive.extraction.sections import PlacedGrid
from archive.forms import figure_keys, form
from archive.model import Cell, Grid, GridKind, State
from tests.support.drawn_tables import draw_tables

FORM = form("2021")


@pytest.mark.parametrize(("kept", "state"), [(1, State.UNCERTAIN), (6, State.UNCERTAIN), (7, State.REPORTED)])
def test_the_row_at_which_a_table_was_cut_is_uncertain_unless_it_is_complete(kept: int, state: State) -> None:
    values = {key: str(number) for number, key in enumerate(figure_keys("2021"), start=1)}
    grid = draw_tables(FORM, values, GridKind.SPANS)[1].grid
    last = next(cell.row for cell in grid.cells if cell.text == values["requests", "granted", "total"])
    row = [cell for cell in grid.cells if cell.row == last]
    first = len(row) - 7
    cells = [
        structs.replace(cell, text="") if cell in row and row.index(cell) >= first + kept else cell
        for cell in grid.cells
        if cell.row <= last
    ]
    placed = PlacedGrid(Grid(GridKind.SPANS, tuple(cells)), 0, "requests")
    figures = {figure.place: figure for figure in align_tables([placed], FORM).figures}
    assert figures["requests", "granted", "natural_person"].state is state
    assert figures["requests", "carried_over", "total"].state is State.REPORTED


def test_a_row_of_which_a_table_without_lines_has_only_the_label_is_not_absent() -> None:
    texts = [
        *("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        *("规章", "1", "2", "3", "行政规范性文件", "4", "5", "6"),
        *("信息内容", "本年处理决定数量", "行政许可", "7", "行政事业性收费"),
    ]
    cells = tuple(Cell(text, row, 0) for row, text in enumerate(texts))
    placed = PlacedGrid(Grid(GridKind.STREAM, cells), 0, "disclosure")
    states = {figure.row: figure.state for figure in align_tables([placed], FORM).figures}
    assert (states["fees"], states["penalties"]) == (State.UNCERTAIN, State.ABSENT)
