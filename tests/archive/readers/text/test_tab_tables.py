from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.model import GridKind
from archive.readers.text import tab_tables
from tests.support.content_views import grids, read_content, report_paragraphs, row_texts

LINE = st.text("甲乙丙丁0123456789.,（）", min_size=1, max_size=5)
CELL = st.lists(LINE, max_size=3).map("\n".join)
TABLE = st.lists(st.lists(CELL, min_size=1, max_size=6), min_size=2, max_size=8)


def test_cells_start_with_a_tab_and_rows_end_with_an_empty_line() -> None:
    content = read_content("种树\n\t树种\n\t株\n数\n\n\t松\n\t 12\n\n\t\n\t7 \n\n\n完了。", "x.txt")
    (grid,) = grids(content)
    assert grid.kind is GridKind.STREAM
    assert row_texts(grid) == [["树种", "株\n数"], ["松", "12"], ["", "7"]]
    assert [(cell.row, cell.column) for cell in grid.cells] == [
        (0, 0),
        (0, 1),
        (1, 0),
        (1, 1),
        (2, 0),
        (2, 1),
    ]
    assert report_paragraphs(content) == ["种树", "完了。"]


def test_several_cells_on_one_line_are_read() -> None:
    (grid,) = grids(read_content("\t松\t12\n\n\t柏\t7\n\n", "x.txt"))
    assert row_texts(grid) == [["松", "12"], ["柏", "7"]]


def test_prose_indented_with_tabs_is_prose() -> None:
    text = "\t一、种树\n\t今年种了松树和柏树，都活了。\n\n\t二、养护\n\t都浇了水，也都施了肥。\n"
    content = read_content(text, "x.txt")
    assert not grids(content)
    assert len(report_paragraphs(content)) == 4


def test_bookmarks_left_by_word_are_removed() -> None:
    assert report_paragraphs(read_content("[bookmark: _GoBack]今年种树。\n", "x.txt")) == ["今年种树。"]


@given(TABLE)
def test_tables_are_read_back(table: list[list[str]]) -> None:
    text = "\n\n".join("\n".join("\t" + cell for cell in row) for row in table)
    assert row_texts(tab_tables.read(text.split("\n"))) == table


@given(TABLE)
def test_a_table_of_several_columns_is_recognised(table: list[list[str]]) -> None:
    wide = [[*row, "甲"] for row in table]
    lines = "\n\n".join("\n".join("\t" + cell for cell in row) for row in wide).split("\n")
    assert tab_tables.table_length(lines, 0) == len(lines)
    assert tab_tables.can_read(lines)
