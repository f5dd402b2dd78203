"""What the sample servers' own logs say of a crawl: one visit at a time, and the pause behind each."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from archive.ledger.ledger import Ledger
from archive.model import Outcome
from tests.support.subprocess_crawl import (
    HAS_BROWSER,
    crawl,
    html_page,
    read_captures,
    send_job,
    start_worker,
    write_registry,
)

pytestmark = pytest.mark.slow

HOST, OTHER = "slj.qinghe.gov.cn.test", "nyj.qinghe.gov.cn.test"
REPORT = '<a href="/{number}.html">青禾县水利局{year}年政府信息公开工作年度报告</a>'
LISTING = html_page("".join(REPORT.format(number=number, year=2010 + number) for number in range(6)))
PAUSE_SECONDS = 0.3
# Without chance, so that a log can be held against a number.
STEADY_SETTINGS = {"DOWNLOAD_DELAY": PAUSE_SECONDS, "GONGKAI_JITTER": 0.0, "AUTOTHROTTLE_ENABLED": False}


class TimedRequest(NamedTuple):
    """A request as the server met it, by the clock that all processes share."""

    started: float
    ended: float
    host: str
    path: str


class TimedAnswer(NamedTuple):
    """What a path is answered with, after how many seconds."""

    body: str = ""
    status: int = 200
    delay_seconds: float = 0.0
    headers: Mapping[str, str] = {}


@dataclass
class SlowServer:
    """A server that takes its time, and remembers."""

    answer: Callable[[str, str, int], TimedAnswer]
    port: int = 0
    log: list[TimedRequest] = field(default_factory=list)
    request_counts: dict[str, int] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def visits(self, *hosts: str) -> list[TimedRequest]:
        """The visits to some hosts, or to all."""
        return sorted(met for met in self.log if not hosts or met.host in hosts)


@contextmanager
def run_slow_server(answer: Callable[[str, str, int], TimedAnswer]) -> Iterator[SlowServer]:
    server_log = SlowServer(answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            started = time.monotonic()
            host = self.headers.get("Host", "").partition(":")[0]
            times = server_log.request_counts[host + self.path] = (
                server_log.request_counts.get(host + self.path, 0) + 1
            )
            given = server_log.answer(host, self.path, times)
            time.sleep(given.delay_seconds)
            body = given.body.encode()
            self.send_response(given.status)
            for name, value in {"Content-Type": "text/html; charset=utf-8", **given.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            server_log.log.append(TimedRequest(started, time.monotonic(), host, self.path))
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server_log.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server_log
    finally:
        server.shutdown()
        server.server_close()


def assert_polite(visits: list[TimedRequest], pause: float = PAUSE_SECONDS) -> None:
    """Each visit began so long after the end of the one before. (Clocks tick in milliseconds.)"""
    gaps = [later.started - earlier.ended for earlier, later in pairwise(visits)]
    assert gaps
    assert min(gaps) >= pause - 0.005, list(zip(gaps, visits[1:], strict=True))


def write_source(folder: Path, *hosts: str, **fields: object) -> Path:
    return write_registry(
        folder, *({"host": host, "columns": [f"http://{host}/nb/"], **fields} for host in hosts)
    )


def compliance_entries(data: Path) -> list[dict[str, Any]]:
    """The entries of the compliance logs."""
    files = sorted((data / "compliance").glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def answer_list(host: str, path: str, times: int) -> TimedAnswer:
    """A list of six reports that takes longer to answer than the pause; one redirects, one fails once."""
    if path == "/robots.txt":
        return TimedAnswer("User-agent: *\nDisallow: /5.html")
    if path == "/nb/":
        return TimedAnswer(LISTING, delay_seconds=0.4)
    if path == "/1.html":
        return TimedAnswer(status=302, headers={"Location": "/moved.html"})
    if path == "/2.html" and times == 1:
        return TimedAnswer(status=502)
    if path == "/3.html" and times == 1:
        return TimedAnswer(status=429, headers={"Retry-After": "1"})
    return TimedAnswer(html_page("年报"), delay_seconds=0.05)


def test_redirects_retries_and_robots_are_all_under_the_pause(tmp_path: Path) -> None:
    with run_slow_server(answer_list) as server:
        summary = crawl(
            tmp_path / "data", write_source(tmp_path, HOST), {HOST: server.address}, **STEADY_SETTINGS
        )
    visits = server.visits()
    assert [met.path for met in visits[:2]] == ["/robots.txt", "/nb/"]
    assert {"/moved.html", "/2.html", "/3.html"} < {met.path for met in visits}
    assert len(visits) == 10
    assert_polite(visits)
    held = next(number for number, met in enumerate(visits) if met.path == "/3.html")
    assert visits[held + 1].started - visits[held].ended >= 0.995
    assert summary["sources"]["slj"][3] == 5
    entries = compliance_entries(tmp_path / "data")
    asked = [one for one in entries if one["asked"]]
    assert [one["url"].partition("test")[2] for one in asked] == [met.path for met in visits]
    assert {one["robots"] for one in asked[1:]} == {"rules"}
    assert all(one["pause"] == PAUSE_SECONDS for one in asked)
    assert [one["hold"] for one in asked if one["status"] == 429] == [1.0]
    (refused,) = [one for one in entries if not one["asked"]]
    assert refused["url"].endswith("/5.html")
    assert refused["why"] == "RobotsDisallow"
    robots = {capture.id: capture.url for capture in read_captures(tmp_path / "data")}
    assert robots[refused["robots_capture"]].endswith("/robots.txt")


def test_without_a_pause_a_host_is_still_asked_one_thing_at_a_time(tmp_path: Path) -> None:
    with run_slow_server(answer_list) as server:
        crawl(tmp_path / "data", write_source(tmp_path, HOST), {HOST: server.address})
    visits = server.visits()
    assert len(visits) > 8
    assert_polite(visits, pause=0.0)


@pytest.mark.parametrize("archives", [1, 2])
def test_two_processes_and_two_hosts_share_one_address(tmp_path: Path, archives: int) -> None:
    """Each process crawls a source of its own; both hosts have one address, as departments often have.

    It does not matter whether they write one archive or two: the turns are the machine's.
    """
    turns = {"GONGKAI_STATE_DIR": str(tmp_path / "turns")} if archives > 1 else {}
    job = {"settings": {**STEADY_SETTINGS, **turns, "GONGKAI_PAIRS_SHARE_ADDRESSES": True}}
    with run_slow_server(
        lambda host, path, times: TimedAnswer(
            LISTING if path == "/nb/" else html_page("年报"), delay_seconds=0.1
        )
    ) as server:
        jobs = []
        for host in (HOST, OTHER):
            folder = tmp_path / host
            folder.mkdir()
            data = tmp_path / f"data{len(jobs) % archives}"
            one = {
                "data": str(data),
                "registry": str(write_source(folder, host)),
                "hosts": {host: server.address},
            }
            jobs.append((start_worker(), {**job, **one}))
        for process, one in jobs:
            send_job(process, one)
        ended = [process.communicate(timeout=150) for process, _ in jobs]
    assert [process.returncode for process, _ in jobs] == [0, 0], ended
    assert {met.host for met in server.log} == {HOST, OTHER}
    assert len(server.visits(HOST)) == len(server.visits(OTHER)) == 8
    assert server.visits(HOST)[0].started < server.visits(OTHER)[-1].ended
    assert server.visits(OTHER)[0].started < server.visits(HOST)[-1].ended
    assert_polite(server.visits())


SHELL = """<html><body><div id="app">正在加载…</div>
<script src="/one.js"></script><script src="/secret/two.js"></script><script src="/three.js"></script>
<script src="http://nyj.qinghe.gov.cn.test/four.js"></script></body></html>"""
SCRIPT = f"document.getElementById('app').innerHTML = `{REPORT.format(number=1, year=2023)}`;"


def answer_shell(host: str, path: str, times: int) -> TimedAnswer:
    """A list that a script of another host of the portal fills; one of its scripts is not for robots."""
    if path == "/robots.txt":
        return TimedAnswer("User-agent: *\nDisallow: /secret/")
    if path == "/nb/":
        return TimedAnswer(SHELL, delay_seconds=0.1)
    if path.endswith(".js"):
        body = SCRIPT if path == "/four.js" else "'no more'"
        return TimedAnswer(body, delay_seconds=0.2, headers={"Content-Type": "text/javascript"})
    return TimedAnswer(html_page("年报"), delay_seconds=0.1)


@pytest.mark.skipif(not HAS_BROWSER, reason="there is no Chromium on this machine")
def test_a_rendering_is_one_visit_of_requests_one_after_another(tmp_path: Path) -> None:
    hosts = [HOST, OTHER]
    registered = write_source(tmp_path, HOST, hosts=[OTHER])
    with run_slow_server(answer_shell) as server:
        pairs = dict.fromkeys(hosts, server.address)
        summary = crawl(tmp_path / "data", registered, pairs, **STEADY_SETTINGS)
    assert summary["sources"]["slj"][0] == "ok", summary["log"]
    assert summary["sources"]["slj"][3] == 1
    assert_polite(server.visits(), 0.0)
    assert not [met for met in server.log if "secret" in met.path]
    assert {met.path for met in server.visits(OTHER)} == {"/robots.txt", "/four.js"}
    visits = server.visits(HOST)
    assert visits[-1].path == "/1.html"
    # Nothing but a page's own requests is closer than the pause, whatever host they go to.
    of_a_page = {"/one.js", "/three.js", "/four.js"}
    gaps = [
        later.started - earlier.ended for earlier, later in pairwise(visits) if later.path not in of_a_page
    ]
    assert min(gaps) >= PAUSE_SECONDS - 0.005, visits
    entries = [one for one in compliance_entries(tmp_path / "data") if one["role"] == "subresource"]
    assert {one["url"].rpartition("/")[2] for one in entries if one["asked"]} >= {"one.js", "four.js"}
    assert "robots.txt" in next(one["why"] for one in entries if "secret" in one["url"])


def test_what_cannot_be_today_is_postponed_by_name(tmp_path: Path) -> None:
    """A cap of three a day: robots.txt, the list and one report; the others are for tomorrow."""
    more = {**STEADY_SETTINGS, "GONGKAI_DAILY_CAP": 3}
    with run_slow_server(
        lambda host, path, times: TimedAnswer(LISTING if path == "/nb/" else html_page("年报"))
    ) as server:
        pairs = {HOST: server.address}
        summary = crawl(tmp_path / "data", write_source(tmp_path, HOST), pairs, **more)
        again = crawl(tmp_path / "data", write_source(tmp_path, HOST), pairs, **more)
        assert len(server.log) == 3
        last = crawl(tmp_path / "data", write_source(tmp_path, HOST), pairs, **STEADY_SETTINGS)
    for one in (summary, again):
        assert one["sources"]["slj"][0] == "postponed", one
        assert "上限" in one["sources"]["slj"][1]
    assert last["sources"]["slj"][0] == "ok"
    outcomes = [capture.outcome for capture in read_captures(tmp_path / "data")]
    assert Outcome.POSTPONED in outcomes
    # robots.txt was asked for once, by the first run; it is good for a day.
    assert server.request_counts[f"{HOST}/robots.txt"] == 1
    with Ledger.open(tmp_path / "data") as ledger:
        assert ledger.health.by_source()["slj"].outcome == "ok"


def test_hours_and_a_long_wait_postpone_too(tmp_path: Path) -> None:
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
    assert [met.path for met in server.visits(HOST)] == ["/robots.txt"]
    assert [met.path for met in server.visits(OTHER)] == ["/robots.txt", "/nb/"]


def test_a_slow_host_rests_as_long_as_it_takes_and_a_broken_robots_keeps_us_out(tmp_path: Path) -> None:
    def answer(host: str, path: str, times: int) -> TimedAnswer:
        if host == OTHER:
            return TimedAnswer(status=503, headers={"Retry-After": "300"})
        return TimedAnswer(
            LISTING if path == "/nb/" else html_page("年报"), delay_seconds=0.6 if path == "/nb/" else 0.0
        )

    more = {
        **STEADY_SETTINGS,
        "AUTOTHROTTLE_ENABLED": True,
        "RETRY_TIMES": 0,
        "GONGKAI_MAX_WAIT_SECONDS": 2.0,
    }
    with run_slow_server(answer) as server:
        pairs = dict.fromkeys((HOST, OTHER), server.address)
        summary = crawl(tmp_path / "data", write_source(tmp_path, HOST, OTHER), pairs, **more)
        visits = server.visits(HOST)
        assert [met.path for met in visits[:2]] == ["/robots.txt", "/nb/"]
        assert visits[2].started - visits[1].ended >= 0.595
        assert_polite(visits)
        assert [met.path for met in server.visits(OTHER)] == ["/robots.txt"]
        assert summary["sources"]["nyj"][0] == "robots_disallow"
        # What it asked for holds beyond the run.
        again = crawl(tmp_path / "data", write_source(tmp_path, OTHER), pairs, **more)
    assert again["sources"]["nyj"][0] == "postponed"
    assert len(server.visits(OTHER)) == 1
