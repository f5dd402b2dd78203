from __future__ import annotations

from decimal import Decimal

import pytest

from archive.checks import catalog
from archive.checks.prose import prose_findings, stated_counts
from archive.checks.prose_rules import prose_rules
from archive.model import Figure, Finding, Result, Severity, State


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("全年共收到政府信息公开申请3件，均已答复。", [3]),
        ("2022年全年收到依申请公开申请信息 12 件；", [12]),
        ("全年受理政府信息公开申请 1,204 件。", [1204]),
        ("本年度收到政府信息公开申请一件。", [1]),
        ("全年共收到二十三件政府信息公开申请。", [23]),
        ("我局共收到依申请公开0件。", [0]),
        ("本年度我局未收到政府信息公开申请。", [0]),
        ("没有接到政府信息公开申请，全年处理群众来信6件。", [0]),
        ("全年收到人大代表建议4件，受理12345热线咨询1914件。", []),
        ("主动公开信息479条，公众号推送379条。", []),
        ("收到政府信息公开申请１２件。", [12]),
        ("共收到政府信息公开申请约30件。", []),
        ("共收到政府信息公开申请1200余件。", []),
        ("未发生因政府信息公开工作被申请行政复议、提起行政诉讼的情况。", []),
        # Of some requests, or of what comes with them.
        ("收到政府信息公开申请补正材料3份。", []),
        ("收到政府信息公开申请人来电10个。", []),
        ("收到撤回政府信息公开申请2件。", []),
        ("收到公民提出的政府信息公开申请5件，企业提出的2件。", []),
        ("收到网络提交的政府信息公开申请3件，信函提交的4件。", []),
        ("未收到信息公开补正申请。", []),
        ("县属各学校未收到政府信息公开申请。", []),
        ("各镇共收到政府信息公开申请91件。", []),
        ("共收到公民、法人和其他组织政府信息公开申请9件。", [9]),
        ("收到政府信息公开申请总数为7件。", [7]),
        ("收到政府信息公开申请（含上年结转）8件。", [8]),
    ],
)
def test_counts_of_new_requests_are_read_from_the_prose(text: str, counts: list[int]) -> None:
    assert stated_counts("P_NEW", {"overview": text}) == counts


def prose_results(
    text: str, new: int, carried: int = 0, other: str = "未收取信息处理费。"
) -> dict[str, Finding]:
    figures = {
        ("requests", row, "total"): Figure(
            "requests", row, "total", State.REPORTED, str(count), Decimal(count)
        )
        for row, count in (("new_requests", new), ("carried_over", carried))
    }
    sections = {"overview": text, "other_matters": other}
    return {figure.id: figure for figure in prose_findings(sections, figures, 2022)}


def test_the_stated_new_requests_may_include_those_carried_over() -> None:
    text = "全年共收到政府信息公开申请5件。"
    assert prose_results(text, 5)["P_NEW"].result is Result.PASS
    assert prose_results(text, 3, carried=2)["P_NEW"].result is Result.PASS
    wrong = prose_results(text, 3)["P_NEW"]
    assert (wrong.result, wrong.severity, wrong.delta) == (Result.FAIL, Severity.WARNING, Decimal(2))


def test_several_different_numbers_give_only_a_note() -> None:
    text = "市本级收到政府信息公开申请5件。各县收到政府信息公开申请40件。"
    assert prose_results(text, 40)["P_NEW"].result is Result.PASS
    assert (prose_results(text, 7)["P_NEW"].result, prose_results(text, 7)["P_NEW"].severity) == (
        Result.FAIL,
        Severity.NOTE,
    )


def test_prose_without_a_count_has_no_finding() -> None:
    assert "P_NEW" not in prose_results("进一步完善制度。", 3)


def test_the_fee_must_be_stated() -> None:
    assert prose_results("", 0)["S6_FEE_STATED"].result is Result.PASS
    assert prose_results("", 0, other="无。")["S6_FEE_STATED"].result is Result.FAIL


OTHERS = {
    "P_ZERO": ("本年度未收到政府信息公开申请。", [0]),
    "P_DONE": ("全年新收政府信息公开申请12件，上年结转2件，已办结13件，其中予以公开答复5件。", [13]),
    "P_REVIEW": ("全年发生因政府信息公开引起的行政复议3件、行政诉讼2件。", [3]),
    "P_SUIT": ("全年发生因政府信息公开引起的行政复议3件、行政诉讼2件。", [2]),
    "P_NORM": ("全年制发行政规范性文件4件，废止1件，现行有效三十二件。", [4, 1, 32]),
}


@pytest.mark.parametrize("check", OTHERS)
def test_other_counts_are_read_from_the_prose(check: str) -> None:
    text, counts = OTHERS[check]
    assert stated_counts(check, {"overview": text}) == counts


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("新收政府信息公开申请5件，结转下年度继续办理1件。", [1]),
        ("新收政府信息公开申请5件，没有结转下年度办理的申请。", [0]),
        ("上年结转政府信息公开申请2件。", [2]),
        ("结转下一年度继续办理申请 ３ 件。", [3]),
    ],
)
def test_requests_carried_over_or_forward_are_read_from_the_prose(text: str, counts: list[int]) -> None:
    assert stated_counts("P_CARRY", {"overview": text}) == counts


# Phrases from real reports: each has a number that is not a figure of the tables.
@pytest.mark.parametrize(
    "text",
    [
        "处理群众来信6件，答复网民留言45件。",
        "受理12345便民服务平台各类咨询反映1914件，均有效回复。",
        "承办人大、政协代表建议4件，办理结果在网站公开。",
        "全年办理行政复议案件120件，行政应诉案件31件。",
        "因政府信息公开引起的行政复议、行政诉讼中被纠正的没有。",
        "认定初级职称133人，收取评审费用每人100元，共收取17,350.00元。",
        "列出任务12项，年底前全部办结。",
        "审核规范性文件30件。",
        "信息处理费（单位：万元）见附表。",
    ],
)
def test_numbers_of_other_matters_are_ignored(text: str) -> None:
    for rule in prose_rules().rules:
        assert stated_counts(rule.id, {"overview": text, "other_matters": text}) == [], rule.id
    assert "P_FEE" not in prose_results(text, 0, other="")


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("未收取任何政府信息公开处理费。", 0),
        ("全年收取政府信息公开信息处理费 0 元。", 0),
        ("收取信息处理费1，200元。", 1200),
        ("收取信息处理费0.04万元。", 400),
        ("收取信息处理费４００元。", 400),
        ("收取信息处理费共计四百元。", 400),
        ("收取信息处理费一千二百三十元。", 1230),
        ("收取信息处理费一万元。", 10000),
        ("收取信息处理费零元。", 0),
        ("本年度没有产生信息公开处理费。", 0),
    ],
)
def test_the_fee_is_read_from_the_prose(text: str, amount: int) -> None:
    finding = prose_results("", 0, other=text)["P_FEE"]
    assert (finding.result, finding.left) == (Result.PASS, Decimal(amount))


def test_two_different_fees_fail() -> None:
    finding = prose_results("收取信息处理费400元。", 0)["P_FEE"]
    assert (finding.result, finding.detail) == (Result.FAIL, "正文：400元、0元")


def test_counts_by_channel_may_be_added_up() -> None:
    text = "通过网站收到政府信息公开申请3件。通过邮寄收到政府信息公开申请36件。"
    assert prose_results(text, 39)["P_NEW"].result is Result.PASS
    assert prose_results(text, 38)["P_NEW"].result is Result.FAIL


def test_a_count_of_the_whole_region_gives_only_a_note() -> None:
    finding = prose_results("全市收到政府信息公开申请50件。", 7)["P_NEW"]
    assert (finding.result, finding.severity) == (Result.FAIL, Severity.NOTE)


def test_prose_without_requests_contradicts_a_table_with_some() -> None:
    assert prose_results("本年度未收到政府信息公开申请。", 2)["P_ZERO"].result is Result.FAIL


def test_every_prose_rule_is_in_the_catalogue() -> None:
    assert {rule.id for rule in prose_rules().rules} | {"P_FEE"} <= set(catalog())


# Each denies or counts something else than all requests of the year; the table has 6.
@pytest.mark.parametrize(
    "text",
    [
        "全年收到申请6件。全年未发生因依申请公开被行政复议纠错或行政诉讼败诉情形。",
        "未收到因政府信息公开申请引发的行政复议、行政诉讼。",
        "未发生依申请公开行政复议和行政诉讼。",
        "未收到政府信息公开行政复议申请。",
        "未收到涉及政府信息公开申请的举报、投诉。",
        "没有接到依申请公开方面的咨询。",
        "未收到政府信息公开申请费用，信息处理费为零。",
        "未收到通过传真提出的政府信息公开申请。",
        "未收到涉及国家秘密的政府信息公开申请。",
        "未收到重复的政府信息公开申请。",
        "上年未收到政府信息公开申请。",
        "2021年未收到政府信息公开申请，2022年有所增加。",
        "全年收到政府信息公开申请6件，其中，未收到法人提出的政府信息公开申请。",
        "共收到政府信息公开申请6件。按渠道看，未收到任何书面政府信息公开申请。",
        "收到依申请公开行政复议申请2件。",
        "收到政府信息公开申请方面的咨询12件。",
        "去年收到政府信息公开申请10件。",
        "2021年收到政府信息公开申请10件。",
        "收到政府信息公开申请同比增加3件。",
        "收到群众来信9件和政府信息公开申请若干。",
        "受理依申请公开平台建设项目3个。",
        "其中收到自然人政府信息公开申请4件。",
        "未发生政府信息公开申请超期未答复的情况。",
        "没有收到补正后仍不明确的政府信息公开申请。",
        "未收到第三方不同意公开的政府信息公开申请意见。",
        "没有收到来自境外的政府信息公开申请。",
        "没有收到同一申请人反复提交的政府信息公开申请。",
        "下半年未收到政府信息公开申请。",
        "截至2022年6月，未收到政府信息公开申请。",
        "自11月以来未收到政府信息公开申请。",
        "所属事业单位未收到政府信息公开申请。",
        "各科室未收到政府信息公开申请。",
    ],
)
def test_statements_about_other_matters_do_not_contradict_the_requests(text: str) -> None:
    findings = prose_results(text, 6)
    assert [
        check for check in ("P_NEW", "P_ZERO") if check in findings and findings[check].result is Result.FAIL
    ] == []


@pytest.mark.parametrize(
    "text",
    [
        "2022年，我局未收到政府信息公开申请。",
        "未收到政府信息公开申请，未发生行政复议、行政诉讼。",
        "本年度没有收到公民、法人或者其他组织的政府信息公开申请。",
        "与上年相比，未收到政府信息公开申请。",
        "未收到政府信息公开申请和相关投诉。",
        "截至2022年12月31日，未收到政府信息公开申请。",
        "全年未收到任何形式的政府信息公开申请。",
        "本年度无收到依申请公开事项。",
    ],
)
def test_a_denial_of_all_requests_contradicts_a_table_with_some(text: str) -> None:
    findings = prose_results(text, 6)
    assert (findings["P_ZERO"].result, findings["P_NEW"].result) == (Result.FAIL, Result.FAIL)


@pytest.mark.parametrize(
    "text",
    [
        "与去年相比，收到政府信息公开申请5件。",
        "2022年共收到政府信息公开申请5件，比上年增加2件。",
        "2021年结转1件，2022年收到政府信息公开申请5件。",
        "共收到5件政府信息公开申请，其中网上收到3件。",
    ],
)
def test_a_count_beside_other_counts_is_compared(text: str) -> None:
    assert prose_results(text, 6)["P_NEW"].result is Result.FAIL
    assert prose_results(text, 5)["P_NEW"].result is Result.PASS
