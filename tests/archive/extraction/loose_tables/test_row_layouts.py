"""Values of tables without grid are assigned by the names of columns, in whatever order those are printed."""

from __future__ import annotations

import pytest

from archive.forms import figure_keys, form
from archive.model import State
from tests.archive.extraction.loose_tables.printed_text import (
    HEADER,
    distinct_values,
    numbers,
    printed_tables,
    read_figures,
    report_blocks,
)

REQUEST_COLUMNS = [column.key for column in form("2021").table("requests").rows[0].columns]
NUMBERS = ["3", "0", "0", "0", "0", "0", "3"]


def _with_header(*lines: str) -> list[str]:
    rows = printed_tables("2021", distinct_values("2021"))["requests"]
    return [*lines, *(" ".join(row) for row in rows[3:])]


@pytest.mark.parametrize(
    ("header", "order"),
    [
        (["自然人 法人或其他组织 总计", "科研机构 商业企业 社会公益组织 法律服务机构 其他"], "0213456"),
        (["总计 自然人 法人或其他组织", "商业企业 科研机构 社会公益组织 法律服务机构 其他"], "6012345"),
        (
            [
                "自然人",
                "法人或其他组织",
                "总计",
                "商业企业",
                "社会公益组织",
                "科研机构",
                "法律服务机构",
                "其他",
            ],
            "0132456",
        ),
        (["办理情况 总计 其他 法律服务机构 社会公益组织 科研机构 商业企业 自然人"], "6543210"),
    ],
)
def test_a_complete_header_in_another_order_is_followed(header: list[str], order: str) -> None:
    values = list(distinct_values("2021").values())[10:17]
    figures = read_figures(report_blocks({"requests": _with_header(*header)}))
    read = [figures["requests", "new_requests", key].number for key in REQUEST_COLUMNS]
    assert [read[int(place)] for place in order] == list(map(int, values))


@pytest.mark.parametrize(
    "header",
    [
        ["自然 法人或其他组织 总", "人 科研 商业企 社会公 法律服 其 计", "机构 业 益组织 务机构 他"],
        ["甲类 乙类 丙类 自然人 总计"],
        ["自然人 总计", "科研机构 商业企业 社会公益组织 法律服务机构 其他"],
        ["办理情况 自然人 商业企业 科研机构 社会公益组织 其他 法律服务机构 上年总计 总计"],
    ],
)
def test_values_below_a_header_in_another_order_are_not_read(header: list[str]) -> None:
    figures = read_figures(report_blocks({"requests": _with_header(*header)}))
    assert not numbers(figures)


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


def test_columns_of_table_two_in_another_order_are_read_by_their_names() -> None:
    lines = [
        "信息内容 现行有效件数 本年制发件数 本年废止件数", "规章 1 2 3", "行政规范性文件 4 5 6",
        "信息内容 本年处理决定数量", "行政许可 7", "行政处罚 8",
    ]  # fmt: skip
    read = numbers(read_figures(report_blocks({"disclosure": lines})))
    assert read["disclosure", "rules", "in_force"] == "1"
    assert read["disclosure", "normative_documents", "repealed"] == "6"
    assert read["disclosure", "penalties", "decisions"] == "8"


def test_columns_of_table_two_of_which_one_is_missing_are_not_read() -> None:
    lines = ["信息内容 现行有效件数 本年制发件数", "规章 1 2 3", "行政规范性文件 4 5 6", "行政许可 7"]
    read = numbers(read_figures(report_blocks({"disclosure": lines})))
    assert not {row for _, row, _ in read} & {"rules", "normative_documents"}


def test_suits_of_table_four_in_another_order_are_read_by_their_names() -> None:
    rows = printed_tables("2021", distinct_values("2021"))["challenges"]
    rows[1][-2:] = ["复议后起诉", "未经复议直接起诉"]
    read = numbers(read_figures(report_blocks({"challenges": [" ".join(row) for row in rows]})))
    own = [key[1] for key, value in sorted(read.items(), key=lambda item: rows[3].index(item[1]))]
    assert own == ["review"] * 5 + ["suit_after_review"] * 5 + ["direct_suit"] * 5


@pytest.mark.parametrize(
    ("line", "text", "other"),
    [(1, "复议后起诉", "复议后"), (2, "结果维持", "结果"), (0, "行政诉讼", "复议后起诉")],
)
def test_table_four_with_a_reordered_header_that_is_not_complete_is_not_read(
    line: int, text: str, other: str
) -> None:
    rows = printed_tables("2021", distinct_values("2021"))["challenges"]
    rows[1][-2:] = ["复议后起诉", "未经复议直接起诉"]
    rows[line][rows[line].index(text)] = other
    figures = read_figures(report_blocks({"challenges": [" ".join(row) for row in rows]}))
    assert not numbers(figures)


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


@pytest.mark.parametrize("way", ["{}：{}", "{}:\n{}", "{}\n{}", "{}\t{}"])
def test_values_next_to_the_names_of_their_columns_are_read(way: str) -> None:
    values = distinct_values("2021")
    lines: dict[str, list[str]] = {"disclosure": [], "requests": [], "challenges": []}
    label = ""
    for (table, row, column), value in reversed(values.items()):
        form_row = form("2021").table(table).rows_by_key[row]
        name = next(part.term.zh for part in form_row.columns if part.key == column)
        if label != form_row.term.zh:
            label = form_row.term.zh
            lines[table].append(label)
        lines[table] += way.format(name, value).split("\n")
    assert numbers(read_figures(report_blocks(lines))) == values


@pytest.mark.parametrize("lost", ["自然人：3", "3.其他", "其他：0", "总计：3"])
def test_a_name_that_is_lost_moves_no_value(lost: str) -> None:
    pairs = [f"{name}：{value}" for name, value in zip(HEADER, NUMBERS, strict=True)]
    lines = ["2.重复申请", *pairs, "3.要求提供公开出版物", *pairs, "4.无正当理由大量反复申请", *pairs]
    lines.remove(lost) if lost in lines else lines.remove("3.要求提供公开出版物")
    read = numbers(read_figures(report_blocks({"requests": lines})))
    assert {value for (_, _, column), value in read.items() if column in ("natural_person", "total")} <= {"3"}
    assert {value for (_, _, column), value in read.items() if column not in ("natural_person", "total")} <= {
        "0"
    }


def test_a_blank_value_next_to_its_name_is_blank() -> None:
    pairs = [f"{name}：{value}" for name, value in zip(HEADER, NUMBERS, strict=True)]
    pairs[2] = "科研机构："
    lines = ["2.重复申请", *pairs, "3.要求提供公开出版物", *pairs, "4.无正当理由大量反复申请", *pairs]
    figures = read_figures(report_blocks({"requests": lines}))
    assert figures["requests", "dismissed_duplicate", "research_institution"].state is State.BLANK
    assert figures["requests", "dismissed_duplicate", "total"].number == 3


ORGANISATIONS = ["social_organization", "business", "other_organization", "legal_service"]


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


def test_results_of_table_four_in_two_orders_are_not_read() -> None:
    rows = printed_tables("2021", distinct_values("2021"))["challenges"]
    rows[2][0], rows[2][1] = rows[2][1], rows[2][0]
    figures = read_figures(report_blocks({"challenges": [" ".join(row) for row in rows]}))
    assert not numbers(figures)
