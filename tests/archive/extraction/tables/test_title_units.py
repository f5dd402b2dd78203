"""A line across a table that is no header can still state the unit of the amounts below it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from archive.extraction import align_tables
from archive.extraction.sections import PlacedGrid
from archive.forms import form
from archive.model import Cell, Grid, GridKind


def _grid(lines: list[list[str]]) -> Grid:
    cells = [
        Cell(text, row, column, colspan=4 if len(line) == 1 else 1)
        for row, line in enumerate(lines)
        for column, text in enumerate(line)
    ]
    return Grid(GridKind.SPANS, tuple(cells))


@pytest.mark.parametrize(("title", "amount"), [("金额单位：元", "1.25"), ("表二", "12500")])
def test_the_unit_in_the_first_row_is_that_of_all_blocks(title: str, amount: str) -> None:
    lines = [[title], ["第二十条第（六）项"], ["信息内容", "本年处理决定数量"], ["行政处罚", "7"]]
    lines += [["第二十条第（八）项"], ["信息内容", "本年收费金额"], ["行政事业性收费", "12500"]]
    placed = PlacedGrid(_grid(lines), 0, "disclosure")
    figures = {figure.place: figure for figure in align_tables([placed], form("2021")).figures}
    assert figures["disclosure", "fees", "fee_amount"].number == Decimal(amount)


@pytest.mark.parametrize(
    ("fees_title", "later_title", "amount"),
    [
        ("第二十条第（八）项　单位：元", "", "1.25"),
        ("第二十条第（八）项", "", "12500"),
        ("第二十条第（八）项", "单位：元", "12500"),
        ("金额单位：亿元", "", "125000000"),
    ],
)
def test_the_unit_in_a_title_is_that_of_the_amounts_below_it(
    fees_title: str, later_title: str, amount: str
) -> None:
    lines = [[fees_title], ["信息内容", "本年收费金额"], ["行政事业性收费", "12500"]]
    lines += [[later_title]] if later_title else []
    placed = PlacedGrid(_grid(lines), 0, "disclosure")
    figures = {figure.place: figure for figure in align_tables([placed], form("2021")).figures}
    assert figures["disclosure", "fees", "fee_amount"].number == Decimal(amount)
