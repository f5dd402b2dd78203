"""Table 4 printed as several tables or rows without a grid."""

from __future__ import annotations

import pytest

from tests.archive.extraction.loose_tables.printed_text import (
    RESULTS,
    distinct_values,
    numbers,
    read_figures,
    report_blocks,
)


@pytest.mark.parametrize("separator", ["\n", "| ", "     "])
def test_table_4_in_three_tables_below_the_names_of_its_rows_is_read(separator: str) -> None:
    values = list(distinct_values("2021").items())[-15:]
    names = ["行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）"]
    lines: list[str] = []
    for place, name in enumerate(names):
        own = [text for _, text in values[place * 5 : place * 5 + 5]]
        lines += [name, *separator.join(RESULTS).split("\n"), *separator.join(own).split("\n")]
    assert numbers(read_figures(report_blocks({"challenges": lines}))) == dict(values)


def test_table_4_in_three_tables_with_results_in_another_order_is_read_by_their_names() -> None:
    names = ["行政复议", "未经复议直接起诉", "复议后起诉"]
    lines = [text for name in names for text in (name, *RESULTS[::-1], "1", "2", "3", "4", "10")]
    read = numbers(read_figures(report_blocks({"challenges": lines})))
    assert [read["challenges", "review", key] for key in ("total", "pending", "upheld")] == ["1", "2", "10"]
    assert len(read) == 15


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
