from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from crawler.state.rate_limits import Visit, Visits

ONE = Visit(("h.gov.cn", "1.2.3.4"), "one", delay=5)


@pytest.fixture
def visits(tmp_path: Path) -> Iterator[Visits]:
    with Visits.open(tmp_path) as opened:
        yield opened


def test_one_visit_at_a_time_on_a_host_and_on_an_address(visits: Visits) -> None:
    assert visits.begin_visit(replace(ONE, delay=0)).has_begun
    for keys in (("h.gov.cn",), ("other.gov.cn", "1.2.3.4"), ("h.gov.cn", "5.6.7.8")):
        turn = visits.begin_visit(Visit(keys, "two", delay=0))
        assert (turn.has_begun, turn.is_taken) == (False, True)
    assert visits.begin_visit(Visit(("other.gov.cn", "5.6.7.8"), "two", delay=0)).has_begun


def test_the_pause_runs_from_the_end_of_a_visit(visits: Visits) -> None:
    visits.begin_visit(ONE)
    visits.end_visit(ONE, 100)
    turn = visits.begin_visit(replace(ONE, keys=("other.gov.cn", "1.2.3.4"), holder="two"))
    assert not turn.has_begun
    assert 99 < turn.wait <= 100


def test_a_turn_can_be_taken_a_moment_ahead(visits: Visits) -> None:
    visits.begin_visit(replace(ONE, delay=0))
    visits.end_visit(ONE, 0.04)
    turn = visits.begin_visit(Visit(("h.gov.cn",), "two", delay=0.02))
    assert turn.has_begun
    assert 0 < turn.wait <= 0.04
    assert visits.begin_visit(ONE).is_taken or visits.begin_visit(ONE).wait > 0


def test_of_two_that_wait_each_gets_every_second_turn(
    visits: Visits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.state.rate_limits.AHEAD_SECONDS", 10)
    monkeypatch.setattr("crawler.state.rate_limits.NEWCOMER_AHEAD_SECONDS", 20)
    waiting = [ONE, replace(ONE, holder="two")]
    began = []
    for _ in range(4):
        begins = [visit for visit in waiting if visits.begin_visit(replace(visit, delay=0)).has_begun]
        began += [visit.holder for visit in begins]
        visits.end_visit(begins[0], 15)
    assert began == ["one", "two", "one", "two"]


def test_a_visit_of_a_killed_process_ends_by_itself(visits: Visits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.state.rate_limits.VISIT_SECONDS", 0.05)
    visits.begin_visit(replace(ONE, delay=0))
    assert not visits.begin_visit(Visit(("h.gov.cn",), "two", delay=0)).has_begun
    time.sleep(0.06)
    assert visits.begin_visit(Visit(("h.gov.cn",), "two", delay=0)).has_begun
    visits.end_visit(ONE, 1000)  # it was not dead after all: what is another's by now stays another's
    assert visits.begin_visit(Visit(("h.gov.cn",), "two", delay=0)).has_begun


def test_a_visit_of_a_process_that_is_known_to_be_dead_is_given_up(visits: Visits) -> None:
    visits.begin_visit(replace(ONE, delay=0))
    visits.begin_visit(Visit(("other.gov.cn",), "two", delay=0))
    assert visits.under_way() == {"one", "two"}
    visits.give_up("one")
    assert visits.under_way() == {"two"}
    assert visits.begin_visit(Visit(("h.gov.cn",), "two", delay=0)).has_begun
    assert visits.begin_visit(replace(ONE, keys=("other.gov.cn",))).is_taken


def test_a_host_that_asks_for_a_pause_gets_it(visits: Visits) -> None:
    visits.hold_host("h.gov.cn", 100)
    visits.hold_host("h.gov.cn", 1)
    assert 99 < visits.begin_visit(ONE).wait <= 100
    assert visits.begin_visit(replace(ONE, keys=("other.gov.cn", "1.2.3.4"))).has_begun


def test_a_day_has_its_cap_whoever_asks(visits: Visits) -> None:
    capped = replace(ONE, delay=0, day="2026-01-05", cap=2)
    for holder in ("one", "two"):
        visit = replace(capped, holder=holder)
        assert visits.begin_visit(visit).has_begun
        visits.end_visit(visit, 0)
    assert visits.begin_visit(capped).is_capped
    assert visits.begin_visit(replace(capped, keys=("other.gov.cn", "1.2.3.4"))).has_begun
    visits.end_visit(replace(capped, keys=("other.gov.cn", "1.2.3.4")), 0)
    assert visits.begin_visit(replace(capped, day="2026-01-06")).has_begun


VISITS = """
import sys, time
from pathlib import Path
from crawler.state.rate_limits import Visit, Visits
visit = Visit((f"{sys.argv[2]}.gov.cn", "1.2.3.4"), sys.argv[2], delay=0.01)
with Visits.open(Path(sys.argv[1])) as visits:
    for _ in range(15):
        while not (turn := visits.begin_visit(visit)).has_begun:
            time.sleep(0.001)
        time.sleep(turn.wait)
        begun = time.time()
        time.sleep(0.002)
        print(repr(begun), repr(time.time()))
        visits.end_visit(visit, 0.01)
"""


def test_processes_never_have_two_visits_at_once_on_an_address(tmp_path: Path) -> None:
    visitors = [
        subprocess.Popen(
            [sys.executable, "-c", VISITS, str(tmp_path), name], stdout=subprocess.PIPE, text=True
        )
        for name in ("a", "b", "c")
    ]
    lines = [line for visitor in visitors for line in visitor.communicate(timeout=60)[0].splitlines()]
    visits = sorted(tuple(map(float, line.split())) for line in lines)
    assert len(visits) == 45
    assert min(later[0] - earlier[1] for earlier, later in pairwise(visits)) >= 0.01
