"""Choices that several lists offer: when one visit in the browser is enough for all of them."""

from __future__ import annotations

from crawler.frontier.choice_walks import ChoiceWalks
from crawler.frontier.position import PagePosition
from crawler.pages import CrawlStage, ListEntry, RequestSpec

YEARS = "年份由脚本装入：2023、2022"
SITE = "http://www.qinghe.gov.cn"
LISTS = [RequestSpec(f"{SITE}/list?dept={number}") for number in range(4)]
POSITION = PagePosition(CrawlStage.COLUMN)


def started(walks: ChoiceWalks) -> list[bool]:
    return [walks.start("qinghe", YEARS, POSITION, spec) for spec in LISTS]


def entries(prefix: str) -> list[ListEntry]:
    report = ListEntry(f"{SITE}/{prefix}/report", "青禾县教育局2023年政府信息公开工作年度报告")
    return [report, *(ListEntry(f"{SITE}/{prefix}/{year}/", f"{year}年") for year in (2023, 2022))]


def test_lists_whose_choices_lead_to_the_same_pages_are_opened_twice() -> None:
    walks = ChoiceWalks()
    assert started(walks) == [True, False, False, False]
    assert walks.end("qinghe", LISTS[0], entries("all")) == ((POSITION, LISTS[1]),)
    assert walks.end("qinghe", LISTS[1], entries("all")) == ()
    assert started(walks) == [False] * 4


def test_lists_with_pages_of_their_own_behind_the_same_years_are_all_opened() -> None:
    walks = ChoiceWalks()
    started(walks)
    assert walks.end("qinghe", LISTS[0], entries("dept0")) == ((POSITION, LISTS[1]),)
    assert walks.end("qinghe", LISTS[1], entries("dept1")) == tuple((POSITION, spec) for spec in LISTS[2:])
    assert started(walks) == [True] * 4


def test_choices_without_addresses_and_lists_that_failed_leave_nothing_waiting() -> None:
    walks = ChoiceWalks()
    started(walks)
    assert walks.end("qinghe", LISTS[0], ()) == tuple((POSITION, spec) for spec in LISTS[1:])
    assert walks.end("qinghe", LISTS[0], ()) == ()
