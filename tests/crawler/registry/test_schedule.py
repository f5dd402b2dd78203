"""When a source is due: seasons of the law, failures, refusals and settings of the registry."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ledger.source_health import SourceHealth
from archive.model import SourceState
from crawler.politeness.robots import Robots, RobotsUnavailable
from crawler.recording.outcomes import classify_exception
from crawler.registry.schedule import next_due, schedule_rules, zone
from crawler.registry.sources import Source
from crawler.request_exceptions import RobotsDisallow

SOURCE = Source("slj", "青禾县水利局", "http://slj.qinghe.gov.cn/")
NOON = {hour: f"T{hour - 8:02d}0000-abc123" for hour in (12, 20)}  # China is eight hours ahead of UTC
PUBLISHED, WAITING = "2026-01-20", "2025-01-20"


def make_health(day: str, newest: str = WAITING, state: str = "fine", failures: int = 0) -> SourceHealth:
    run = day.replace("-", "") + NOON[12]
    return SourceHealth("slj", run, outcome="ok", state=state, newest=newest, failures=failures)


def parse_moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone())


@pytest.mark.parametrize(
    ("last", "newest", "due"),
    [
        ("2026-01-10", WAITING, "2026-01-11 12:00"),
        ("2026-01-21", PUBLISHED, "2026-01-25 12:00"),
        ("2026-04-15", WAITING, "2026-05-15 12:00"),
        ("2026-04-14", PUBLISHED, "2026-05-14 12:00"),
        ("2026-07-01", PUBLISHED, "2026-07-31 12:00"),
        # A report of the last season does not delay visits in the next one.
        ("2025-12-20", "2025-02-01", "2026-01-01 00:00"),
        ("2025-12-31", "2025-02-01", "2026-01-01 12:00"),
        # A date with a mistyped year does not count as a report of this season.
        ("2026-01-21", "2062-01-20", "2026-01-22 12:00"),
    ],
)
def test_sources_are_due_by_the_seasons_of_the_law(last: str, newest: str, due: str) -> None:
    assert next_due(SOURCE, make_health(last, newest), parse_moment(last)).moment == parse_moment(due)


def test_a_list_without_dates_is_due_by_its_last_change() -> None:
    undated = replace(make_health("2026-02-01", ""), last_change="2026-01-15T00:00:00.000000Z")
    assert next_due(SOURCE, undated, parse_moment("2026-02-01")).moment == parse_moment("2026-02-05 12:00")


@pytest.mark.parametrize(
    ("state", "failures", "due"),
    [
        ("unreachable", 1, "2026-07-01 18:00"),
        ("unreachable", 2, "2026-07-02 12:00"),
        ("maintenance", 3, "2026-07-04 12:00"),
        ("partly_failed", 9, "2026-07-08 12:00"),
        ("refused", 1, "2026-07-31 12:00"),
        ("empty_expected", 0, "2026-07-31 12:00"),
    ],
)
def test_failed_sources_are_due_by_state_and_number_of_failures(state: str, failures: int, due: str) -> None:
    assert next_due(
        SOURCE, make_health("2026-07-01", state=state, failures=failures), parse_moment("2026-07-01")
    ).moment == parse_moment(due)


def test_a_refusing_source_waits_longer_in_season_too() -> None:
    due = next_due(SOURCE, make_health("2026-01-10", state="refused"), parse_moment("2026-01-10"))
    assert due.moment == parse_moment("2026-01-17 12:00")
    assert "被拒" in due.reason


def test_a_source_never_crawled_or_unfinished_is_due_at_once() -> None:
    now = parse_moment("2026-07-01 15:00")
    assert next_due(SOURCE, None, now).moment == now
    assert next_due(SOURCE, make_health("2026-07-01"), now, is_unfinished=True).moment == now


def test_the_registry_overrides_the_schedule() -> None:
    weekly = replace(SOURCE, cadence=7)
    assert next_due(weekly, make_health("2026-01-10"), parse_moment("2026-01-10")).moment == parse_moment(
        "2026-01-17 12:00"
    )
    held = replace(SOURCE, hold="2027-01-01", note="网站改版")
    for health, is_unfinished in ((None, False), (make_health("2026-07-01"), True)):
        due = next_due(held, health, parse_moment("2026-07-01"), is_unfinished)
        assert due.moment == parse_moment("2027-01-01")
        assert "网站改版" in due.reason
    assert next_due(held, None, parse_moment("2027-02-01")).moment == parse_moment("2027-02-01")


def test_the_schedule_rules_name_existing_states() -> None:
    rules = schedule_rules()
    assert rules.failed.states
    assert rules.refused.states
    assert rules.season[0].begins == "01-01"


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31)),
    st.sampled_from(["", "2026-01-20", "2019-03-01"]),
    st.sampled_from([state.value for state in SourceState]),
    st.integers(0, 50),
)
def test_the_next_visit_is_due_within_a_month_and_not_at_once(
    moment: datetime, newest: str, state: str, failures: int
) -> None:
    run = moment.strftime("%Y%m%dT%H%M%S") + "-abc123"
    health = SourceHealth("slj", run, state=state, newest=newest, failures=failures)
    last = datetime.strptime(run[:15] + "+0000", "%Y%m%dT%H%M%S%z")
    due = next_due(SOURCE, health, last)
    assert timedelta(hours=6) <= due.moment - last <= timedelta(days=31)
    assert due.reason
    assert due.utc_timestamp.endswith("Z")


@pytest.mark.fault("clock", "crawl", "status")
def test_a_source_whose_last_run_is_dated_in_the_future_is_due_at_once() -> None:
    now = parse_moment("2026-07-01 15:00")
    due = next_due(SOURCE, make_health("2036-01-01"), now)
    assert due.moment == now
    assert "时钟" in due.reason


@pytest.mark.parametrize("failures", [1, 2, 9])
@pytest.mark.fault("bad_answers", "crawl")
def test_a_server_error_instead_of_robots_txt_is_tried_again_within_a_day(failures: int) -> None:
    unavailable = RobotsUnavailable("HTTP 503")
    with pytest.raises(RobotsDisallow) as caught:
        Robots("", "", "gongkai", unavailable).raise_if_disallowed("http://slj.qinghe.gov.cn/nb/")
    cause = classify_exception(caught.value)
    assert cause is not None
    health = replace(make_health("2026-07-01", state="refused", failures=failures), cause=cause.detail)
    assert next_due(SOURCE, health, parse_moment("2026-07-01")).moment == parse_moment("2026-07-02 12:00")
