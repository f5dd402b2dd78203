"""Tests of the rate limiter with the logs of servers: one visit at a time, and a pause after each."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tests.support.slow_server import (
    HOST,
    LISTING,
    OTHER,
    PAUSE_SECONDS,
    REPORT,
    STEADY_SETTINGS,
    TimedAnswer,
    assert_polite,
    compliance_entries,
    run_slow_server,
    write_source,
)
from tests.support.subprocess_crawl import (
    HAS_BROWSER,
    crawl,
    html_page,
    read_captures,
    send_job,
    start_worker,
)

pytestmark = pytest.mark.slow


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


def test_the_pause_applies_to_redirects_retries_and_robots_txt(tmp_path: Path) -> None:
    with run_slow_server(answer_list) as server:
        summary = crawl(
            tmp_path / "data", write_source(tmp_path, HOST), {HOST: server.address}, **STEADY_SETTINGS
        )
    visits = server.visits()
    assert [visit.path for visit in visits[:2]] == ["/robots.txt", "/nb/"]
    assert {"/moved.html", "/2.html", "/3.html"} < {visit.path for visit in visits}
    assert len(visits) == 10
    assert_polite(visits)
    index = next(number for number, visit in enumerate(visits) if visit.path == "/3.html")
    assert visits[index + 1].started - visits[index].ended >= 0.995
    assert summary["sources"]["slj"][3] == 5
    entries = compliance_entries(tmp_path / "data")
    sent = [entry for entry in entries if entry["asked"]]
    assert [entry["url"].partition("test")[2] for entry in sent] == [visit.path for visit in visits]
    assert {entry["robots"] for entry in sent[1:]} == {"rules"}
    assert all(entry["pause"] == PAUSE_SECONDS for entry in sent)
    assert [entry["hold"] for entry in sent if entry["status"] == 429] == [1.0]
    (refused,) = [entry for entry in entries if not entry["asked"]]
    assert refused["url"].endswith("/5.html")
    assert refused["why"] == "RobotsDisallow"
    robots = {capture.id: capture.url for capture in read_captures(tmp_path / "data")}
    assert robots[refused["robots_capture"]].endswith("/robots.txt")


def test_without_a_pause_a_host_still_gets_one_request_at_a_time(tmp_path: Path) -> None:
    with run_slow_server(answer_list) as server:
        crawl(tmp_path / "data", write_source(tmp_path, HOST), {HOST: server.address})
    visits = server.visits()
    assert len(visits) > 8
    assert_polite(visits, pause=0.0)


@pytest.mark.parametrize("archives", [1, 2])
def test_two_processes_share_the_slots_of_one_address(tmp_path: Path, archives: int) -> None:
    """Each process crawls a source of its own; both hosts have one address, as departments often have.

    They share the slots of the machine, whether they write one archive or two.
    """
    state_settings = {"GONGKAI_STATE_DIR": str(tmp_path / "turns")} if archives > 1 else {}
    job = {"settings": {**STEADY_SETTINGS, **state_settings, "GONGKAI_PAIRS_SHARE_ADDRESSES": True}}
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
            crawl_job = {
                "data": str(data),
                "registry": str(write_source(folder, host)),
                "hosts": {host: server.address},
            }
            jobs.append((start_worker(), {**job, **crawl_job}))
        for process, crawl_job in jobs:
            send_job(process, crawl_job)
        outputs = [process.communicate(timeout=150) for process, _ in jobs]
    assert [process.returncode for process, _ in jobs] == [0, 0], outputs
    assert {visit.host for visit in server.log} == {HOST, OTHER}
    assert len(server.visits(HOST)) == len(server.visits(OTHER)) == 8
    assert server.visits(HOST)[0].started < server.visits(OTHER)[-1].ended
    assert server.visits(OTHER)[0].started < server.visits(HOST)[-1].ended
    assert_polite(server.visits())


SHELL = """<html><body><div id="app">正在加载…</div>
<script src="/one.js"></script><script src="/secret/two.js"></script><script src="/three.js"></script>
<script src="http://nyj.qinghe.gov.cn.test/four.js"></script></body></html>"""
SCRIPT = f"document.getElementById('app').innerHTML = `{REPORT.format(number=1, year=2023)}`;"


def answer_shell(host: str, path: str, times: int) -> TimedAnswer:
    """A list filled by a script of another host of the portal; robots.txt disallows one of its scripts."""
    if path == "/robots.txt":
        return TimedAnswer("User-agent: *\nDisallow: /secret/")
    if path == "/nb/":
        return TimedAnswer(SHELL, delay_seconds=0.1)
    if path.endswith(".js"):
        body = SCRIPT if path == "/four.js" else "'no more'"
        return TimedAnswer(body, delay_seconds=0.2, headers={"Content-Type": "text/javascript"})
    return TimedAnswer(html_page("年报"), delay_seconds=0.1)


@pytest.mark.skipif(not HAS_BROWSER, reason="there is no Chromium on this machine")
def test_a_rendered_page_is_one_visit_of_sequential_requests(tmp_path: Path) -> None:
    hosts = [HOST, OTHER]
    registered = write_source(tmp_path, HOST, hosts=[OTHER])
    with run_slow_server(answer_shell) as server:
        pairs = dict.fromkeys(hosts, server.address)
        summary = crawl(tmp_path / "data", registered, pairs, **STEADY_SETTINGS)
    assert summary["sources"]["slj"][0] == "ok", summary["log"]
    assert summary["sources"]["slj"][3] == 1
    assert_polite(server.visits(), 0.0)
    assert not [visit for visit in server.log if "secret" in visit.path]
    assert {visit.path for visit in server.visits(OTHER)} == {"/robots.txt", "/four.js"}
    visits = server.visits(HOST)
    assert visits[-1].path == "/1.html"
    # Only the requests of a rendered page are closer than the pause.
    subresources = {"/one.js", "/three.js", "/four.js"}
    gaps = [
        later.started - earlier.ended for earlier, later in pairwise(visits) if later.path not in subresources
    ]
    assert min(gaps) >= PAUSE_SECONDS - 0.005, visits
    entries = [entry for entry in compliance_entries(tmp_path / "data") if entry["role"] == "subresource"]
    assert {entry["url"].rpartition("/")[2] for entry in entries if entry["asked"]} >= {"one.js", "four.js"}
    assert "robots.txt" in next(entry["why"] for entry in entries if "secret" in entry["url"])
