"""From crawl to release: a report at several URLs is published once; a column page can be a report."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive.build.builder import build
from archive.build.result import BuildResult
from archive.model import Capture, Role
from crawler.registry.sources import load_sources
from samples.renderers import html
from samples.world.world import World
from tests.support.subprocess_crawl import crawl, read_captures, serve_pages, write_registry

pytestmark = pytest.mark.slow

WORLD = World(9, 2, portals=1, families=("trs",), carriers=("page",))
EARLIER, LATER = sorted(WORLD.reports, key=lambda report: report.year)
HOST = "slj.qinghe.gov.cn.test"
SUFFIXES = (".gov.cn", ".gov.cn.test")
# The crawler treats the second as the first; only the text shows that the others are the same report.
COPIES = (
    "/nb/t20240110_1.html",
    "/nb/t20240110_1.html?from=timeline",
    "/zwgk/2024/post_77.html",
    "/bm/content/77001.html",
)
COLUMN = "/public/column/7?type=3"


def article_page(title: str, body: str) -> str:
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"


def link_list(*pairs: tuple[str, str]) -> str:
    return "<ul>" + "".join(f'<li><a href="{url}">{text}</a></li>' for url, text in pairs) + "</ul>"


def portal_pages() -> dict[str, str]:
    later = article_page(LATER.title, html.report_html(LATER))
    return {
        "/": article_page(
            "某县水利局", link_list(("/nb/", "政府信息公开年报"), (COLUMN, "县水利局：政府信息公开年报"))
        ),
        "/nb/": article_page("政府信息公开年报", link_list(*((url, LATER.title) for url in COPIES))),
        COLUMN: article_page(EARLIER.title, html.report_html(EARLIER)),
        **dict.fromkeys(COPIES, later),
    }


@dataclass
class RepeatedCrawl:
    data: Path
    first: BuildResult
    second: BuildResult
    first_captures: list[Capture]
    second_captures: list[Capture]
    requested_urls: list[str]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> RepeatedCrawl:
    data = tmp_path_factory.mktemp("one")
    entry = write_registry(data, {"host": HOST, "family": ""})
    facts = [source.as_dict() for source in load_sources(entry)]
    with serve_pages(portal_pages()) as portal:
        crawl(data, entry, {HOST: portal.address})
        captures, first = read_captures(data), build(data, sources=facts, suffixes=SUFFIXES)
        requested_urls = list(portal.log)
        crawl(data, entry, {HOST: portal.address})
    second = build(data, sources=facts, suffixes=SUFFIXES)
    return RepeatedCrawl(data, first, second, captures, read_captures(data)[len(captures) :], requested_urls)


def query_rows(data: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(data / "current" / "archive.db")) as connection:
        return connection.execute(sql).fetchall()


def test_each_report_is_published_once_and_its_copies_are_listed(crawled: RepeatedCrawl) -> None:
    reports = query_rows(crawled.data, "select year, url from reports order by year")
    assert [year for year, _ in reports] == [EARLIER.year, LATER.year]
    assert reports[0][1] == f"http://{HOST}{COLUMN}"
    published_url = reports[1][1]
    duplicates = query_rows(crawled.data, "select url, detail from documents where state = 'duplicate'")
    addresses = {f"http://{HOST}{path}" for path in COPIES if "?" not in path}
    assert {url for url, _ in duplicates} == addresses - {published_url}
    assert all(published_url in detail for _, detail in duplicates)


def test_a_url_with_a_tracking_parameter_is_not_requested_again(crawled: RepeatedCrawl) -> None:
    assert [line for line in crawled.requested_urls if "from=" in line] == []
    assert len(crawled.requested_urls) == len(set(crawled.requested_urls))


def test_a_column_that_is_a_report_is_archived_once_and_recorded_as_both(crawled: RepeatedCrawl) -> None:
    captures = [capture for capture in crawled.first_captures if capture.url.endswith(COLUMN)]
    assert {(capture.role, capture.record) for capture in captures} == {
        (Role.LIST, "response"),
        (Role.REPORT, "revisit"),
    }
    assert {capture.link_text for capture in captures if capture.role is Role.REPORT} == {EARLIER.title}


def test_a_second_crawl_adds_no_body_and_changes_nothing(crawled: RepeatedCrawl) -> None:
    assert {capture.record for capture in crawled.second_captures} <= {"revisit", "metadata"}
    assert [capture.role for capture in crawled.second_captures if capture.url.endswith(COLUMN)] == [
        Role.LIST,
        Role.REPORT,
    ]
    assert crawled.second.digest == crawled.first.digest
