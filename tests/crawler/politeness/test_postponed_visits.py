"""Tests that visits beyond a daily cap, visit hours or the longest wait are left to a later run."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from archive.ledger.ledger import Ledger
from archive.model import Outcome
from tests.support.slow_server import (
    HOST,
    LISTING,
    OTHER,
    STEADY_SETTINGS,
    TimedAnswer,
    assert_polite,
    run_slow_server,
    write_source,
)
from tests.support.subprocess_crawl import (
    crawl,
    html_page,
    read_captures,
)

pytestmark = pytest.mark.slow


def test_requests_over_the_daily_cap_are_postponed(tmp_path: Path) -> None:
    """A cap of three a day allows robots.txt, the list and one report; the others are postponed."""
    settings = {**STEADY_SETTINGS, "GONGKAI_DAILY_CAP": 3}
    with run_slow_server(
        lambda host, path, times: TimedAnswer(LISTING if path == "/nb/" else html_page("年报"))
    ) as server:
        pairs = {HOST: server.address}
        first = crawl(tmp_path / "data", write_source(tmp_path, HOST), pairs, **settings)
        second = crawl(tmp_path / "data", write_source(tmp_path, HOST), pairs, **settings)
        assert len(server.log) == 3
        third = crawl(tmp_path / "data", write_source(tmp_path, HOST), pairs, **STEADY_SETTINGS)
    for postponed in (first, second):
        assert postponed["sources"]["slj"][0] == "postponed", postponed
        assert "上限" in postponed["sources"]["slj"][1]
    assert third["sources"]["slj"][0] == "ok"
    outcomes = [capture.outcome for capture in read_captures(tmp_path / "data")]
    assert Outcome.POSTPONED in outcomes
    # robots.txt was requested once, by the first run, and is cached for a day.
    assert server.request_counts[f"{HOST}/robots.txt"] == 1
    with Ledger.open(tmp_path / "data") as ledger:
        assert ledger.health.by_source()["slj"].outcome == "ok"


def test_visit_hours_and_a_long_wait_postpone_requests(tmp_path: Path) -> None:
    minute = time.gmtime(time.time() + 12 * 3600)
    hours = f"{minute.tm_hour:02}00-{minute.tm_hour:02}01"

    def answer(host: str, path: str, times: int) -> TimedAnswer:
        if path == "/robots.txt":
            return TimedAnswer(
                f"User-agent: *\n{'Visit-time: ' + hours if host == HOST else 'Crawl-delay: 3600'}"
            )
        return TimedAnswer(LISTING)

    with run_slow_server(answer) as server:
        pairs = dict.fromkeys((HOST, OTHER), server.address)
        summary = crawl(tmp_path / "data", write_source(tmp_path, HOST, OTHER), pairs, **STEADY_SETTINGS)
    assert [summary["sources"][name][0] for name in ("slj", "nyj")] == ["postponed", "postponed"]
    assert "访问时段" in summary["sources"]["slj"][1]
    assert [visit.path for visit in server.visits(HOST)] == ["/robots.txt"]
    assert [visit.path for visit in server.visits(OTHER)] == ["/robots.txt", "/nb/"]


def test_a_slow_response_lengthens_the_pause_and_a_failed_robots_txt_blocks_the_host(tmp_path: Path) -> None:
    def answer(host: str, path: str, times: int) -> TimedAnswer:
        if host == OTHER:
            return TimedAnswer(status=503, headers={"Retry-After": "300"})
        return TimedAnswer(
            LISTING if path == "/nb/" else html_page("年报"), delay_seconds=0.6 if path == "/nb/" else 0.0
        )

    settings = {
        **STEADY_SETTINGS,
        "AUTOTHROTTLE_ENABLED": True,
        "RETRY_TIMES": 0,
        "GONGKAI_MAX_WAIT_SECONDS": 2.0,
    }
    with run_slow_server(answer) as server:
        pairs = dict.fromkeys((HOST, OTHER), server.address)
        summary = crawl(tmp_path / "data", write_source(tmp_path, HOST, OTHER), pairs, **settings)
        visits = server.visits(HOST)
        assert [visit.path for visit in visits[:2]] == ["/robots.txt", "/nb/"]
        assert visits[2].started - visits[1].ended >= 0.595
        assert_polite(visits)
        assert [visit.path for visit in server.visits(OTHER)] == ["/robots.txt"]
        assert summary["sources"]["nyj"][0] == "robots_disallow"
        # Its Retry-After also applies to the next run.
        second = crawl(tmp_path / "data", write_source(tmp_path, OTHER), pairs, **settings)
    assert second["sources"]["nyj"][0] == "postponed"
    assert len(server.visits(OTHER)) == 1
