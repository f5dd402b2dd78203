from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.extraction import split_sections
from archive.extraction.loose_tables import gather_loose_tables
from archive.model import Cell, Grid, GridKind, Paragraph, State
from tests.archive.extraction.loose_tables.printed_text import (
    broken_in_two,
    distinct_values,
    numbers,
    printed_tables,
    read_figures,
    report_blocks,
)

Print = Callable[[list[str]], list[str]]
NUMBERS = ["3", "0", "0", "0", "0", "0", "3"]

WAYS: dict[str, Print] = {
    "one cell a line": lambda row: row,
    "blank lines between cells": lambda row: [text for cell in row for text in (cell, "")],
    "tabs": lambda row: ["\t".join(row)],
    "bars": lambda row: ["| ".join(row)],
    "bars around a row": lambda row: [f"| {' | '.join(row)} |"],
    "blanks": lambda row: [" ".join(row)],
    "wide blanks": lambda row: ["　".join(row)],
    "columns of blanks": lambda row: ["     ".join(row)],
    "rules between rows": lambda row: ["+------+------+", f"| {' | '.join(row)} |"],
    "labels broken over lines": lambda row: [piece for cell in row for piece in broken_in_two(cell) if piece],
}


@pytest.mark.parametrize("form_id", ["2019", "2021"])
@pytest.mark.parametrize("way", WAYS)
def test_a_table_is_read_however_it_is_printed(way: str, form_id: str) -> None:
    values = distinct_values(form_id)
    tables = {
        key: [line for row in rows for line in WAYS[way](row)]
        for key, rows in printed_tables(form_id, values).items()
    }
    assert numbers(read_figures(report_blocks(tables), form_id)) == values


def test_labels_without_their_ordinals_are_read() -> None:
    lines = ["本年新收政府信息公开申请数量", *NUMBERS, "予以公开", *NUMBERS, "重复申请", *NUMBERS]
    read = numbers(read_figures(report_blocks({"requests": lines})))
    assert {row for _, row, _ in read} == {"new_requests", "granted", "dismissed_duplicate"}


def test_text_before_and_after_the_table_stays_in_its_section() -> None:
    rows = printed_tables("2021", distinct_values("2021"))["requests"]
    lines = ["全年的情况如下。", *(" ".join(row) for row in rows), "注：数据由各科室报送。"]
    layout = split_sections(gather_loose_tables(report_blocks({"requests": lines})))
    assert layout.texts["requests"] == ("全年的情况如下。", "注：数据由各科室报送。")


def test_a_sentence_inside_the_table_is_kept_and_the_rows_around_it_are_read() -> None:
    values = distinct_values("2021")
    rows = [" ".join(row) for row in printed_tables("2021", values)["requests"]]
    blocks = report_blocks({"requests": [*rows[:9], "表中的数据截至年底。", *rows[9:]]})
    assert split_sections(gather_loose_tables(blocks)).texts["requests"] == ("表中的数据截至年底。",)
    assert numbers(read_figures(blocks)) == {k: v for k, v in values.items() if k[0] == "requests"}


def test_every_cell_of_the_lines_is_a_cell_of_the_grid() -> None:
    rows = printed_tables("2021", distinct_values("2021"))["disclosure"]
    blocks = report_blocks({"disclosure": [cell for row in rows for cell in row]})
    [grid] = [block for block in gather_loose_tables(blocks) if isinstance(block, Grid)]
    assert [cell.text for cell in grid.cells] == [cell for row in rows for cell in row]
    assert grid.kind is GridKind.STREAM


def test_a_section_with_a_table_of_its_own_is_left_alone() -> None:
    lines = ["规章 1 2 3", "行政规范性文件 4 5 6", "行政许可 7", "行政处罚 8"]
    table = Grid(
        GridKind.SPANS, (Cell("规章", 0, 0), Cell("0", 0, 1), Cell("行政许可", 1, 0), Cell("0", 1, 1))
    )
    blocks = [*report_blocks({"disclosure": lines}), table]
    assert gather_loose_tables(blocks) == blocks


def test_prose_that_names_labels_is_no_table() -> None:
    prose = ["规章 0 件", "行政许可和行政处罚的信息按时公开。", "行政强制：无"]
    blocks = report_blocks({"disclosure": prose})
    assert list(gather_loose_tables(blocks)) == blocks


def test_a_label_on_both_sides_of_its_values_is_mended() -> None:
    lines = [
        "一、本年新收政府信息公开申请数量 " + " ".join(NUMBERS),
        "2.重复申请 " + " ".join(NUMBERS),
        "5.要求行政机关确认或",
        " ".join(NUMBERS),
        "重新出具已获取信息",
        "（六）其 2.申请人逾期未按收费通知要求缴纳费",
        "他处理 用、行政机关不再处理其政府信息公开申 " + " ".join(NUMBERS),
        "请",
    ]
    read = numbers(read_figures(report_blocks({"requests": lines})))
    rows = {row for _, row, _ in read}
    assert rows == {"new_requests", "dismissed_duplicate", "dismissed_confirmation", "closed_fee_unpaid"}


@pytest.mark.parametrize("damage", ["lost", "doubled", "unreadable"])
@pytest.mark.parametrize("place", range(7))
def test_a_row_with_a_value_too_few_or_too_many_has_no_figure(damage: str, place: int) -> None:
    values = distinct_values("2021")
    rows = printed_tables("2021", values)["requests"]
    [row] = [row for row in rows if "2.重复申请" in row]
    at = len(row) - 7 + place
    row[at : at + 1] = {"lost": [], "doubled": [row[at]] * 2, "unreadable": ["见附件"]}[damage]
    figures = read_figures(report_blocks({"requests": [cell for row in rows for cell in row]}))
    for key, figure in figures.items():
        if figure.number is not None:
            assert key[1] != "dismissed_duplicate"
            assert str(figure.number) == values[key]


@pytest.mark.parametrize("count", [13, 14, 16, 17])
def test_a_row_of_table_four_with_another_number_of_values_is_not_read(count: int) -> None:
    rows = printed_tables("2021", distinct_values("2021"))["challenges"]
    rows[-1] = ["1"] * count
    figures = read_figures(report_blocks({"challenges": [cell for row in rows for cell in row]}))
    states = {figure.state for key, figure in figures.items() if key[0] == "challenges"}
    assert states <= {State.UNCERTAIN, State.ABSENT}


def test_a_number_alone_in_prose_is_no_value() -> None:
    blocks = [Paragraph("三、收到和处理政府信息公开申请情况"), Paragraph("3"), Paragraph("重复申请")]
    assert list(gather_loose_tables(blocks)) == blocks


@pytest.mark.parametrize("mark", ["：", "", "-"])
def test_labels_after_those_of_their_groups_are_those_of_their_rows(mark: str) -> None:
    lines = [f"（三）不予公开{mark}1.属于国家秘密", *NUMBERS, f"（五）不予处理{mark}2.重复申请", *NUMBERS]
    read = numbers(
        read_figures(report_blocks({"requests": ["二、上年结转政府信息公开申请数量", *NUMBERS, *lines]}))
    )
    assert {row for _, row, _ in read} == {"carried_over", "denied_state_secret", "dismissed_duplicate"}


@pytest.mark.parametrize("caption", ["2020年统计数据（上年，供对比）", "所属事业单位统计数据"])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_line_between_two_tables_says_whose_the_second_one_is(caption: str, is_first: bool) -> None:
    values = distinct_values("2021")
    own = [" ".join(row) for row in printed_tables("2021", values)["challenges"]]
    other = [*own[:-1], " ".join(["7"] * 15)]
    parts = [[caption, *other], ["2021年统计数据", *own]]
    lines = [line for part in (parts if is_first else parts[::-1]) for line in part]
    blocks = report_blocks({"challenges": lines})
    read = numbers(read_figures(blocks))
    assert read == {key: value for key, value in values.items() if key[0] == "challenges"}
