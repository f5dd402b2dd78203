"""What one run makes of a source: a table of tallies, the last health, and the state that they amount to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.ledger.source_health import SourceHealth
from archive.model import Capture, Outcome, Role, SourceState
from crawler.frontier.source_health import source_summary, updated_health
from crawler.frontier.source_stats import FailedPage, SourceStats
from crawler.pages.link_rules import CrawlStage
from crawler.pages.page import ListEntry
from crawler.registry.sources import Source

HOME = "http://slj.qinghe.gov.cn.test/"
COLUMN = f"{HOME}nb/"
SOURCE = Source("slj", "青禾县水利局", HOME, columns=(COLUMN,))
EMPTY_HEALTH = SourceHealth("slj", "")
PREVIOUS_HEALTH = SourceHealth("slj", "run-1", outcome="ok", state="fine", items=3, newest="2024-01-20")


def report_entries(*years: int) -> list[ListEntry]:
    return [ListEntry(f"{COLUMN}{year}.html", f"{year}年年报", f"{year + 1}-01-20") for year in years]


def make_capture(role: Role, outcome: Outcome, url: str = COLUMN) -> Capture:
    return Capture("c", "run-2", "slj", url, role, "response", outcome, "2026-01-01T00:00:00Z", detail="说明")


def make_stats(
    *years: int, lost: tuple[Outcome, ...] = (), way: tuple[Outcome, ...] = (), notice: str = ""
) -> SourceStats:
    """A source whose one column shows the reports of `years`, of which as many as `lost` cannot be had."""
    count = SourceStats(SOURCE)
    if years or notice or not way:
        count.add_page(CrawlStage.COLUMN, COLUMN, report_entries(*years), notice)
    for _ in range(len(years) - len(lost)):
        count.add_capture(make_capture(Role.REPORT, Outcome.OK))
    for number, outcome in enumerate(lost):
        count.add_failure(make_capture(Role.REPORT, outcome), f"{COLUMN}{number}.html")
    for outcome in way:
        count.add_failure(make_capture(Role.LIST, outcome), COLUMN)
    return count


@pytest.mark.parametrize(
    ("count", "before", "state", "is_wrong"),
    [
        (make_stats(2021, 2022, 2023), EMPTY_HEALTH, SourceState.FINE, False),
        (make_stats(2021, 2022, 2023), PREVIOUS_HEALTH, SourceState.FINE, False),
        (make_stats(2022, 2023), PREVIOUS_HEALTH, SourceState.FEWER, True),
        (
            make_stats(2020, 2021, 2022),
            replace(PREVIOUS_HEALTH, newest="2024-01-20"),
            SourceState.OLDER,
            True,
        ),
        (make_stats(), PREVIOUS_HEALTH, SourceState.EMPTIED, True),
        (make_stats(), EMPTY_HEALTH, SourceState.BROKEN, True),
        (make_stats(notice="栏目建设中"), EMPTY_HEALTH, SourceState.EMPTY_EXPECTED, False),
        (make_stats(notice="栏目建设中"), PREVIOUS_HEALTH, SourceState.EMPTIED, True),
        (make_stats(way=(Outcome.REFUSED_CHALLENGE,)), PREVIOUS_HEALTH, SourceState.REFUSED, True),
        (make_stats(way=(Outcome.ROBOTS_DISALLOW,)), PREVIOUS_HEALTH, SourceState.REFUSED, True),
        (make_stats(way=(Outcome.MAINTENANCE,)), PREVIOUS_HEALTH, SourceState.MAINTENANCE, True),
        (make_stats(way=(Outcome.TIMEOUT,)), PREVIOUS_HEALTH, SourceState.UNREACHABLE, True),
        (make_stats(way=(Outcome.NOT_FOUND,)), PREVIOUS_HEALTH, SourceState.NO_COLUMN, True),
        (make_stats(2023, way=(Outcome.SERVER_ERROR,)), PREVIOUS_HEALTH, SourceState.PARTLY_FAILED, True),
        (
            make_stats(2021, 2022, 2023, lost=(Outcome.NOT_FOUND,)),
            PREVIOUS_HEALTH,
            SourceState.PARTLY_FAILED,
            False,
        ),
        (
            make_stats(2021, 2022, 2023, lost=(Outcome.TIMEOUT,)),
            PREVIOUS_HEALTH,
            SourceState.PARTLY_FAILED,
            True,
        ),
        (
            make_stats(2021, 2022, 2023, lost=(Outcome.REFUSED_403,)),
            PREVIOUS_HEALTH,
            SourceState.PARTLY_REFUSED,
            True,
        ),
        (make_stats(2021, lost=(Outcome.REFUSED_403,)), EMPTY_HEALTH, SourceState.REFUSED, True),
        (make_stats(2022, way=(Outcome.POSTPONED,)), PREVIOUS_HEALTH, SourceState.STOPPED, False),
    ],
)
def test_the_state_of_a_source_after_a_run(
    count: SourceStats, before: SourceHealth, state: SourceState, is_wrong: bool
) -> None:
    ended = source_summary(count, before)
    assert (ended.state, ended.is_wrong) == (state, is_wrong), ended.detail
    assert bool(ended.detail) is (state is not SourceState.FINE)


def test_a_column_found_elsewhere_has_moved_and_one_found_nowhere_is_missing() -> None:
    count = make_stats(way=(Outcome.SOFT_404,))
    count.gone_columns.append(COLUMN)
    assert source_summary(count, PREVIOUS_HEALTH).state is SourceState.NO_COLUMN
    count.add_page(CrawlStage.COLUMN, f"{HOME}xxgk/nb/", report_entries(2021, 2022, 2023), "")
    ended = source_summary(count, PREVIOUS_HEALTH)
    assert (ended.state, ended.outcome) == (SourceState.MOVED, Outcome.OK)
    assert COLUMN in ended.detail
    assert f"{HOME}xxgk/nb/" in ended.detail


def test_incomplete_lists_are_not_compared() -> None:
    count = make_stats(2022)
    count.browser_required_url = COLUMN
    assert source_summary(count, PREVIOUS_HEALTH).state is SourceState.NEEDS_BROWSER
    count = make_stats(2022)
    count.stop_cause = FailedPage("", Outcome.TOO_LARGE, "列表超过 5 页，没有取完")
    ended = source_summary(count, PREVIOUS_HEALTH)
    assert (ended.state, ended.outcome, ended.is_wrong) == (SourceState.STOPPED, Outcome.TOO_LARGE, True)
    assert "减为" not in ended.detail


def test_missed_pages_are_counted_by_cause_with_an_example() -> None:
    count = make_stats(2020, 2021, 2022, 2023, lost=(Outcome.NOT_FOUND, Outcome.NOT_FOUND, Outcome.TIMEOUT))
    ended = source_summary(count, EMPTY_HEALTH)
    assert [(missed.outcome, missed.count, missed.example) for missed in ended.missed] == [
        ("not_found", 2, f"{COLUMN}0.html"),
        ("timeout", 1, f"{COLUMN}2.html"),
    ]
    assert ended.failures == ended.listed - ended.reports


def test_a_report_on_another_host_is_not_counted_but_reported() -> None:
    count = make_stats(2021)
    far = ListEntry("http://other.gov.cn.test/1.html", "2022年年报", "2023-01-20")
    count.add_page(CrawlStage.COLUMN, COLUMN, [far], "")
    count.add_off_portal_report(far)
    ended = source_summary(count, EMPTY_HEALTH)
    assert (ended.state, ended.listed, ended.newest) == (SourceState.FINE, 1, "2022-01-20")
    assert [missed.example for missed in ended.missed] == [far.url]


def test_a_failed_run_is_not_the_baseline_of_the_next() -> None:
    health = PREVIOUS_HEALTH
    for count in (make_stats(way=(Outcome.TIMEOUT,)), make_stats()):
        health = updated_health(
            health, source_summary(count, health), "run", "2026-01-01T00:00:00Z", has_new_records=False
        )
    assert (health.state, health.items, health.items_before) == ("emptied", 0, 3)
    fewer = source_summary(make_stats(2022, 2023), health)
    assert fewer.state is SourceState.FEWER
    health = updated_health(health, fewer, "run", "2026-01-02T00:00:00Z", has_new_records=True)
    assert (health.items, health.items_before, health.last_success) == (2, 3, "2026-01-02T00:00:00Z")
    assert source_summary(make_stats(2022, 2023), health).state is SourceState.FINE
