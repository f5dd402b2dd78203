"""Times that a clock ten years ahead has stored: nothing waits for them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from crawler.state import CachedRobots, CrawlState, RateLimitStore, SlotRequest

TEN_YEARS = 10 * 365 * 86400.0
VISIT = SlotRequest(("h.gov.cn", "1.2.3.4"), "me", delay=3.0)


@pytest.mark.fault("clock", "crawl")
def test_a_lease_until_then_is_no_lease(tmp_path: Path) -> None:
    with CrawlState.open(tmp_path) as state:
        assert state.leases.acquire("s", "then", seconds=TEN_YEARS)
        assert state.leases.acquire("s", "now")
        assert not state.leases.acquire("s", "other")


@pytest.mark.fault("clock", "crawl")
def test_robots_txt_of_then_is_fetched_again(tmp_path: Path) -> None:
    with CrawlState.open(tmp_path) as state:
        state.robots.save("http://h.gov.cn", CachedRobots("", "capture", time.time() + TEN_YEARS))
        assert state.robots.get("http://h.gov.cn", 86400) is None
        assert [owner for owner, _ in state.future_times()] == ["http://h.gov.cn"]


@pytest.mark.fault("clock", "crawl")
def test_what_was_answered_then_is_not_valid_for_ten_years(tmp_path: Path) -> None:
    with CrawlState.open(tmp_path) as state:
        state.unfinished.begin("s", "then")
        with state.transaction() as connection:
            connection.execute("update unfinished set begun = begun + ?", (TEN_YEARS,))
        assert [owner for owner, _ in state.future_times()] == ["s"]
        state.unfinished.begin("s", "now")
        assert state.unfinished.earlier_runs("s", "now") == ("then",)
        assert state.future_times() == []


@pytest.mark.fault("clock", "crawl")
def test_a_host_that_is_free_then_is_free_now(tmp_path: Path) -> None:
    with RateLimitStore.open(tmp_path) as visits:
        visits.set_backoff("h.gov.cn", TEN_YEARS)
        assert visits.acquire_slot(VISIT).is_granted
        with visits.transaction() as connection:
            connection.execute("update visits set next = next + ?, until = until + ?", (TEN_YEARS, TEN_YEARS))
        assert visits.active_holders() == set()
        visits.release_slot(VISIT, 3.0)
        grant = visits.acquire_slot(VISIT)
        assert (grant.is_granted, round(grant.wait_seconds)) == (False, 3)
        visits.set_backoff("h.gov.cn", 3600)
        assert round(visits.acquire_slot(VISIT).wait_seconds / 60) == 60  # a pause that a server asked for
