"""Scrapy's own commands, run from the root of the repository: what they print, obey and leave behind."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.ledger.ledger import Ledger
from archive.model import Role
from tests.support.crawl_child import ROOT
from tests.support.subprocess_crawl import PageServer, html_page, serve_pages, write_registry

pytestmark = pytest.mark.slow

HOST = "slj.qinghe.gov.cn.test"
COLUMN = f"http://{HOST}/nb/"
TITLE = "青禾县水利局{year}年政府信息公开工作年度报告"
ROBOTS = "User-agent: *\nDisallow: /private/\n"
NO_WAIT = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0")


def list_row(year: int, href: str) -> str:
    return f'<li><a href="{href}">{TITLE.format(year=year)}</a><span>{year + 1}-01-2{year % 10}</span></li>'


@pytest.fixture
def portal() -> Iterator[PageServer]:
    """A portal with a list of two reports, one of them with a file and one of them missing."""
    rows = list_row(2023, "/1.html") + list_row(2022, "/2.html")
    pages = {
        "/robots.txt": ROBOTS,
        "/nb/": html_page(f"<ul>{rows}</ul>"),
        "/1.html": html_page('年报正文<a href="/1.docx">附件：2023年年度报告.docx</a>'),
        "/1.docx": b"PK\x03\x04 a file",
        "/private/": html_page("不公开"),
    }
    with serve_pages(pages) as server:
        yield server


def scrapy(folder: Path, portal: PageServer, *arguments: str) -> subprocess.CompletedProcess[str]:
    entry = write_registry(folder, {"host": HOST, "columns": [COLUMN]})
    values = {
        "GONGKAI_DATA": folder / "data",
        "GONGKAI_SOURCES": entry,
        "GONGKAI_HOSTS": json.dumps({HOST: portal.address}),
    }
    settings = [word for name, value in values.items() for word in ("-s", f"{name}={value}")]
    command, *others = arguments
    return subprocess.run(
        [sys.executable, "-m", "scrapy", command, *settings, *NO_WAIT, *others],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def assert_no_archive(folder: Path) -> None:
    """Nothing at all may be in the data directory: the folder itself is missing."""
    assert not (folder / "data").exists()


def test_the_shell_obeys_robots_and_guard_in_lines_and_archives_nothing(
    tmp_path: Path, portal: PageServer
) -> None:
    refused = {
        f"http://{HOST}/private/": "robots.txt 不允许",
        "http://127.0.0.1:22/": "端口 22 不在允许之列",
        "http://localhost/": "还没有设定联系方式",
    }
    fetches = ", ".join(f"fetch({url!r}), response" for url in refused)
    code = f"response.status, len(response.css('li')), {fetches}"
    result = scrapy(tmp_path, portal, "shell", "-L", "ERROR", "--spider", "reports", "-c", code, COLUMN)
    assert result.stdout.splitlines()[-1] == str((200, 2, *[None] * 6))
    lines = [line for line in result.stderr.splitlines() if "没有取到" in line]
    assert len(lines) == len(refused)
    for line, (url, reason) in zip(lines, refused.items(), strict=True):
        assert url in line
        assert reason in line
    assert "Traceback" not in result.stderr
    assert [line.partition("/")[2] for line in portal.log] == ["robots.txt", "nb/"]
    assert_no_archive(tmp_path)


def test_fetch_prints_a_page_and_fails_without_one(tmp_path: Path, portal: PageServer) -> None:
    result = scrapy(tmp_path, portal, "fetch", "--nolog", COLUMN)
    assert (result.returncode, result.stdout.strip()) == (0, portal.pages["/nb/"])
    refused = scrapy(tmp_path, portal, "fetch", f"http://{HOST}/private/")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "robots.txt 不允许" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert_no_archive(tmp_path)


def test_parse_prints_the_reports_of_a_list_and_reads_them_at_depth_2(
    tmp_path: Path, portal: PageServer
) -> None:
    result = scrapy(tmp_path, portal, "parse", "--nocolour", "--verbose", "--depth", "2", COLUMN)
    first, _, second = result.stdout.partition(">>> DEPTH LEVEL: 2 <<<")
    assert TITLE.format(year=2023) in first
    assert f"<GET http://{HOST}/1.html>" in first
    assert "'source': 'slj'" in first
    assert "'outcome': 'ok'" not in first
    assert "'outcome': 'ok'" in second
    assert "'role': 'attachment'" in second
    assert "Traceback" not in result.stderr
    assert_no_archive(tmp_path)


def test_a_crawl_feeds_an_item_for_each_report_and_file(tmp_path: Path, portal: PageServer) -> None:
    feed = tmp_path / "reports.jsonl"
    result = scrapy(tmp_path, portal, "crawl", "reports", "-a", "source=slj", "-O", str(feed))
    assert result.returncode == 0, result.stderr
    items = {item["url"]: item for item in map(json.loads, feed.read_text(encoding="utf-8").splitlines())}
    with Ledger.open(tmp_path / "data") as ledger:
        captures = {
            capture.url: capture for capture in ledger.captures.select([Role.REPORT, Role.ATTACHMENT])
        }
    assert set(items) == set(captures)
    assert {url: item["digest"] for url, item in items.items()} == {
        url: capture.digest for url, capture in captures.items()
    }
    report = items[f"http://{HOST}/1.html"]
    expected = {
        "role": "report",
        "title": TITLE.format(year=2023),
        "date": "2024-01-23",
        "agency": "青禾县水利局",
        "source": "slj",
        "parent": COLUMN,
        "outcome": "ok",
    }
    assert {name: report[name] for name in expected} == expected
    assert items[f"http://{HOST}/2.html"]["outcome"] == "not_found"
    attachment = items[f"http://{HOST}/1.docx"]
    assert attachment["parent"] == report["url"]
    assert (attachment["role"], attachment["date"]) == ("attachment", "2024-01-23")
    assert "'gongkai/source/partly_failed': 1" in result.stderr
    assert "'gongkai/reports': 1" in result.stderr
    assert "'gongkai/outcome/not_found': 1" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("reports", "-s", "GONGKAI_HOSTS={}"), "还没有设定联系方式"),
        (("nobody",), "nobody"),
    ],
)
def test_a_crawl_that_cannot_start_says_why_in_a_line(
    tmp_path: Path, portal: PageServer, arguments: tuple[str, ...], reason: str
) -> None:
    result = scrapy(tmp_path, portal, "crawl", *arguments)
    assert result.returncode in (1, 2)
    assert reason in result.stderr
    assert "Traceback" not in result.stderr
    assert not portal.log
