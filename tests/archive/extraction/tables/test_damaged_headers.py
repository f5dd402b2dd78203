"""A header that lost names leaves the columns that it still names; a line across the table is no header."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec import structs

from archive.extraction import TableContext
from archive.extraction.sections import PlacedGrid
from archive.extraction.tables.align import Alignment, align_tables
from archive.forms import form
from archive.model import Cell, Grid, GridKind, State

TABLE = form("2021").table("requests")
COLUMNS = [column.key for column in TABLE.rows[0].columns]
NAMES = [column.term.zh for column in TABLE.rows[0].columns]
CONTEXT = TableContext(None, {}, "青溪县林业局", 2022)


def values(row: int) -> list[str]:
    """Return other numbers for each row, without a row whose sum holds: position alone proves nothing."""
    return [str(100 * row + place) for place in range(1, len(COLUMNS) + 1)]


def read_requests(
    names: Sequence[str],
    *,
    title: str = "",
    before_row: int = 0,
    empty_columns: int = 0,
    kind: GridKind = GridKind.SPANS,
) -> Alignment:
    """Read table 3 below a header; `title` is a line across the table before a row, 0 for the header."""
    lines = [["办理情况", *names]]
    lines += [[row.term.zh, *values(number)] for number, row in enumerate(TABLE.rows, start=1)]
    width = len(lines[0]) + empty_columns
    rows = [
        [Cell(text, 0, place) for place, text in enumerate([*line, *[""] * empty_columns])] for line in lines
    ]
    if title:
        rows.insert(before_row, [Cell(title, 0, 0, colspan=width)])
    cells = tuple(structs.replace(cell, row=number) for number, row in enumerate(rows) for cell in row)
    return align_tables([PlacedGrid(Grid(kind, cells), 0, "requests")], form("2021"), CONTEXT)


def states_by_column(alignment: Alignment) -> dict[str, set[State]]:
    figures = [figure for figure in alignment.figures if figure.table == "requests"]
    return {key: {figure.state for figure in figures if figure.column == key} for key in COLUMNS}


@pytest.mark.parametrize("empty_columns", [0, 5])
def test_columns_whose_names_are_printed_twice_or_never_are_uncertain(empty_columns: int) -> None:
    names = [NAMES[2] if place == 3 else name for place, name in enumerate(NAMES)]
    alignment = read_requests(names, empty_columns=empty_columns)
    states = states_by_column(alignment)
    unclear = {"research_institution", "social_organization"}
    assert all(states[key] == {State.UNCERTAIN if key in unclear else State.REPORTED} for key in COLUMNS)
    figures = {figure.place: figure for figure in alignment.figures}
    assert str(figures["requests", "granted", "total"].number) == values(3)[-1]
    assert figures["requests", "granted", "social_organization"].raw == " | ".join(values(3)[2:4])


def test_named_columns_of_a_damaged_header_are_read_in_any_order() -> None:
    alignment = read_requests([*reversed(NAMES[1:]), "甲类"])
    figures = {figure.place: figure for figure in alignment.figures}
    assert str(figures["requests", "granted", "business"].number) == values(3)[5]
    assert figures["requests", "granted", "natural_person"].state is State.UNCERTAIN


def test_a_table_with_a_column_more_than_the_form_is_not_read_by_a_damaged_header() -> None:
    lines = [*NAMES[:3], NAMES[2], *NAMES[4:], "甲类"]
    states = states_by_column(read_requests(lines))
    assert not any(State.REPORTED in found for found in states.values())


@pytest.mark.parametrize("before_row", [0, 1, 9])
@pytest.mark.parametrize(
    "title", ["（续表）", "单位：件", "说明：各单位应如实填写。", "青溪县林业局2022年申请情况统计表"]
)
def test_a_title_across_the_table_is_no_header(title: str, before_row: int) -> None:
    states = states_by_column(read_requests(NAMES, title=title, before_row=before_row))
    assert all(found == {State.REPORTED} for found in states.values())


@pytest.mark.parametrize("title", ["2021年数据", "上年数据（供对比）", "青溪县水利局"])
def test_a_title_across_the_table_that_names_another_report_leaves_its_columns_uncertain(title: str) -> None:
    states = states_by_column(read_requests(NAMES, title=title, before_row=1))
    assert not any(State.REPORTED in found for found in states.values())
