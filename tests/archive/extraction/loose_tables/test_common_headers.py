"""Headers over several names, whose place shows what is before them and after them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.archive.extraction.loose_tables.printed_text import (
    HEADER,
    RESULTS,
    distinct_values,
    numbers,
    printed_tables,
    read_figures,
    report_blocks,
)

_VALUES = distinct_values("2021")
_TABLES = printed_tables("2021", _VALUES)


def _read_requests(header: Sequence[str]) -> dict[str, str]:
    """Return the first row of table 3 below a header, by column; figures without a number have none."""
    lines = [*header, *(" ".join(row) for row in _TABLES["requests"][3:])]
    figures = read_figures(report_blocks({"requests": lines}))
    return {key[2]: value for key, value in numbers(figures).items() if key[1] == "new_requests"}


_IN_FORM_ORDER = {key[2]: value for key, value in _VALUES.items() if key[1] == "new_requests"}


@pytest.mark.parametrize("separator", [" ", "\t", "\n", "\n\n"])
def test_applicants_printed_after_the_organisations_are_read_where_they_are(separator: str) -> None:
    header = [["法人或其他组织", "自然人", "总计"], HEADER[1:6]]
    read = _read_requests([text for line in header for text in separator.join(line).split("\n")])
    first, *others, total = _IN_FORM_ORDER.values()
    columns = list(_IN_FORM_ORDER)
    assert read == dict(zip([*columns[1:6], columns[0], columns[6]], [first, *others, total], strict=True))


@pytest.mark.parametrize(
    "header",
    [
        ["自然 法人或其他组织", "人 商业企 科研机 社会公 法律服 其他 总计", "业 构 益组织 务机构"],
        ["法人或其他组织", "自然人 商业企 科研机 社会公益 法律服务 其他 总计", "业 构 组织 机构"],
    ],
)
def test_a_name_in_the_middle_of_its_lines_is_in_place_if_a_line_shows_what_follows_it(
    header: Sequence[str],
) -> None:
    assert _read_requests(header) == _IN_FORM_ORDER


def test_a_name_below_the_header_over_the_others_alone_on_its_line_may_be_on_either_side() -> None:
    header = ["法人或其他组织", "自然", "商业企 科研机 社会公 法律服 其他 总计", "人 业 构 益组织 务机构"]
    assert _read_requests(header) == {}


@pytest.mark.parametrize(
    "header",
    [
        ["行政诉讼", "行政复议", "未经复议直接起诉", "复议后起诉"],
        ["行政诉讼 行政复议", "未经复议直接起诉 复议后起诉"],
        ["行政复议", "行政诉讼复议后起诉", "未经复议直接起诉"],
    ],
)
def test_suits_printed_before_reviews_or_in_another_order_are_not_read_in_that_of_the_form(
    header: Sequence[str],
) -> None:
    pieces = [text[:3] for text in RESULTS] * 3
    lines = [
        *header,
        " ".join(pieces),
        *(text[3:] for text in RESULTS if text[3:]),
        *_TABLES["challenges"][-1],
    ]
    assert numbers(read_figures(report_blocks({"challenges": lines}))) == {}


def test_suits_below_their_common_header_on_the_line_of_the_reviews_are_in_place() -> None:
    pieces = [text[:3] for text in RESULTS] * 3
    header = ["行政诉讼", "行政复议 未经复议直接起诉 复议后起诉", " ".join(pieces), "持 正 果 结"]
    lines = [*header, *_TABLES["challenges"][-1]]
    read = numbers(read_figures(report_blocks({"challenges": lines})))
    assert read == {key: value for key, value in _VALUES.items() if key[0] == "challenges"}
