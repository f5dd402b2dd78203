"""Health of a source after a run: statistics of the run, previous health, and the resulting state."""

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
    *years: int,
    failed_reports: tuple[Outcome, ...] = (),
    failed_lists: tuple[Outcome, ...] = (),
    notice: str = "",
) -> SourceStats:
    """Return statistics of a source whose column lists reports of `years`; the given requests failed."""
    stats = SourceStats(SOURCE)
    if years or notice or not failed_lists:
        stats.add_page(CrawlStage.COLUMN, COLUMN, report_entries(*years), notice)
    for _ in range(len(years) - len(failed_reports)):
        stats.add_capture(make_capture(Role.REPORT, Outcome.OK))
    for number, outcome in enumerate(failed_reports):
        stats.add_failure(make_capture(Role.REPORT, outcome), f"{COLUMN}{number}.html")
    for outcome in failed_lists:
        stats.add_failure(make_capture(Role.LIST, outcome), COLUMN)
    return stats


@pytest.mark.parametrize(
    ("stats", "previous", "state", "is_wrong"),
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
        (make_stats(failed_lists=(Outcome.REFUSED_CHALLENGE,)), PREVIOUS_HEALTH, SourceState.REFUSED, True),
        (make_stats(failed_lists=(Outcome.ROBOTS_DISALLOW,)), PREVIOUS_HEALTH, SourceState.REFUSED, True),
        (make_stats(failed_lists=(Outcome.MAINTENANCE,)), PREVIOUS_HEALTH, SourceState.MAINTENANCE, True),
        (make_stats(failed_lists=(Outcome.TIMEOUT,)), PREVIOUS_HEALTH, SourceState.UNREACHABLE, True),
        (make_stats(failed_lists=(Outcome.NOT_FOUND,)), PREVIOUS_HEALTH, SourceState.NO_COLUMN, True),
        (
            make_stats(2023, failed_lists=(Outcome.SERVER_ERROR,)),
            PREVIOUS_HEALTH,
            SourceState.PARTLY_FAILED,
            True,
        ),
        (
            make_stats(2021, 2022, 2023, failed_reports=(Outcome.NOT_FOUND,)),
            PREVIOUS_HEALTH,
            SourceState.PARTLY_FAILED,
            False,
        ),
        (
            make_stats(2021, 2022, 2023, failed_reports=(Outcome.TIMEOUT,)),
            PREVIOUS_HEALTH,
            SourceState.PARTLY_FAILED,
            True,
        ),
        (
            make_stats(2021, 2022, 2023, failed_reports=(Outcome.REFUSED_403,)),
            PREVIOUS_HEALTH,
            SourceState.PARTLY_REFUSED,
            True,
        ),
        (make_stats(2021, failed_reports=(Outcome.REFUSED_403,)), EMPTY_HEALTH, SourceState.REFUSED, True),
        (make_stats(2022, failed_lists=(Outcome.POSTPONED,)), PREVIOUS_HEALTH, SourceState.STOPPED, False),
    ],
)
def test_the_state_of_a_source_after_a_run(
    stats: SourceStats, previous: SourceHealth, state: SourceState, is_wrong: bool
) -> None:
    summary = source_summary(stats, previous)
    assert (summary.state, summary.is_wrong) == (state, is_wrong), summary.detail
    assert bool(summary.detail) is (state is not SourceState.FINE)


def test_a_column_found_elsewhere_has_moved_and_one_found_nowhere_is_missing() -> None:
    stats = make_stats(failed_lists=(Outcome.SOFT_404,))
    stats.gone_columns.append(COLUMN)
    assert source_summary(stats, PREVIOUS_HEALTH).state is SourceState.NO_COLUMN
    stats.add_page(CrawlStage.COLUMN, f"{HOME}xxgk/nb/", report_entries(2021, 2022, 2023), "")
    summary = source_summary(stats, PREVIOUS_HEALTH)
    assert (summary.state, summary.outcome) == (SourceState.MOVED, Outcome.OK)
    assert COLUMN in summary.detail
    assert f"{HOME}xxgk/nb/" in summary.detail


def test_incomplete_lists_are_not_compared() -> None:
    stats = make_stats(2022)
    stats.browser_required_url = COLUMN
    assert source_summary(stats, PREVIOUS_HEALTH).state is SourceState.NEEDS_BROWSER
    stats = make_stats(2022)
    stats.stop_cause = FailedPage("", Outcome.TOO_LARGE, "列表超过 5 页，没有取完")
    summary = source_summary(stats, PREVIOUS_HEALTH)
    assert (summary.state, summary.outcome, summary.is_wrong) == (
        SourceState.STOPPED,
        Outcome.TOO_LARGE,
        True,
    )
    assert "减为" not in summary.detail


def test_missed_pages_are_counted_by_cause_with_an_example() -> None:
    stats = make_stats(
        2020, 2021, 2022, 2023, failed_reports=(Outcome.NOT_FOUND, Outcome.NOT_FOUND, Outcome.TIMEOUT)
    )
    summary = source_summary(stats, EMPTY_HEALTH)
    assert [(missed.outcome, missed.count, missed.example) for missed in summary.missed] == [
        ("not_found", 2, f"{COLUMN}0.html"),
        ("timeout", 1, f"{COLUMN}2.html"),
    ]
    assert summary.failures == summary.listed - summary.reports


def test_a_report_on_another_host_is_not_counted_but_reported() -> None:
    stats = make_stats(2021)
    entry = ListEntry("http://other.gov.cn.test/1.html", "2022年年报", "2023-01-20")
    stats.add_page(CrawlStage.COLUMN, COLUMN, [entry], "")
    stats.add_off_portal_report(entry)
    summary = source_summary(stats, EMPTY_HEALTH)
    assert (summary.state, summary.listed, summary.newest) == (SourceState.FINE, 1, "2022-01-20")
    assert [missed.example for missed in summary.missed] == [entry.url]


def test_a_failed_run_is_not_the_baseline_of_the_next() -> None:
    health = PREVIOUS_HEALTH
    for stats in (make_stats(failed_lists=(Outcome.TIMEOUT,)), make_stats()):
        health = updated_health(
            health, source_summary(stats, health), "run", "2026-01-01T00:00:00Z", has_new_records=False
        )
    assert (health.state, health.items, health.items_before) == ("emptied", 0, 3)
    fewer = source_summary(make_stats(2022, 2023), health)
    assert fewer.state is SourceState.FEWER
    health = updated_health(health, fewer, "run", "2026-01-02T00:00:00Z", has_new_records=True)
    assert (health.items, health.items_before, health.last_success) == (2, 3, "2026-01-02T00:00:00Z")
    assert source_summary(make_stats(2022, 2023), health).state is SourceState.FINE
