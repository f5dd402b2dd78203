"""Tables printed column by column, as programs copy the text of a PDF."""

from __future__ import annotations

from itertools import chain

import pytest

from archive.extraction.loose_tables import gather_loose_tables
from archive.forms import FormTable, form
from archive.model import Paragraph
from tests.archive.extraction.loose_tables.printed_text import numbers, read_figures, report_blocks

REQUESTS = form("2021").table("requests")
DISCLOSURE = form("2021").table("disclosure")
RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
UPPER = ["自然 商业企 科研机 法人或其他组织", "社会公益组 法律服务机", "人", "业", "构", "织", "构"]
LOWER = ["其 总计", "他"]


def _request_values(table: FormTable) -> dict[str, list[int]]:
    """Values whose sums hold in rows and columns, all rows different."""
    values: dict[str, list[int]] = {}
    for place, row in enumerate(table.rows):
        parts = [place + 1, place % 3, 0, place % 2, 1, 0]
        values[row.key] = [*parts, sum(parts)]
    results = [row.key for row in table.rows[2:-2]]
    values["processed_total"] = [sum(values[key][column] for key in results) for column in range(7)]
    values["new_requests"] = [
        values["processed_total"][column] + values["carried_forward"][column] - values["carried_over"][column]
        for column in range(7)
    ]
    return values


def _print_requests(values: dict[str, list[int]], pages: int) -> list[str]:
    """The lines of table 3: labels, then five columns row by row, then two; for each page."""
    rows = [(row.term.zh, values[row.key]) for row in REQUESTS.rows]
    size = -(-len(rows) // pages)
    lines: list[str] = []
    for start in range(0, len(rows), size):
        part = rows[start : start + size]
        lines += [label for label, _ in part]
        lines += [*UPPER, *(str(value) for _, row in part for value in row[:5])]
        lines += [*LOWER, *(f"{row[5]} {row[6]}" for _, row in part)]
    return lines


@pytest.mark.parametrize("pages", [1, 2, 3])
def test_table_3_is_read_where_all_sums_hold(pages: int) -> None:
    values = _request_values(REQUESTS)
    read = numbers(read_figures(report_blocks({"requests": _print_requests(values, pages)})))
    expected = {
        ("requests", row.key, column): str(value)
        for row in REQUESTS.rows
        for column, value in zip(row.column_keys, values[row.key], strict=True)
    }
    assert read == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2.重复申请", None),
        ("其 总计", "总计 其"),
        ("自然 商业企 科研机 法人或其他组织", "商业企 自然 科研机 法人或其他组织"),
        ("2.重复申请", "3.要求提供公开出版物"),
        ("0 22", "0 23"),
    ],
)
def test_table_3_with_another_order_or_number_or_sum_is_not_read(old: str, new: str | None) -> None:
    lines = _print_requests(_request_values(REQUESTS), 1)
    place = lines.index(old)
    lines[place : place + 1] = [] if new is None else [new]
    assert not numbers(read_figures(report_blocks({"requests": lines})))


def test_values_of_another_table_between_the_labels_and_the_header_stay_text() -> None:
    lines = _print_requests(_request_values(REQUESTS), 1)
    place = lines.index(UPPER[0])
    blocks = report_blocks({"requests": [*lines[:place], "某个数量（单位：份）", "77", *lines[place:]]})
    texts = [block.text for block in gather_loose_tables(blocks) if isinstance(block, Paragraph)]
    assert {"某个数量（单位：份）", "77"} <= set(texts)
    assert len(numbers(read_figures(blocks))) == 175


DISCLOSURE_LINES = [
    "信息内容", "规章", "行政规范性文件", "信息内容", "行政许可", "信息内容", "行政处罚", "行政强制",
    "本年制发件数", "1", "2", "第二十条第（一）项", "第二十条第（五）项", "本年废止件数", "3", "4",
    "本年处理决定数量", "50", "本年处理决定数量", "60", "70", "现行有效件数", "8", "9",
]  # fmt: skip


def test_table_2_is_read_where_each_column_has_a_value_for_each_row() -> None:
    read = numbers(read_figures(report_blocks({"disclosure": DISCLOSURE_LINES})))
    own = {row: [value for (_, key, _), value in read.items() if key == row] for _, row, _ in read}
    assert own == {
        "rules": ["1", "3", "8"],
        "normative_documents": ["2", "4", "9"],
        "licences": ["50"],
        "penalties": ["60"],
        "coercive_measures": ["70"],
    }


@pytest.mark.parametrize("lost", ["3", "60", "规章", "行政强制", "本年废止件数"])
def test_a_column_of_table_2_with_a_value_too_few_has_no_figures(lost: str) -> None:
    lines = [line for line in DISCLOSURE_LINES if line != lost]
    whole = numbers(read_figures(report_blocks({"disclosure": DISCLOSURE_LINES})))
    read = numbers(read_figures(report_blocks({"disclosure": lines})))
    assert len(read) < len(whole)
    assert read.items() <= whole.items()


CHALLENGES = [
    ("结果维持", "2"), ("行政复议", ""), ("结果纠正 其他结果", "0 1"), ("行政诉讼", ""),
    ("尚未审结 总计 结果维持", "0 3 4"), ("未经复议直接起诉", ""),
    ("结果纠正 其他结果 尚未审结 总计 结果维持", "1 0 0 5 0"), ("复议后起诉", ""),
    ("结果纠正 其他结果", "0 0"), ("尚未审结 总计", "1 1"),
]  # fmt: skip


def _print_challenges(pairs: list[tuple[str, str]]) -> list[str]:
    return list(chain.from_iterable((names, *values.split()) for names, values in pairs))


def test_table_4_is_read_where_names_and_values_alternate_and_the_sums_hold() -> None:
    read = numbers(read_figures(report_blocks({"challenges": _print_challenges(CHALLENGES)})))
    assert list(read.values()) == list("201034100500011"[:15])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("结果维持", "2"), ("结果维持", "1")),
        (("复议后起诉", ""), ("未经复议直接起诉", "")),
        (("结果纠正 其他结果", "0 0"), ("结果纠正 其他结果", "0")),
        (("结果纠正 其他结果", "0 0"), ("结果纠正", "0")),
        (("行政复议", ""), ("复议后起诉", "")),
    ],
)
def test_table_4_with_another_sum_or_a_name_too_few_is_not_read(
    old: tuple[str, str], new: tuple[str, str]
) -> None:
    pairs = [new if pair == old else pair for pair in CHALLENGES]
    assert not numbers(read_figures(report_blocks({"challenges": _print_challenges(pairs)})))
