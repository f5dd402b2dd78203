"""Lists that go on where a crawl cannot follow, and reports that stand elsewhere than in their page."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.ledger.ledger import Ledger
from archive.model import Outcome, Role
from tests.support.subprocess_crawl import (
    HAS_BROWSER,
    crawl,
    html_page,
    read_captures,
    serve_pages,
    write_registry,
)

pytestmark = pytest.mark.slow

HOST = "slj.qinghe.gov.cn.test"
FILES = "oss.shengcloud.gov.cn.test"
TITLE = "青禾县水利局{}年政府信息公开工作年度报告"


def list_page(*years: int, rest: str = "") -> str:
    links = "".join(f'<li><a href="/r{year}.html">{TITLE.format(year)}</a></li>' for year in years)
    return f"<html><head><title>政府信息公开年报</title></head><body><ul>{links}</ul>{rest}</body></html>"


def article(year: int, rest: str) -> str:
    title = TITLE.format(year)
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{rest}</body></html>"


@pytest.mark.skipif(not HAS_BROWSER, reason="there is no Chromium on this machine")
def test_a_list_that_states_more_than_was_read_is_named_with_its_numbers(tmp_path: Path) -> None:
    entry = write_registry(tmp_path, {"host": HOST, "columns": [f"http://{HOST}/nb/"]})
    pages = {"/nb/": list_page(2024, rest="总页数：<b>4</b>"), "/r2024.html": html_page("年报")}
    with serve_pages(pages) as portal:
        crawl(tmp_path / "data", entry, {HOST: portal.address})
    with Ledger.open(tmp_path / "data") as ledger:
        health = ledger.health.by_source()["slj"]
    assert (health.state, health.is_wrong) == ("list_incomplete", True)
    assert "共 4 页，只读到 1 页" in health.cause


def test_files_of_frames_and_of_other_hosts_of_the_state_are_archived(tmp_path: Path) -> None:
    entry = write_registry(tmp_path, {"host": HOST, "columns": [f"http://{HOST}/nb/"]})
    pages = {
        f"{HOST}/nb/": list_page(2024, 2023, 2022),
        f"{HOST}/r2024.html": article(2024, '<iframe src="/frame/f24.html"></iframe>'),
        f"{HOST}/frame/f24.html": html_page('<a href="/f/24.docx">附件</a>'),
        f"{HOST}/f/24.docx": b"PK\x03\x04" + bytes(200),
        f"{HOST}/r2023.html": article(2023, f'<a href="http://{FILES}/a/23.pdf">年报.pdf</a>'),
        f"{FILES}/a/23.pdf": b"%PDF-1.4" + bytes(200),
        f"{HOST}/r2022.html": article(2022, '<a href="http://cdn.example.com.test/22.pdf">年报.pdf</a>'),
    }
    with serve_pages(pages) as portal:
        crawl(tmp_path / "data", entry, dict.fromkeys((HOST, FILES), portal.address), ADDONS={})
    files = {
        capture.url.partition("//")[2]
        for capture in read_captures(tmp_path / "data")
        if capture.role is Role.ATTACHMENT and capture.outcome is Outcome.OK
    }
    assert files == {f"{HOST}/frame/f24.html", f"{HOST}/f/24.docx", f"{FILES}/a/23.pdf"}
    assert not [line for line in portal.log if line.startswith("cdn.")]
    with Ledger.open(tmp_path / "data") as ledger:
        missed = ledger.health.by_source()["slj"].missed
    assert ("attachment", "http://cdn.example.com.test/22.pdf") in {(row.role, row.example) for row in missed}


@pytest.mark.skipif(not HAS_BROWSER, reason="there is no Chromium on this machine")
@pytest.mark.parametrize("address", ["/r2024.html", "/#/detail?id=2024"])
def test_a_report_that_a_script_shows_is_archived_as_the_browser_shows_it(
    tmp_path: Path, address: str
) -> None:
    entry = write_registry(tmp_path, {"host": HOST, "columns": [f"http://{HOST}/nb/"]})
    shell = '<html><body><div id="app"></div><script src="/app.js"></script></body></html>'
    prose = "本机关主动公开信息，受理申请，没有行政复议和行政诉讼。" * 20
    script = f"document.getElementById('app').innerHTML = '<h1>{TITLE.format(2024)}</h1><p>{prose}</p>'"
    pages = {"/nb/": list_page(2024).replace("/r2024.html", address), "/app.js": script}
    with serve_pages({**pages, "/": shell, "/r2024.html": shell}) as portal:
        summary = crawl(tmp_path / "data", entry, {HOST: portal.address})
    assert summary["sources"]["slj"][0] == "ok"
    reports = [capture for capture in read_captures(tmp_path / "data") if capture.role is Role.REPORT]
    assert (reports[-1].outcome, reports[-1].url) == (Outcome.OK, f"http://{HOST}{address}")
    with Ledger.open(tmp_path / "data") as ledger:
        rendered = ledger.captures.payload_capture(reports[-1])
        assert rendered is not None
        assert rendered.role is Role.RENDERED
        assert ledger.health.by_source()["slj"].state == "fine"
