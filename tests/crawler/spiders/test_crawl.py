"""Complete crawls over real sockets: what is archived, what is refused, and the outcomes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from archive.ledger.ledger import Ledger
from archive.model import Capture, Outcome, Role
from crawler.state.crawl_state import CrawlState
from samples.server.server import serve
from samples.world.world import World
from tests.support.crawl_child import ROOT
from tests.support.subprocess_crawl import (
    HAS_BROWSER,
    crawl,
    html_page,
    read_captures,
    serve_pages,
    write_registry,
)

pytestmark = pytest.mark.slow

needs_browser = pytest.mark.skipif(not HAS_BROWSER, reason="there is no Chromium on this machine")
HOST = "slj.qinghe.gov.cn.test"
REPORT = '<li><a href="{href}">青禾县水利局{year}年政府信息公开工作年度报告</a></li>'


def urls_with_role(captures: list[Capture], role: Role) -> set[str]:
    good_outcomes = (Outcome.OK, Outcome.NOT_MODIFIED)
    return {capture.url for capture in captures if capture.role is role and capture.outcome in good_outcomes}


@needs_browser
def test_a_crawl_from_home_finds_every_report_and_a_second_crawl_adds_no_body(tmp_path: Path) -> None:
    world = World(3, 24, carriers=("page", "docx", "page", "pdf"))
    documents = {truth.document_url for truth in world.truth.values()} - set(world.truth)
    assert documents
    with serve(world, homes_only=True) as web:
        first = crawl(tmp_path, web.registry_path, web.hosts)
        captures = read_captures(tmp_path)
        second = crawl(tmp_path, web.registry_path, web.hosts)
    assert {outcome for outcome, *_ in first["sources"].values()} == {"ok"}
    assert urls_with_role(captures, Role.REPORT) == set(world.truth)
    assert urls_with_role(captures, Role.ATTACHMENT) == documents
    assert not urls_with_role(captures, Role.REPORT) & set(world.decoys)
    parents = {capture.url: capture.parent for capture in captures if capture.role is Role.ATTACHMENT}
    assert parents == {
        truth.document_url: url for url, truth in world.truth.items() if truth.document_url != url
    }
    later_captures = [capture for capture in read_captures(tmp_path) if capture.run == second["run"]]
    assert Counter(capture.record for capture in later_captures).keys() <= {"revisit", "metadata"}
    assert urls_with_role(later_captures, Role.REPORT) == set(world.truth)
    with Ledger.open(tmp_path) as ledger:
        health = ledger.health.by_source()
    assert {source_health.outcome for source_health in health.values()} == {"ok"}
    assert sum(source_health.items for source_health in health.values()) == 24
    assert {source_health.last_run for source_health in health.values()} == {second["run"]}
    assert all(
        source_health.last_change < second["run"][:4] + "9" and source_health.last_change
        for source_health in health.values()
    )


def test_without_a_browser_other_sources_are_crawled_and_the_source_is_reported(tmp_path: Path) -> None:
    world = World(4, 12, portals=3, families=("trs", "scripted", "hanweb"))
    with serve(world) as web:
        summary = crawl(
            tmp_path, web.registry_path, web.hosts, environment={"GONGKAI_CHROMIUM": "/nowhere/chromium"}
        )
    outcomes = Counter(outcome for outcome, *_ in summary["sources"].values())
    assert outcomes == {"ok": 2, "needs_browser": 1}
    with Ledger.open(tmp_path) as ledger:
        (health,) = [
            source_health
            for source_health in ledger.health.by_source().values()
            if source_health.needs_browser
        ]
    assert health.outcome == "needs_browser"
    assert "/nb/" in health.detail


def test_every_visit_has_an_outcome(tmp_path: Path) -> None:
    """robots.txt, missing pages and redirects; for forbidden addresses see `test_off_portal_requests`."""
    others = {"gone": 410, "missing": 404, "robbed": "x", "good": html_page("年报"), "hop": "-> /good.html"}
    rows = "".join(REPORT.format(href=f"/{name}.html", year=2008 + at) for at, name in enumerate(others))
    elsewhere = REPORT.format(href="http://slj.other.gov.cn.test/x.html", year=2025)
    with serve_pages({}) as portal:
        portal.pages |= {f"/{name}.html": page for name, page in others.items()}
        portal.pages |= {
            "/robots.txt": "User-agent: *\nDisallow: /robbed.html\n",
            "/nb/": html_page(f"<ul>{rows}{elsewhere}</ul>"),
        }
        entry = write_registry(tmp_path, {"host": HOST, "columns": [f"http://{HOST}/nb/"]})
        summary = crawl(tmp_path / "data", entry, {HOST: portal.address})
    outcomes = {
        capture.url: capture.outcome
        for capture in read_captures(tmp_path / "data")
        if capture.outcome is not Outcome.REDIRECT
    }
    assert not [line for line in portal.log if "other" in line]
    assert summary["sources"]["slj"][0] == "ok"
    assert summary["sources"]["slj"][3] == 2
    assert outcomes[f"http://{HOST}/gone.html"] is Outcome.GONE
    assert outcomes[f"http://{HOST}/missing.html"] is Outcome.NOT_FOUND
    assert outcomes[f"http://{HOST}/robbed.html"] is Outcome.ROBOTS_DISALLOW
    assert outcomes[f"http://{HOST}/robots.txt"] is Outcome.OK
    assert outcomes[f"http://{HOST}/good.html"] is Outcome.OK


@pytest.mark.parametrize(
    ("pages", "outcome"),
    [
        ({"/nb/": 404}, "not_found"),
        ({"/nb/": 403}, "refused_403"),
        ({"/nb/": 412}, "refused_challenge"),
        (
            {"/nb/": html_page("本栏目暂无内容"), "/robots.txt": "User-agent: *\nDisallow: /nb/"},
            "robots_disallow",
        ),
        ({"/nb/": html_page("本栏目暂无内容"), "/robots.txt": 503}, "robots_disallow"),
        ({"/nb/": html_page("本栏目暂无内容")}, "empty"),
    ],
)
def test_the_outcome_of_a_source_without_reports_is_the_cause(
    tmp_path: Path, pages: dict[str, object], outcome: str
) -> None:
    entry = write_registry(tmp_path, {"host": HOST, "columns": [f"http://{HOST}/nb/"]})
    with serve_pages(pages) as portal:
        summary = crawl(tmp_path / "data", entry, {HOST: portal.address}, RETRY_TIMES=0)
    assert summary["sources"]["slj"][0] == outcome


def test_a_generic_list_is_followed_until_nothing_is_new(tmp_path: Path) -> None:
    """A portal that answers every page number with its last page is not requested forever."""
    last = html_page(REPORT.format(href="/3.html", year=2023) + '<a href="/nb/list_{next}.html">下一页</a>')
    pages = {
        "/nb/": html_page(REPORT.format(href="/1.html", year=2021) + '<a href="/nb/list_2.html">下一页</a>')
    }
    pages |= {f"/nb/list_{page}.html": last.replace("{next}", str(page + 1)) for page in range(2, 50)}
    pages |= {f"/{number}.html": html_page("年报") for number in (1, 3)}
    entry = write_registry(tmp_path, {"host": HOST, "columns": [f"http://{HOST}/nb/"]})
    with serve_pages(pages) as portal:
        summary = crawl(tmp_path / "data", entry, {HOST: portal.address})
    assert summary["sources"]["slj"][3] == 2
    assert len([line for line in portal.log if "/nb/" in line]) <= 4


def test_an_endless_list_is_cut_and_reported(tmp_path: Path) -> None:
    def page(number: int) -> str:
        return html_page(
            REPORT.format(href=f"/r{number}.html", year=2020)
            + f'<a href="/nb/list_{number + 1}.html">下一页</a>'
        )

    pages = {"/nb/": page(1)} | {f"/nb/list_{number}.html": page(number) for number in range(2, 40)}
    pages |= {f"/r{number}.html": html_page("年报") for number in range(40)}
    entry = write_registry(tmp_path, {"host": HOST, "columns": [f"http://{HOST}/nb/"]})
    with serve_pages(pages) as portal:
        summary = crawl(tmp_path / "data", entry, {HOST: portal.address}, GONGKAI_LIST_PAGES=5)
    outcome, detail, lists, reports, _ = summary["sources"]["slj"]
    assert (outcome, lists, reports) == ("too_large", 5, 5)
    assert "5 页" in detail


def test_a_source_leased_by_another_process_is_skipped(tmp_path: Path) -> None:
    entry = write_registry(tmp_path, {"host": HOST, "columns": [f"http://{HOST}/nb/"]})
    with serve_pages({"/nb/": html_page("")}) as portal, CrawlState.open(tmp_path / "data") as state:
        assert state.leases.acquire("slj", "another")
        summary = crawl(tmp_path / "data", entry, {HOST: portal.address})
        assert state.leases.renew("slj", "another")
    assert summary["sources"] == {}
    assert not portal.log
    assert "slj" in summary["log"]


def test_the_spider_runs_with_scrapys_command_line(tmp_path: Path) -> None:
    """`scrapy list` and `scrapy crawl` work from the root of the repository, without `gongkai`."""
    scrapy = [sys.executable, "-m", "scrapy"]
    listed = subprocess.run([*scrapy, "list"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert listed.stdout.split() == ["probe", "reports"]
    entry = write_registry(
        tmp_path,
        {"host": HOST, "columns": [f"http://{HOST}/nb/"]},
        {"host": "other.qinghe.gov.cn.test", "columns": ["http://other.qinghe.gov.cn.test/nb/"]},
    )
    pages = {"/nb/": html_page(REPORT.format(href="/1.html", year=2023)), "/1.html": html_page("年报")}
    with serve_pages(pages) as portal:
        hosts = json.dumps(dict.fromkeys([HOST, "other.qinghe.gov.cn.test"], portal.address))
        values = {"GONGKAI_DATA": tmp_path / "data", "GONGKAI_SOURCES": entry, "GONGKAI_HOSTS": hosts}
        settings = [word for name, value in values.items() for word in ("-s", f"{name}={value}")]
        command = [*scrapy, "crawl", "reports", "-a", "source=slj", *settings, "-s", "DOWNLOAD_DELAY=0"]
        result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        unknown = subprocess.run(
            [*command[:6], "source=nobody", *settings], cwd=ROOT, capture_output=True, text=True, check=False
        )
    assert result.returncode == 0, result.stderr
    assert "来源 slj：ok" in result.stderr
    assert {line.partition("/")[0] for line in portal.log} == {HOST}
    assert urls_with_role(read_captures(tmp_path / "data"), Role.REPORT) == {f"http://{HOST}/1.html"}
    assert "没有登记的来源：nobody" in unknown.stderr
    assert "Traceback" not in unknown.stderr


def test_proxy_variables_of_the_environment_are_ignored(tmp_path: Path) -> None:
    """With a proxy, connections would bypass the guard."""
    entry = write_registry(tmp_path, {"host": HOST, "columns": [f"http://{HOST}/nb/"]})
    environment = {"http_proxy": "http://127.0.0.1:9/", "HTTP_PROXY": "http://127.0.0.1:9/"}
    with serve_pages(
        {"/nb/": html_page(REPORT.format(href="/1.html", year=2023)), "/1.html": html_page("年报")}
    ) as portal:
        summary = crawl(tmp_path / "data", entry, {HOST: portal.address}, environment=environment)
    assert summary["sources"]["slj"][0] == "ok"


def test_an_undeclared_host_name_never_reaches_loopback(tmp_path: Path) -> None:
    """Only pinned host names are exempt: a column on `localhost` is refused even if the registry lists it."""
    with serve_pages({"/nb/": html_page(REPORT.format(href="/1.html", year=2023))}) as portal:
        entry = write_registry(tmp_path, {"host": "localhost", "columns": ["http://localhost/nb/"]})
        summary = crawl(tmp_path / "data", entry, {HOST: portal.address}, RETRY_TIMES=0)
    assert summary["sources"]["localhost"][0] in ("robots_disallow", "refused_guard")
    assert Outcome.REFUSED_GUARD in {capture.outcome for capture in read_captures(tmp_path / "data")}
    assert not portal.log
