from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.extraction import split_sections
from archive.extraction.loose_tables import gather_loose_tables
from archive.forms import figure_keys, form
from archive.model import Cell, Grid, GridKind, Paragraph, State
from tests.archive.extraction.loose_tables.printed_text import (
    HEADER,
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


def _with_header(*lines: str) -> list[str]:
    rows = printed_tables("2021", distinct_values("2021"))["requests"]
    return [*lines, *(" ".join(row) for row in rows[3:])]


@pytest.mark.parametrize(
    "header",
    [
        ["总计 自然人", "商业企业 科研机构 社会公益组织 法律服务机构 其他"],
        ["自然人 法人或其他组织 总计", "科研机构 商业企业 科研机构 法律服务机构 其他"],
        ["自然 法人或其他组织 总", "人 科研 商业企 社会公 法律服 其 计", "机构 业 益组织 务机构 他"],
        ["甲类 乙类 丙类 自然人 总计"],
        ["自然人 个体户 总计 商业企业 科研机构 社会公益组织 法律服务机构 其他"],
    ],
)
def test_values_below_a_header_whose_order_is_not_clear_are_not_read(header: list[str]) -> None:
    figures = read_figures(report_blocks({"requests": _with_header(*header)}))
    assert not numbers(figures)


ORGANISATIONS = ["social_organization", "business", "other_organization", "legal_service"]


@pytest.mark.parametrize(
    ("header", "keys"),
    [
        (
            ["自然人 法人或其他组织 总计", "社会公益组织 商业企业 其他 法律服务机构 科研机构"],
            ["natural_person", *ORGANISATIONS, "research_institution", "total"],
        ),
        (
            ["总计 法人或其他组织 自然人", "社会公益组织 商业企业 其他 法律服务机构 科研机构"],
            ["total", *ORGANISATIONS, "research_institution", "natural_person"],
        ),
        (
            [
                "法人或其他组织",
                "自然人",
                "总计",
                "社会公益组织",
                "商业企业",
                "其他",
                "法律服务机构",
                "科研机构",
            ],
            [*ORGANISATIONS, "research_institution", "natural_person", "total"],
        ),
        (
            ["办理情况 自然人 总计 社会公益组织 商业企业 其他 法律服务机构 科研机构"],
            ["natural_person", "total", *ORGANISATIONS, "research_institution"],
        ),
    ],
)
def test_values_below_known_names_in_another_order_are_read_by_the_names(
    header: list[str], keys: list[str]
) -> None:
    read = numbers(read_figures(report_blocks({"requests": _with_header(*header)})))
    printed = distinct_values("2021")
    columns = [column.key for column in form("2021").table("requests").rows[0].columns]
    assert read == {
        (table, row, keys[columns.index(column)]): value
        for (table, row, column), value in printed.items()
        if table == "requests"
    }


@pytest.mark.parametrize(
    "header",
    [
        [" ".join(HEADER)],
        ["自然 法人或其他组织", "人 商业企 科研 社会公 法律服 其 总计", "业 机构 益组织 务机构 他"],
        [],
    ],
)
def test_values_below_a_header_in_the_order_of_the_form_are_read(header: list[str]) -> None:
    figures = read_figures(report_blocks({"requests": _with_header(*header)}))
    assert len(numbers(figures)) == sum(key[0] == "requests" for key in figure_keys("2021"))


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("现行有效件数 本年制发件数 本年废止件数", ["2", "3", "1"]),
        ("现行有效件数 本年制发件数 本年制发件数", []),
    ],
)
def test_columns_of_table_two_in_another_order_are_read_by_their_names(
    header: str, expected: list[str]
) -> None:
    lines = [
        f"信息内容 {header}", "规章 1 2 3", "行政规范性文件 4 5 6",
        "信息内容 本年处理决定数量", "行政许可 7", "行政处罚 8",
    ]  # fmt: skip
    read = numbers(read_figures(report_blocks({"disclosure": lines})))
    keys = [("disclosure", "rules", column) for column in ("issued", "repealed", "in_force")]
    assert [read[key] for key in keys if key in read] == expected


def test_suits_of_table_four_in_another_order_are_read_by_their_names() -> None:
    rows = printed_tables("2021", distinct_values("2021"))["challenges"]
    rows[1][-2:] = ["复议后起诉", "未经复议直接起诉"]
    read = numbers(read_figures(report_blocks({"challenges": [" ".join(row) for row in rows]})))
    assert [read["challenges", "suit_after_review", key] for key in ("upheld", "total")] == [
        rows[-1][5],
        rows[-1][9],
    ]


def test_results_of_table_four_in_two_orders_are_not_read() -> None:
    rows = printed_tables("2021", distinct_values("2021"))["challenges"]
    rows[2][0], rows[2][1] = rows[2][1], rows[2][0]
    figures = read_figures(report_blocks({"challenges": [" ".join(row) for row in rows]}))
    assert not numbers(figures)


def test_the_header_of_three_rows_of_table_four_is_printed_once() -> None:
    values = [text for key, text in distinct_values("2021").items() if key[0] == "challenges"]
    lines = [
        "类型 总计 结果维持 结果纠正 其他结果 尚未审结",
        *(
            " ".join([label, *values[start : start + 5]])
            for label, start in (
                ("行政诉讼（复议后起诉）", 0),
                ("行政复议", 5),
                ("行政诉讼（未经复议直接起诉）", 10),
            )
        ),
    ]
    read = numbers(read_figures(report_blocks({"challenges": lines})))
    assert read["challenges", "suit_after_review", "total"] == values[0]
    assert read["challenges", "direct_suit", "pending"] == values[14]
    assert len(read) == len(values)


def test_a_number_alone_in_prose_is_no_value() -> None:
    blocks = [Paragraph("三、收到和处理政府信息公开申请情况"), Paragraph("3"), Paragraph("重复申请")]
    assert list(gather_loose_tables(blocks)) == blocks


JOINED_HEADER = [
    "行政复议 行政诉讼",
    "未经复议直接起诉 复议后起诉",
    "结果维结果纠其他结尚未审总",
    "结果维结果纠其他结尚未审总结果维结果纠其他结尚未审总",
    "持 正 果 结 计",
    "持 正 果 结 计 持 正 果 结 计",
]


def test_names_of_columns_that_are_broken_and_joined_confirm_the_order() -> None:
    values = distinct_values("2021")
    row = " ".join(printed_tables("2021", values)["challenges"][-1])
    read = numbers(read_figures(report_blocks({"challenges": [*JOINED_HEADER, row]})))
    assert read == {key: value for key, value in values.items() if key[0] == "challenges"}


@pytest.mark.parametrize(
    ("old", "new"),
    [("结果维结果纠", "结果纠结果维"), ("尚未审总", "总尚未审"), ("其他结", "其他缘由结")],
)
def test_joined_names_in_another_order_or_with_other_words_are_not_read(old: str, new: str) -> None:
    header = [line.replace(old, new) for line in JOINED_HEADER]
    row = " ".join(printed_tables("2021", distinct_values("2021"))["challenges"][-1])
    assert not numbers(read_figures(report_blocks({"challenges": [*header, row]})))


@pytest.mark.parametrize("mark", ["：", "", "-"])
def test_labels_after_those_of_their_groups_are_those_of_their_rows(mark: str) -> None:
    lines = [f"（三）不予公开{mark}1.属于国家秘密", *NUMBERS, f"（五）不予处理{mark}2.重复申请", *NUMBERS]
    read = numbers(
        read_figures(report_blocks({"requests": ["二、上年结转政府信息公开申请数量", *NUMBERS, *lines]}))
    )
    assert {row for _, row, _ in read} == {"carried_over", "denied_state_secret", "dismissed_duplicate"}


RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


@pytest.mark.parametrize("way", ["one cell a line", "bars", "columns of blanks"])
def test_table_4_in_three_tables_below_the_names_of_its_rows_is_read(way: str) -> None:
    values = list(distinct_values("2021").items())[-15:]
    names = ["行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）"]
    lines: list[str] = []
    for place, name in enumerate(names):
        own = [text for _, text in values[place * 5 : place * 5 + 5]]
        lines += [name, *WAYS[way](RESULTS), *WAYS[way](own)]
    assert numbers(read_figures(report_blocks({"challenges": lines}))) == dict(values)


def test_table_4_in_three_tables_is_read_by_the_names_of_its_results() -> None:
    names = ["行政复议", "未经复议直接起诉", "复议后起诉"]
    lines = [text for name in names for text in (name, *RESULTS[::-1], "10", "4", "3", "2", "1")]
    read = numbers(read_figures(report_blocks({"challenges": lines})))
    for row in ("review", "direct_suit", "suit_after_review"):
        assert [read["challenges", row, key] for key in ("upheld", "pending", "total")] == ["1", "4", "10"]


def test_table_4_in_three_tables_with_a_result_twice_has_no_figures() -> None:
    names = ["行政复议", "未经复议直接起诉", "复议后起诉"]
    results = [*RESULTS[:3], RESULTS[2], RESULTS[4]]
    lines = [text for name in names for text in (name, *results, "1", "2", "3", "4", "10")]
    assert numbers(read_figures(report_blocks({"challenges": lines}))) == {}
