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
from crawler.registry.sources import load
from samples.renderers import html
from samples.world.world import World
from tests.support.subprocess_crawl import captures, crawl, registry, serving

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


def article(title: str, body: str) -> str:
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"


def links(*pairs: tuple[str, str]) -> str:
    return "<ul>" + "".join(f'<li><a href="{url}">{text}</a></li>' for url, text in pairs) + "</ul>"


def portal() -> dict[str, str]:
    later = article(LATER.title, html.fragment(LATER))
    return {
        "/": article(
            "某县水利局", links(("/nb/", "政府信息公开年报"), (COLUMN, "县水利局：政府信息公开年报"))
        ),
        "/nb/": article("政府信息公开年报", links(*((url, LATER.title) for url in COPIES))),
        COLUMN: article(EARLIER.title, html.fragment(EARLIER)),
        **dict.fromkeys(COPIES, later),
    }


@dataclass
class Walked:
    data: Path
    first: BuildResult
    second: BuildResult
    found: list[Capture]
    added: list[Capture]
    asked: list[str]


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Walked:
    data = tmp_path_factory.mktemp("one")
    entry = registry(data, {"host": HOST, "family": ""})
    facts = [one.as_dict() for one in load(entry)]
    with serving(portal()) as served:
        crawl(data, entry, {HOST: served.address})
        found, first = captures(data), build(data, sources=facts, suffixes=SUFFIXES)
        asked = list(served.log)
        crawl(data, entry, {HOST: served.address})
    second = build(data, sources=facts, suffixes=SUFFIXES)
    return Walked(data, first, second, found, captures(data)[len(found) :], asked)


def rows(data: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(data / "current" / "archive.db")) as connection:
        return connection.execute(sql).fetchall()


def test_each_report_is_one_and_its_further_copies_are_named(walked: Walked) -> None:
    found = rows(walked.data, "select year, url from reports order by year")
    assert [year for year, _ in found] == [EARLIER.year, LATER.year]
    assert found[0][1] == f"http://{HOST}{COLUMN}"
    winner = found[1][1]
    others = rows(walked.data, "select url, detail from documents where state = 'duplicate'")
    addresses = {f"http://{HOST}{path}" for path in COPIES if "?" not in path}
    assert {url for url, _ in others} == addresses - {winner}
    assert all(winner in detail for _, detail in others)


def test_the_same_address_with_a_mark_on_it_is_not_asked_for_again(walked: Walked) -> None:
    assert [line for line in walked.asked if "from=" in line] == []
    assert len(walked.asked) == len(set(walked.asked))


def test_a_column_that_is_a_report_is_kept_once_and_shown_as_both(walked: Walked) -> None:
    kept = [one for one in walked.found if one.url.endswith(COLUMN)]
    assert {(one.role, one.record) for one in kept} == {(Role.LIST, "response"), (Role.REPORT, "revisit")}
    assert {one.link_text for one in kept if one.role is Role.REPORT} == {EARLIER.title}


def test_a_second_crawl_adds_no_body_and_changes_nothing(walked: Walked) -> None:
    assert {one.record for one in walked.added} <= {"revisit", "metadata"}
    assert [one.role for one in walked.added if one.url.endswith(COLUMN)] == [Role.LIST, Role.REPORT]
    assert walked.second.digest == walked.first.digest
