"""Grids with the tables of two years are split at the titles between them."""

from __future__ import annotations

from archive.extraction.grid_repair import split_at_titles
from archive.model import Cell, Grid, GridKind, Paragraph

OLD = [
    Cell("2021年申请情况", 0, 0, 1, 3),
    Cell("一、本年新收", 1, 0),
    Cell("4", 1, 1),
    Cell("5", 1, 2),
]
NEW = [
    Cell("2022年申请情况", 2, 0, 1, 3),
    Cell("一、本年新收", 3, 0),
    Cell("6", 3, 1),
    Cell("7", 3, 2),
]


def texts(grid: object) -> list[tuple[str, int]]:
    assert isinstance(grid, Grid)
    return [(cell.text, cell.row) for cell in grid.cells]


def test_each_part_begins_with_its_title() -> None:
    line = Paragraph("三、收到和处理申请情况")
    first, old, new = split_at_titles([line, Grid(GridKind.SPANS, (*OLD, *NEW))])
    assert first is line
    assert texts(old) == [("2021年申请情况", 0), ("一、本年新收", 1), ("4", 1), ("5", 1)]
    assert texts(new) == [("2022年申请情况", 0), ("一、本年新收", 1), ("6", 1), ("7", 1)]


def test_a_title_in_the_first_row_or_in_some_columns_splits_nothing() -> None:
    narrow = Cell("2022年", 2, 0, 1, 2)
    for cells in (OLD, [*OLD, narrow, Cell("7", 2, 2)]):
        assert len(split_at_titles([Grid(GridKind.SPANS, tuple(cells))])) == 1


def test_a_row_below_a_merged_label_splits_nothing() -> None:
    crossed = Cell("三、本年度办理结果", 1, 3, 3)
    assert len(split_at_titles([Grid(GridKind.SPANS, (*OLD, crossed, *NEW))])) == 1
