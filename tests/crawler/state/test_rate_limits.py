from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from crawler.state.rate_limits import RateLimitStore, SlotRequest

pytestmark = pytest.mark.slow

FIRST_VISIT = SlotRequest(("h.gov.cn", "1.2.3.4"), "one", delay=5)


@pytest.fixture
def visits(tmp_path: Path) -> Iterator[RateLimitStore]:
    with RateLimitStore.open(tmp_path) as store:
        yield store


def test_a_host_and_an_address_have_one_visit_at_a_time(visits: RateLimitStore) -> None:
    assert visits.acquire_slot(replace(FIRST_VISIT, delay=0)).is_granted
    for keys in (("h.gov.cn",), ("other.gov.cn", "1.2.3.4"), ("h.gov.cn", "5.6.7.8")):
        grant = visits.acquire_slot(SlotRequest(keys, "two", delay=0))
        assert (grant.is_granted, grant.is_occupied) == (False, True)
    assert visits.acquire_slot(SlotRequest(("other.gov.cn", "5.6.7.8"), "two", delay=0)).is_granted


def test_the_pause_starts_at_the_end_of_a_visit(visits: RateLimitStore) -> None:
    visits.acquire_slot(FIRST_VISIT)
    visits.release_slot(FIRST_VISIT, 100)
    grant = visits.acquire_slot(replace(FIRST_VISIT, keys=("other.gov.cn", "1.2.3.4"), holder="two"))
    assert not grant.is_granted
    assert 99 < grant.wait_seconds <= 100


def test_a_slot_can_be_granted_shortly_before_it_is_free(visits: RateLimitStore) -> None:
    visits.acquire_slot(replace(FIRST_VISIT, delay=0))
    visits.release_slot(FIRST_VISIT, 0.04)
    grant = visits.acquire_slot(SlotRequest(("h.gov.cn",), "two", delay=0.02))
    assert grant.is_granted
    assert 0 < grant.wait_seconds <= 0.04
    assert visits.acquire_slot(FIRST_VISIT).is_occupied or visits.acquire_slot(FIRST_VISIT).wait_seconds > 0


def test_two_waiting_holders_get_the_slot_alternately(
    visits: RateLimitStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.state.rate_limits.EARLY_GRANT_SECONDS", 10)
    monkeypatch.setattr("crawler.state.rate_limits.NEWCOMER_EARLY_GRANT_SECONDS", 20)
    waiting = [FIRST_VISIT, replace(FIRST_VISIT, holder="two")]
    granted_holders = []
    for _ in range(4):
        granted = [visit for visit in waiting if visits.acquire_slot(replace(visit, delay=0)).is_granted]
        granted_holders += [visit.holder for visit in granted]
        visits.release_slot(granted[0], 15)
    assert granted_holders == ["one", "two", "one", "two"]


def test_the_slot_of_a_killed_process_expires(
    visits: RateLimitStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.state.rate_limits.SLOT_EXPIRY_SECONDS", 0.05)
    visits.acquire_slot(replace(FIRST_VISIT, delay=0))
    assert not visits.acquire_slot(SlotRequest(("h.gov.cn",), "two", delay=0)).is_granted
    time.sleep(0.06)
    assert visits.acquire_slot(SlotRequest(("h.gov.cn",), "two", delay=0)).is_granted
    visits.release_slot(
        FIRST_VISIT, 1000
    )  # the process was alive after all; it must not release the slot of the new holder
    assert visits.acquire_slot(SlotRequest(("h.gov.cn",), "two", delay=0)).is_granted


def test_the_slots_of_a_dead_process_can_be_released(visits: RateLimitStore) -> None:
    visits.acquire_slot(replace(FIRST_VISIT, delay=0))
    visits.acquire_slot(SlotRequest(("other.gov.cn",), "two", delay=0))
    assert visits.active_holders() == {"one", "two"}
    visits.release_all("one")
    assert visits.active_holders() == {"two"}
    assert visits.acquire_slot(SlotRequest(("h.gov.cn",), "two", delay=0)).is_granted
    assert visits.acquire_slot(replace(FIRST_VISIT, keys=("other.gov.cn",))).is_occupied


def test_a_backoff_delays_the_next_visit(visits: RateLimitStore) -> None:
    visits.set_backoff("h.gov.cn", 100)
    visits.set_backoff("h.gov.cn", 1)
    assert 99 < visits.acquire_slot(FIRST_VISIT).wait_seconds <= 100
    assert visits.acquire_slot(replace(FIRST_VISIT, keys=("other.gov.cn", "1.2.3.4"))).is_granted


def test_all_holders_share_the_daily_limit(visits: RateLimitStore) -> None:
    capped = replace(FIRST_VISIT, delay=0, day="2026-01-05", daily_limit=2)
    for holder in ("one", "two"):
        visit = replace(capped, holder=holder)
        assert visits.acquire_slot(visit).is_granted
        visits.release_slot(visit, 0)
    assert visits.acquire_slot(capped).is_over_daily_limit
    assert visits.acquire_slot(replace(capped, keys=("other.gov.cn", "1.2.3.4"))).is_granted
    visits.release_slot(replace(capped, keys=("other.gov.cn", "1.2.3.4")), 0)
    assert visits.acquire_slot(replace(capped, day="2026-01-06")).is_granted


VISITS_SCRIPT = """
import sys, time
from pathlib import Path
from crawler.state.rate_limits import RateLimitStore, SlotRequest
visit = SlotRequest((f"{sys.argv[2]}.gov.cn", "1.2.3.4"), sys.argv[2], delay=0.01)
with RateLimitStore.open(Path(sys.argv[1])) as visits:
    for _ in range(15):
        while not (grant := visits.acquire_slot(visit)).is_granted:
            time.sleep(0.001)
        time.sleep(grant.wait_seconds)
        begun = time.time()
        time.sleep(0.002)
        print(repr(begun), repr(time.time()))
        visits.release_slot(visit, 0.01)
"""


def test_processes_never_visit_an_address_at_the_same_time(tmp_path: Path) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", VISITS_SCRIPT, str(tmp_path), name], stdout=subprocess.PIPE, text=True
        )
        for name in ("a", "b", "c")
    ]
    lines = [line for process in processes for line in process.communicate(timeout=60)[0].splitlines()]
    visits = sorted(tuple(map(float, line.split())) for line in lines)
    assert len(visits) == 45
    assert min(later[0] - earlier[1] for earlier, later in pairwise(visits)) >= 0.01
