"""Portals with a new session id or random number in the links of every answer, crawled and built twice."""

from __future__ import annotations

import re
from collections import Counter
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from archive.build.builder import Builder
from archive.build.source_facts import SourceFacts
from archive.model import Capture, Outcome, Role
from samples.renderers import html
from samples.world.world import World
from tests.support.subprocess_crawl import (
    SUFFIXES,
    crawl,
    html_page,
    read_captures,
    serve_pages,
    write_registry,
)

pytestmark = pytest.mark.slow

REPORTS = 4
LINKS = {
    "struts": "/show.do;jsessionid={id}?id={number}",
    "webforms": "/(S({id}))/show.aspx?id={number}",
    "sid": "/show.do?sid={id}&id={number}",
    "php": "/show.php?id={number}&PHPSESSID={id}",
    "random": "/show.html?id={number}&_=0.{digits}",
}
"""The address of a page by portal; page 0 is the list."""
IS_PRINTED = {"struts": True, "webforms": False, "sid": True, "php": True, "random": False}
"""Whether the pages of reports, too, hold links with the id."""


class Portals(dict[str, Any]):
    """The pages of all portals: each answer has a new id."""

    def __init__(self) -> None:
        self._answers = count(1)
        self._reports = World(5, REPORTS * len(LINKS), len(LINKS), carriers=("page",)).reports

    def get(self, key: str, default: Any = None) -> Any:
        """The page of an address that begins with a host."""
        host, _, path = key.partition("/")
        portal = host.partition(".")[0]
        if portal not in LINKS:
            return default
        if path == "robots.txt":
            return 404
        number = int((re.search(r"\bid=(\d+)", path) or [0, 0])[1])
        if portal == "webforms" and not path.startswith("(S("):
            return f"-> {self.link(portal, number)}"
        return self._report_page(portal, number) if number else self._list_page(portal)

    def link(self, portal: str, number: int) -> str:
        """The address of a page with a new id."""
        answer = next(self._answers)
        return LINKS[portal].format(id=f"{answer:016x}a1", digits=f"{answer:012}", number=number)

    def _list_page(self, portal: str) -> str:
        start = list(LINKS).index(portal) * REPORTS
        links = (
            f'<li><a href="{self.link(portal, number)}">{report.title}</a></li>'
            for number, report in enumerate(self._reports[start : start + REPORTS], 1)
        )
        return html_page(f"<h1>政府信息公开年报</h1><ul>{''.join(links)}</ul>")

    def _report_page(self, portal: str, number: int) -> bytes:
        report = self._reports[list(LINKS).index(portal) * REPORTS + number - 1]
        home = f'<a href="{self.link(portal, 0)}">返回</a>' if IS_PRINTED[portal] else ""
        return html.report_page(report).replace(b"</body>", f"{home}</body>".encode())


def documents_by_run(data: Path) -> dict[str, list[Capture]]:
    """Return the captures of reports of each run, in order of the runs."""
    runs: dict[str, list[Capture]] = {}
    for capture in sorted(read_captures(data), key=lambda capture: capture.fetched):
        if capture.role in (Role.REPORT, Role.ATTACHMENT) and capture.outcome is not Outcome.REDIRECT:
            runs.setdefault(capture.run, []).append(capture)
    return runs


def test_a_second_crawl_of_an_unchanged_web_adds_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    facts = SourceFacts({}, tuple(SUFFIXES))
    results, requests, same_pages = [], [], []
    with serve_pages({}) as server:
        server.pages = Portals()
        hosts = [f"{portal}.gov.cn.test" for portal in LINKS]
        entries = ({"host": host, "columns": [f"http://{host}/list"]} for host in hosts)
        registry = write_registry(tmp_path, *entries)
        for _ in range(2):
            server.log.clear()
            summary = crawl(data, registry, dict.fromkeys(hosts, server.address))
            assert {portal: source[3] for portal, source in summary["sources"].items()} == dict.fromkeys(
                LINKS, REPORTS
            )
            requests.append(Counter(line.partition("/")[0] for line in server.log if "robots" not in line))
            same_pages.append(summary["same_pages"])
            results.append(Builder(data, facts).run())
    first, second = documents_by_run(data).values()
    assert requests[1] == requests[0]
    lists = len(LINKS)
    assert same_pages == [0, lists + REPORTS * sum(IS_PRINTED.values())]
    assert len(results[0].added) == REPORTS * len(LINKS)
    assert (results[1].added, results[1].changed, results[1].removed) == ((), (), ())
    assert results[1].digest == results[0].digest
    digests = {capture.digest for capture in first}
    records = {capture.source: set() for capture in second}
    for capture in second:
        assert (capture.record == "revisit") == (capture.digest in digests)
        records[capture.source].add((capture.record, bool(capture.same_page_as)))
    assert records == {
        portal: {("response", True)} if IS_PRINTED[portal] else {("revisit", False)} for portal in LINKS
    }
    assert Builder(data, facts).run(full=True).digest == results[0].digest
