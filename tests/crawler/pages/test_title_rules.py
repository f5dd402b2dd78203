"""Title rules on printed titles (`title_rules.toml`), each rejected for the expected reason."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.pages.title_rules import is_report_column, score_title

TITLES = tomllib.loads(Path(__file__).with_suffix(".toml").with_stem("title_rules").read_text("utf-8"))
OTHERS = [(reason, title) for reason, titles in TITLES["others"].items() for title in titles]
ARTICLE = "http://www.qinghe.gov.cn/xxgk/nb/202401/t20240110_12.html"
COLUMN = "青禾县水利局 政府信息公开年报"
AGENCIES = TITLES["agencies"]


def test_there_are_at_least_150_titles() -> None:
    every = [*TITLES["reports"], *TITLES["short"], *TITLES["of_year"], *(title for _, title in OTHERS)]
    assert len(every) >= 150


@pytest.mark.parametrize("title", TITLES["reports"])
def test_a_report_is_recognised_by_its_title(title: str) -> None:
    for column in ("", COLUMN):
        verdict = score_title(title, column=column)
        assert verdict.is_report, verdict


@pytest.mark.parametrize(("reason", "title"), OTHERS)
def test_similar_titles_are_rejected_for_the_expected_reason(reason: str, title: str) -> None:
    verdict = score_title(title, ARTICLE)
    refusals = {reason.rpartition("-")[0] for reason in verdict.reasons if "-" in reason}
    assert not verdict.is_report, verdict
    assert refusals == set() if reason == "too_little" else reason in refusals, verdict
    if refusals:
        assert not score_title(title, ARTICLE, COLUMN).is_report


@pytest.mark.parametrize("title", TITLES["short"])
def test_a_short_title_is_a_report_only_in_a_report_column(title: str) -> None:
    assert score_title(title, ARTICLE, COLUMN).is_report
    for elsewhere in ("", "青禾县水利局 通知公告", "青禾县人民政府网站年报", "统计年报"):
        assert not score_title(title, ARTICLE, elsewhere).is_report


@pytest.mark.parametrize("title", TITLES["of_year"])
def test_an_agencys_name_alone_is_a_report_in_a_column_of_one_year(title: str) -> None:
    assert score_title(title, ARTICLE, "政府信息公开年报 2024年").is_report
    assert not score_title(title, "http://www.qinghe.gov.cn/slj/", "政府信息公开年报 2024年").is_report
    assert not score_title(title, ARTICLE, COLUMN).is_report


def test_a_year_that_links_to_a_folder_is_not_a_report() -> None:
    assert not score_title("2023年", "http://www.qinghe.gov.cn/xxgk/nb/2023/", COLUMN).is_report


@pytest.mark.parametrize("agency", AGENCIES)
def test_the_name_of_an_agency_never_changes_a_verdict(agency: str) -> None:
    """The name is tried in place of another agency's, and before a title without one."""
    for title, is_report in [*((t, True) for t in TITLES["reports"]), *((t, False) for _, t in OTHERS)]:
        named = title.replace("青禾县财政局", agency).replace("青禾县水利局", agency)
        assert score_title(named, ARTICLE).is_report is is_report, named
        if title[:1] in "2二政":
            assert score_title(agency + title, ARTICLE).is_report is is_report, agency + title
    for title in TITLES["short"]:
        if title[:1] == "2":
            assert score_title(agency + title, ARTICLE, COLUMN).is_report, agency + title


@given(st.text(max_size=80), st.sampled_from(["", COLUMN]))
def test_any_text_has_a_verdict(title: str, column: str) -> None:
    verdict = score_title(title, ARTICLE, column)
    assert verdict.is_report is (verdict.score >= 7)


def test_a_verdict_lists_its_reasons() -> None:
    assert score_title("《2023年政府信息公开工作年度报告》解读").reasons == (
        "subject+3",
        "report+2",
        "year+2",
        "explanation-10",
    )


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("政府信息公开年报", True),
        ("青禾县水利局：政府信息公开工作年度报告", True),
        ("信息公开年报 2023年", True),
        ("政府信息公开", False),
        ("政府网站工作年度报表", False),
        ("", False),
    ],
)
def test_a_report_column_is_recognised_by_its_name(name: str, holds: bool) -> None:
    assert is_report_column(name) is holds
