"""From crawl to release: one report at several addresses is one, and a column that is a report gives it."""

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
# The crawler takes the second for the first; that the others are the same report only their text says.
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
def walked(tmp_path_factory: pytest.TempPathFactory) -> RepeatedCrawl:
    data = tmp_path_factory.mktemp("one")
    entry = write_registry(data, {"host": HOST, "family": ""})
    facts = [source.as_dict() for source in load_sources(entry)]
    with serve_pages(portal_pages()) as served:
        crawl(data, entry, {HOST: served.address})
        found, first = read_captures(data), build(data, sources=facts, suffixes=SUFFIXES)
        asked = list(served.log)
        crawl(data, entry, {HOST: served.address})
    second = build(data, sources=facts, suffixes=SUFFIXES)
    return RepeatedCrawl(data, first, second, found, read_captures(data)[len(found) :], asked)


def query_rows(data: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(data / "current" / "archive.db")) as connection:
        return connection.execute(sql).fetchall()


def test_each_report_is_published_once_and_its_copies_are_listed(walked: RepeatedCrawl) -> None:
    found = query_rows(walked.data, "select year, url from reports order by year")
    assert [year for year, _ in found] == [EARLIER.year, LATER.year]
    assert found[0][1] == f"http://{HOST}{COLUMN}"
    winner = found[1][1]
    others = query_rows(walked.data, "select url, detail from documents where state = 'duplicate'")
    addresses = {f"http://{HOST}{path}" for path in COPIES if "?" not in path}
    assert {url for url, _ in others} == addresses - {winner}
    assert all(winner in detail for _, detail in others)


def test_a_url_with_a_tracking_parameter_is_not_requested_again(walked: RepeatedCrawl) -> None:
    assert [line for line in walked.requested_urls if "from=" in line] == []
    assert len(walked.requested_urls) == len(set(walked.requested_urls))


def test_a_column_that_is_a_report_is_archived_once_and_recorded_as_both(walked: RepeatedCrawl) -> None:
    kept = [capture for capture in walked.first_captures if capture.url.endswith(COLUMN)]
    assert {(result.role, result.record) for result in kept} == {
        (Role.LIST, "response"),
        (Role.REPORT, "revisit"),
    }
    assert {result.link_text for result in kept if result.role is Role.REPORT} == {EARLIER.title}


def test_a_second_crawl_adds_no_body_and_changes_nothing(walked: RepeatedCrawl) -> None:
    assert {capture.record for capture in walked.second_captures} <= {"revisit", "metadata"}
    assert [capture.role for capture in walked.second_captures if capture.url.endswith(COLUMN)] == [
        Role.LIST,
        Role.REPORT,
    ]
    assert walked.second.digest == walked.first.digest
