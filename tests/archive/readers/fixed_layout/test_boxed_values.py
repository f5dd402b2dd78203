"""A form field that is printed with a border cuts its cell; the pieces become one cell again."""

from __future__ import annotations

from archive.model import Cell
from archive.readers.fixed_layout.boxed_values import join_boxed_values


def cut_row(row: int, *pieces: str) -> list[Cell]:
    """Return a row of three cells, the second cut into the pieces."""
    height = len(pieces)
    first = [Cell("一、本年新收", row, 0, height), Cell(pieces[0], row, 1), Cell("7", row, 2, height)]
    return first + [Cell(text, row + place, 1) for place, text in enumerate(pieces[1:], 1)]


def test_the_value_in_the_box_is_that_of_its_cell() -> None:
    cells = [*cut_row(0, "", "18", ""), *cut_row(3, "", "5")]
    assert join_boxed_values(cells) == [
        Cell("一、本年新收", 0, 0), Cell("18", 0, 1), Cell("7", 0, 2),
        Cell("一、本年新收", 1, 0), Cell("5", 1, 1), Cell("7", 1, 2),
    ]  # fmt: skip


def test_two_values_in_one_cell_are_no_number() -> None:
    assert join_boxed_values(cut_row(0, "3", "18"))[1].text == "3 | 18"


def test_rows_of_a_group_and_rows_with_labels_stay() -> None:
    group = [Cell("（三）不予公开", 0, 0, 2), Cell("1.属于国家秘密", 0, 1), Cell("0", 0, 2)]
    own = [Cell("2.其他法律", 1, 1), Cell("4", 1, 2)]
    values = [Cell("第一项", 0, 0, 2), Cell("1", 0, 1), Cell("2", 0, 2), Cell("3", 1, 1), Cell("4", 1, 2)]
    for cells in ([*group, *own], values):
        assert join_boxed_values(cells) == cells
