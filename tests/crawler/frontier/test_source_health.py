"""What one run makes of a source: a table of tallies, the last health, and the state that they amount to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.ledger.source_health import SourceHealth
from archive.model import Capture, Outcome, Role, SourceState
from crawler.frontier.source_health import after, summary
from crawler.frontier.source_stats import Fault, Tally
from crawler.pages.link_rules import Stage
from crawler.pages.page import Row
from crawler.registry.sources import Source

HOME = "http://slj.qinghe.gov.cn.test/"
COLUMN = f"{HOME}nb/"
SOURCE = Source("slj", "青禾县水利局", HOME, columns=(COLUMN,))
NEVER = SourceHealth("slj", "")
HAD = SourceHealth("slj", "run-1", outcome="ok", state="fine", items=3, newest="2024-01-20")


def rows(*years: int) -> list[Row]:
    return [Row(f"{COLUMN}{year}.html", f"{year}年年报", f"{year + 1}-01-20") for year in years]


def capture(role: Role, outcome: Outcome, url: str = COLUMN) -> Capture:
    return Capture("c", "run-2", "slj", url, role, "response", outcome, "2026-01-01T00:00:00Z", detail="说明")


def tally(
    *years: int, lost: tuple[Outcome, ...] = (), way: tuple[Outcome, ...] = (), notice: str = ""
) -> Tally:
    """A source whose one column shows the reports of `years`, of which as many as `lost` cannot be had."""
    count = Tally(SOURCE)
    if years or notice or not way:
        count.read(Stage.COLUMN, COLUMN, rows(*years), notice)
    for _ in range(len(years) - len(lost)):
        count.found(capture(Role.REPORT, Outcome.OK))
    for number, outcome in enumerate(lost):
        count.failed(capture(Role.REPORT, outcome), f"{COLUMN}{number}.html")
    for outcome in way:
        count.failed(capture(Role.LIST, outcome), COLUMN)
    return count


@pytest.mark.parametrize(
    ("count", "before", "state", "is_wrong"),
    [
        (tally(2021, 2022, 2023), NEVER, SourceState.FINE, False),
        (tally(2021, 2022, 2023), HAD, SourceState.FINE, False),
        (tally(2022, 2023), HAD, SourceState.FEWER, True),
        (tally(2020, 2021, 2022), replace(HAD, newest="2024-01-20"), SourceState.OLDER, True),
        (tally(), HAD, SourceState.EMPTIED, True),
        (tally(), NEVER, SourceState.BROKEN, True),
        (tally(notice="栏目建设中"), NEVER, SourceState.EMPTY_EXPECTED, False),
        (tally(notice="栏目建设中"), HAD, SourceState.EMPTIED, True),
        (tally(way=(Outcome.REFUSED_CHALLENGE,)), HAD, SourceState.REFUSED, True),
        (tally(way=(Outcome.ROBOTS_DISALLOW,)), HAD, SourceState.REFUSED, True),
        (tally(way=(Outcome.MAINTENANCE,)), HAD, SourceState.MAINTENANCE, True),
        (tally(way=(Outcome.TIMEOUT,)), HAD, SourceState.UNREACHABLE, True),
        (tally(way=(Outcome.NOT_FOUND,)), HAD, SourceState.NO_COLUMN, True),
        (tally(2023, way=(Outcome.SERVER_ERROR,)), HAD, SourceState.PARTLY_FAILED, True),
        (tally(2021, 2022, 2023, lost=(Outcome.NOT_FOUND,)), HAD, SourceState.PARTLY_FAILED, False),
        (tally(2021, 2022, 2023, lost=(Outcome.TIMEOUT,)), HAD, SourceState.PARTLY_FAILED, True),
        (tally(2021, 2022, 2023, lost=(Outcome.REFUSED_403,)), HAD, SourceState.PARTLY_REFUSED, True),
        (tally(2021, lost=(Outcome.REFUSED_403,)), NEVER, SourceState.REFUSED, True),
        (tally(2022, way=(Outcome.POSTPONED,)), HAD, SourceState.STOPPED, False),
    ],
)
def test_what_a_run_makes_of_a_source(
    count: Tally, before: SourceHealth, state: SourceState, is_wrong: bool
) -> None:
    ended = summary(count, before)
    assert (ended.state, ended.is_wrong) == (state, is_wrong), ended.detail
    assert bool(ended.detail) is (state is not SourceState.FINE)


def test_a_column_found_elsewhere_has_moved_and_one_found_nowhere_is_missing() -> None:
    count = tally(way=(Outcome.SOFT_404,))
    count.moved.append(COLUMN)
    assert summary(count, HAD).state is SourceState.NO_COLUMN
    count.read(Stage.COLUMN, f"{HOME}xxgk/nb/", rows(2021, 2022, 2023), "")
    ended = summary(count, HAD)
    assert (ended.state, ended.outcome) == (SourceState.MOVED, Outcome.OK)
    assert COLUMN in ended.detail
    assert f"{HOME}xxgk/nb/" in ended.detail


def test_without_a_browser_or_beyond_a_bound_the_lists_are_not_compared() -> None:
    count = tally(2022)
    count.needs_browser = COLUMN
    assert summary(count, HAD).state is SourceState.NEEDS_BROWSER
    count = tally(2022)
    count.stopped = Fault("", Outcome.TOO_LARGE, "列表超过 5 页，没有取完")
    ended = summary(count, HAD)
    assert (ended.state, ended.outcome, ended.is_wrong) == (SourceState.STOPPED, Outcome.TOO_LARGE, True)
    assert "减为" not in ended.detail


def test_every_page_that_could_not_be_had_is_counted_by_cause_with_an_example() -> None:
    count = tally(2020, 2021, 2022, 2023, lost=(Outcome.NOT_FOUND, Outcome.NOT_FOUND, Outcome.TIMEOUT))
    ended = summary(count, NEVER)
    assert [(one.outcome, one.count, one.example) for one in ended.missed] == [
        ("not_found", 2, f"{COLUMN}0.html"),
        ("timeout", 1, f"{COLUMN}2.html"),
    ]
    assert ended.failures == ended.listed - ended.reports


def test_a_report_on_another_host_is_none_of_the_source_and_is_named() -> None:
    count = tally(2021)
    far = Row("http://other.gov.cn.test/1.html", "2022年年报", "2023-01-20")
    count.read(Stage.COLUMN, COLUMN, [far], "")
    count.elsewhere(far)
    ended = summary(count, NEVER)
    assert (ended.state, ended.listed, ended.newest) == (SourceState.FINE, 1, "2022-01-20")
    assert [one.example for one in ended.missed] == [far.url]


def test_a_run_that_did_not_see_the_lists_is_no_measure_for_the_next() -> None:
    health = HAD
    for count in (tally(way=(Outcome.TIMEOUT,)), tally()):
        health = after(health, summary(count, health), "run", "2026-01-01T00:00:00Z", has_news=False)
    assert (health.state, health.items, health.items_before) == ("emptied", 0, 3)
    fewer = summary(tally(2022, 2023), health)
    assert fewer.state is SourceState.FEWER
    health = after(health, fewer, "run", "2026-01-02T00:00:00Z", has_news=True)
    assert (health.items, health.items_before, health.last_success) == (2, 3, "2026-01-02T00:00:00Z")
    assert summary(tally(2022, 2023), health).state is SourceState.FINE
