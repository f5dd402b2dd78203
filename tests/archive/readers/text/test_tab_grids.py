"""Tables from the clipboard of a spreadsheet: a tab for every column."""

from __future__ import annotations

from archive.model import GridKind
from tests.support.content_views import grids, read_content, report_paragraphs, row_texts

_TABLE = "树种\t株数\t\n\t栽种\t砍伐\n松树\t12\t3\n柏树\t\t0\n"


def test_merged_cells_keep_their_columns() -> None:
    content = read_content(f"林木统计\n{_TABLE}以上\n", "x.txt")
    [grid] = grids(content)
    assert grid.kind is GridKind.FLAT
    assert row_texts(grid) == [
        ["树种", "株数", ""],
        ["", "栽种", "砍伐"],
        ["松树", "12", "3"],
        ["柏树", "", "0"],
    ]
    assert report_paragraphs(content) == ["林木统计", "以上"]


def test_a_line_of_prose_filled_up_with_tabs_is_no_row() -> None:
    content = read_content(f"{_TABLE}一、总体情况\t\t\n今年多栽了松树。\t\t\n{_TABLE}", "x.txt")
    assert [len(row_texts(grid)) for grid in grids(content)] == [4, 4]
    assert report_paragraphs(content) == ["一、总体情况", "今年多栽了松树。"]


def test_a_list_indented_with_tabs_is_no_table() -> None:
    content = read_content("\t\t松树\n\t\t柏树\n\t\t杉树\n", "x.txt")
    assert [grid for grid in grids(content) if grid.kind is GridKind.FLAT] == []


def test_rows_of_several_lengths_are_copied_from_a_page() -> None:
    content = read_content("林木\t松树\t12\t3\n柏树\t\t0\n杉树\t4\t\n槐树\t7\t1\n", "x.txt")
    assert [grid for grid in grids(content) if grid.kind is GridKind.FLAT] == []
