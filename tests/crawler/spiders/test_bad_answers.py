"""One bad answer costs one page: its outcome has a cause, and its source goes on and has a result."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from archive.ledger.ledger import Ledger
from archive.ledger.source_health import SourceHealth
from archive.ledger.verify import verify
from archive.model import Capture, Outcome
from tests.support.bad_answers import LOST, READ, Answer
from tests.support.subprocess_crawl import crawl, html_page, read_captures, serve_pages, write_registry

pytestmark = pytest.mark.slow

BAD_ANSWERS = {**LOST, **READ}
NAVIGATION_NAMES = (
    "location_space",
    "refresh_space",
    *(name for name in BAD_ANSWERS if not name.startswith(("location_", "refresh_"))),
)
ROW = '<li><a href="/{path}">青禾县水利局{year}年政府信息公开工作年度报告</a></li>'
LIST = html_page(
    "".join(ROW.format(path=path, year=year) for path, year in (("a", 2021), ("bad", 2022), ("c", 2023)))
)
# The same answers as report, list and robots.txt of sources of their own.
BAD_PATHS = {"report": "/bad", "list": "/nb/", "robots": "/robots.txt"}


def host_of(place: str, name: str) -> str:
    return f"{name.replace('_', '-')}.{place}.gov.cn.test"


def pages_of(place: str, name: str, bad_answer: Answer) -> dict[str, object]:
    """Return the pages of the portal that gives the answer at one place."""
    pages: dict[str, object] = {"/nb/": LIST, **dict.fromkeys(("/a", "/bad", "/c"), html_page("年报"))}
    pages[BAD_PATHS[place]] = bad_answer
    return {host_of(place, name) + path: page for path, page in pages.items()}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive after one crawl of a portal for each bad answer at each place."""
    folder = tmp_path_factory.mktemp("bad_answers")
    portals = [
        (place, name)
        for place in BAD_PATHS
        for name in (BAD_ANSWERS if place == "report" else NAVIGATION_NAMES)
    ]
    entries = [
        {"host": host, "id": host.removesuffix(".gov.cn.test"), "columns": [f"http://{host}/nb/"]}
        for host in (host_of(place, name) for place, name in portals)
    ]
    pages = {
        path: page
        for place, name in portals
        for path, page in pages_of(place, name, BAD_ANSWERS[name]).items()
    }
    with serve_pages(pages) as server:
        hosts = {str(entry["host"]): server.address for entry in entries}
        summary = crawl(folder / "data", write_registry(folder, *entries), hosts, RETRY_TIMES=0)
    assert summary["ended"] == "finished"
    assert len(summary["sources"]) == len(portals)
    return folder / "data"


@pytest.fixture(scope="module")
def health(data: Path) -> dict[str, SourceHealth]:
    with Ledger.open(data) as ledger:
        return ledger.health.by_source()


@pytest.fixture(scope="module")
def captures(data: Path) -> dict[str, list[Capture]]:
    """All captures of each source."""
    by_source: dict[str, list[Capture]] = defaultdict(list)
    for capture in read_captures(data):
        by_source[capture.source].append(capture)
    return by_source


def source_of(place: str, name: str) -> str:
    return host_of(place, name).removesuffix(".gov.cn.test")


@pytest.mark.parametrize("name", LOST)
def test_a_bad_answer_costs_one_report_and_says_why(health: dict[str, SourceHealth], name: str) -> None:
    source = health[source_of("report", name)]
    (missed,) = source.missed
    assert (missed.role, missed.count) == ("report", 1)
    assert missed.example == f"http://{host_of('report', name)}/bad"
    assert missed.outcome not in ("ok", "internal_error")
    assert missed.detail
    assert (source.items, source.state in ("partly_failed", "partly_refused")) == (3, True)


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("place", ["report", "robots"])
def test_a_wrong_label_costs_nothing(health: dict[str, SourceHealth], place: str, name: str) -> None:
    assert health[source_of(place, name)].state == "fine"


@pytest.mark.parametrize("place", ["list", "robots"])
@pytest.mark.parametrize("name", NAVIGATION_NAMES)
def test_a_source_with_a_bad_list_or_robots_txt_has_a_result(
    health: dict[str, SourceHealth], place: str, name: str
) -> None:
    source = health[source_of(place, name)]
    assert source.state not in ("", "internal_error")
    assert (source.state == "fine") is (place == "robots" and source.items == 3)


@pytest.mark.parametrize("name", ["gzip_half", "br_noise", "zstd_half", "deflate_noise", "status_0"])
def test_a_robots_txt_that_cannot_be_read_forbids_everything(
    captures: dict[str, list[Capture]], name: str
) -> None:
    assert not [capture for capture in captures[source_of("robots", name)] if capture.outcome is Outcome.OK]


def test_a_redirect_that_sets_a_cookie_is_followed_once_with_it(captures: dict[str, list[Capture]]) -> None:
    outcomes = [
        capture.outcome
        for capture in captures[source_of("report", "cookie_circle")]
        if capture.url.endswith("/bad")
    ]
    assert outcomes == [Outcome.REDIRECT, Outcome.REDIRECT, Outcome.REDIRECT_LOOP]
    (last,) = [
        capture
        for capture in captures[source_of("report", "cookie_circle")]
        if capture.outcome is Outcome.REDIRECT_LOOP
    ]
    assert "Cookie" in last.detail
    outcomes = [
        capture.outcome
        for capture in captures[source_of("report", "cookie_check")]
        if capture.url.endswith("/bad")
    ]
    assert outcomes == [Outcome.REDIRECT, Outcome.OK]


@pytest.mark.fault("bad_answers", "verify")
def test_the_records_of_bad_answers_are_complete(data: Path, captures: dict[str, list[Capture]]) -> None:
    with Ledger.open(data) as ledger:
        assert list(verify(ledger)) == []
    outcomes = {capture.outcome for source in captures.values() for capture in source}
    assert {Outcome.OK, Outcome.REDIRECT_LOOP, Outcome.CONNECTION} <= outcomes


def test_a_wrong_encoding_is_recorded(captures: dict[str, list[Capture]]) -> None:
    details = {capture.detail for capture in captures[source_of("report", "br_plain")] if capture.detail}
    assert details == {"压缩标为 br，实为未压缩"}
