from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.model import GridKind
from archive.readers.text import pipe_tables
from tests.support.content_views import grids, read_content, report_paragraphs, row_texts

TEXT = st.text("甲乙丙丁0123456789.,（）· ", min_size=1).map(str.strip).filter(bool)
TABLE = st.lists(st.lists(TEXT, min_size=1, max_size=6), min_size=2, max_size=8)


def table_lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


def test_rows_on_one_line_are_read() -> None:
    grid = pipe_tables.read(table_lines("| 树种 | 株数 |\n| 松 | 12 |"))
    assert grid.kind is GridKind.STREAM
    assert row_texts(grid) == [["树种", "株数"], ["松", "12"]]
    assert [(cell.row, cell.column) for cell in grid.cells] == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_one_cell_per_line_is_read() -> None:
    grid = pipe_tables.read(table_lines("树种 |\n株数 |\n松 树 |\n12 |"))
    assert [cell.text for cell in grid.cells] == ["树种", "株数", "松 树", "12"]
    assert [cell.row for cell in grid.cells] == [0, 1, 2, 3]


def test_rows_and_cells_on_a_line_can_be_mixed() -> None:
    grid = pipe_tables.read(table_lines("| 项目 |\n金额(万元) |\n||\n| 合计 | 3.5 | ||"))
    assert row_texts(grid) == [["项目"], ["金额(万元)"], ["||"], ["合计", "3.5", "||"]]
    assert [cell.text for cell in grid.cells if cell.padding] == ["||", "||"]


def test_a_bare_pipe_is_an_empty_cell() -> None:
    grid = pipe_tables.read(table_lines("松 |\n|\n|\n12 |"))
    assert [cell.text for cell in grid.cells] == ["松", "", "", "12"]
    assert not any(cell.padding for cell in grid.cells)


def test_a_bare_pipe_that_starts_every_row_is_not_a_cell() -> None:
    grid = pipe_tables.read(table_lines("|\n松 |\n1 |\n||\n|\n柏 |\n|\n2 |"))
    assert [(cell.row, cell.text) for cell in grid.cells] == [
        (1, "松"),
        (2, "1"),
        (3, "||"),
        (5, "柏"),
        (6, ""),
        (7, "2"),
    ]


def test_rows_that_do_not_start_with_a_pipe_keep_every_empty_cell() -> None:
    grid = pipe_tables.read(table_lines("松 |\n||\n|\n柏 |"))
    assert [cell.text for cell in grid.cells] == ["松", "||", "", "柏"]


def test_empty_cells_within_a_line_are_kept() -> None:
    assert row_texts(pipe_tables.read(table_lines("| 松 | | 3 | |\n| 柏 ||4|"))) == [
        ["松", "", "3", ""],
        ["柏", "", "4"],
    ]


def test_a_heading_directly_below_ends_the_table() -> None:
    content = read_content("甲 |\n1 |\n乙、下一节\n丙 |\n2 |", "x.txt")
    assert [row_texts(grid) for grid in grids(content)] == [[["甲"], ["1"]], [["丙"], ["2"]]]
    assert report_paragraphs(content) == ["乙、下一节"]


def test_a_line_that_does_not_end_with_a_pipe_is_prose() -> None:
    assert report_paragraphs(read_content("首页 | 政务\n正文。", "x.txt")) == ["首页 | 政务", "正文。"]


@given(TABLE)
def test_tables_with_a_row_per_line_are_read_back(table: list[list[str]]) -> None:
    assert row_texts(pipe_tables.read(["| " + " | ".join(row) + " |" for row in table])) == table


@given(TABLE)
def test_tables_with_a_cell_per_line_are_read_back(table: list[list[str]]) -> None:
    grid = pipe_tables.read([f"{text} |" for row in table for text in row])
    assert [cell.text for cell in grid.cells] == [text for row in table for text in row]


@given(TABLE, st.integers(2, 9))
def test_padding_counts_the_missing_cells(table: list[list[str]], missing: int) -> None:
    grid = pipe_tables.read(["| " + " | ".join(row) + " | " + "|" * missing for row in table])
    assert [len(cell.text) for cell in grid.cells if cell.padding] == [missing] * len(table)
    assert [[cell.text for cell in row if not cell.padding] for row in grid.rows()] == table


@given(st.lists(st.text("|-甲 \t", max_size=12), min_size=1, max_size=12))
def test_any_run_of_pipes_can_be_read(noise: list[str]) -> None:
    run = [line.strip() for line in noise if pipe_tables.is_table_line(line.strip())]
    if run:
        letters = sum(line.count("甲") for line in run if not pipe_tables.is_divider_row(line))
        assert sum(cell.text.count("甲") for cell in pipe_tables.read(run).cells) == letters


def test_an_empty_cell_between_separators_differs_from_a_bare_pipe() -> None:
    grid = pipe_tables.read(table_lines("松 |\n1 |\n| |\n|\n2 |"))
    assert [(cell.text, cell.column) for cell in grid.cells] == [
        ("松", 0),
        ("1", 0),
        ("", 1),
        ("", 0),
        ("2", 0),
    ]


def test_a_blank_cell_after_a_filled_row_is_dropped() -> None:
    grid = pipe_tables.read(table_lines("| 松 | 3 | 4 |\n| 樟 | 6 | 7 |\n| 柏 | 1 | 2 | |\n| 杨 | | 5 | |"))
    assert row_texts(grid) == [["松", "3", "4"], ["樟", "6", "7"], ["柏", "1", "2"], ["杨", "", "5", ""]]


def test_rows_with_equally_many_bars_keep_the_columns_of_merged_cells() -> None:
    lines = table_lines("| 树种 || 株数 |\n|| 栽种 | 砍伐 |\n| 松 | 12 | 3 |\n| 柏 || 0 |")
    grid = pipe_tables.read(lines)
    assert grid.kind is GridKind.FLAT
    assert row_texts(grid) == [["树种", "", "株数"], ["", "栽种", "砍伐"], ["松", "12", "3"], ["柏", "", "0"]]


def test_rows_of_which_none_begins_with_a_merged_cell_are_a_stream() -> None:
    lines = table_lines("| 树种 | 株数 ||\n| 松 | 12 | 3 |\n| 柏 | 0 ||")
    assert pipe_tables.read(lines).kind is GridKind.STREAM
