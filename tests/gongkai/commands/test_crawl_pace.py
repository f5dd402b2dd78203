"""`gongkai crawl --due` with reports that did not change for years: which are requested, and what is said."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.ledger.ledger import Ledger
from archive.ledger.source_health import SourceHealth
from archive.model import Role
from tests.gongkai.conftest import RunCommand
from tests.support.subprocess_crawl import html_page, serve_pages, write_registry

pytestmark = pytest.mark.slow

HOST = "slj.qinghe.gov.cn.test"
LATEST = datetime.now(UTC).year - 1
YEARS = (2017, 2018, LATEST)
TITLE = "青禾县水利局{year}年政府信息公开工作年度报告"
LONG_AGO = "update sources_health set last_run = '20220101T000000-aaaaaa'"
EVERYTHING = sorted(map(str, YEARS))
PAGES = {
    "/nb/": html_page(
        "<ul>" + "".join(f'<li><a href="{y}.html">{TITLE.format(year=y)}</a></li>' for y in YEARS) + "</ul>"
    ),
    **{f"/nb/{year}.html": html_page(f"<h1>{TITLE.format(year=year)}</h1>") for year in YEARS},
}


def move_back(data: Path, days: int) -> None:
    """Set the last visits back by days, as if they had been made then."""
    moment = f"{datetime.now(UTC) - timedelta(days=days):%Y-%m-%dT%H:%M:%S.%fZ}"
    with Ledger.open(data) as ledger, ledger.transaction() as connection:
        connection.execute("update captures set fetched = ?", (moment,))
        connection.execute(LONG_AGO)


def add_unchanged_visits(data: Path, *days: int) -> None:
    """Add visits so many days ago that found the reports of the archive unchanged."""
    with Ledger.open(data) as ledger:
        reports = [capture for capture in ledger.captures.select([Role.REPORT]) if capture.digest]
        for number, ago in enumerate(days):
            fetched = f"{datetime.now(UTC) - timedelta(days=ago):%Y-%m-%dT%H:%M:%S.%fZ}"
            ledger.captures.add_all(
                replace(
                    capture, id=f"{capture.id}{number}", record="revisit", refers_to=capture.id,
                    fetched=fetched, offset=capture.offset + 1_000_000 * (number + 1),
                )
                for capture in reports
            )  # fmt: skip


@dataclass
class Portal:
    """A portal whose reports were all archived years ago and seen unchanged since; `crawl` asks it again."""

    data: Path
    pages: dict[str, Any]
    crawl: Callable[..., tuple[list[str], str]]

    def health(self) -> SourceHealth:
        with Ledger.open(self.data) as ledger:
            return ledger.health.by_source()["slj"]


@pytest.fixture
def portal(start: Callable[..., subprocess.Popen[str]], tmp_path: Path) -> Iterator[Portal]:
    data = tmp_path / "data"
    (data / "sources").mkdir(parents=True)
    write_registry(data / "sources", {"host": HOST, "columns": [f"http://{HOST}/nb/"]})
    with serve_pages(PAGES) as server:

        def requested_years(*arguments: str) -> tuple[list[str], str]:
            server.log.clear()
            pairs = ("--suffix", ".gov.cn.test", "--delay", "0", "--host", f"{HOST}={server.address}")
            process = start("crawl", *arguments, *pairs)
            out, errors = process.communicate(timeout=120)
            assert process.returncode == 0 or "--due" not in arguments, errors
            return sorted(line[-9:-5] for line in server.log if line.endswith(".html")), out

        assert requested_years()[0] == EVERYTHING
        move_back(data, 1500)
        add_unchanged_visits(data, 900, 500, 100)
        yield Portal(data, server.pages, requested_years)


def test_unchanged_reports_are_not_requested_and_counted(portal: Portal, gongkai: RunCommand) -> None:
    years, out = portal.crawl("--due")
    assert years == [str(LATEST)]
    assert "另有 2 份多年未变的年报还没到期" in out
    report = json.loads(max((portal.data / "runs").iterdir()).read_text("utf-8"))
    (source,) = report["sources"]
    assert (source["state"], source["listed"], source["reports"], source["not_due"]) == ("fine", 3, 1, 2)
    status = gongkai("status")
    assert status.exit_code == 0, status.output
    assert "没有再取的年报共 2 份" in status.output
    assert "slj：2 份" in status.output
    (known,) = json.loads(gongkai("status", "--json").output)["sources"]
    assert (known["state"], known["items"], known["not_due"]) == ("fine", 3, 2)


def test_a_report_that_fails_beside_those_not_due_is_one_page(portal: Portal) -> None:
    """The source is not unreachable, its reports are known: the portal is not searched for others."""
    portal.pages[f"/nb/{LATEST}.html"] = 404
    assert portal.crawl("--due")[0] == [str(LATEST)]
    health = portal.health()
    assert (health.state, health.items, health.not_due, health.is_wrong) == ("partly_failed", 3, 2, False)


def test_without_due_everything_is_requested(portal: Portal) -> None:
    portal.pages["/nb/2018.html"] = html_page("<h1>更正</h1>" + TITLE.format(year=2018))
    assert portal.crawl()[0] == EVERYTHING
    assert portal.health().not_due == 0
    with Ledger.open(portal.data) as ledger, ledger.transaction() as connection:
        connection.execute(LONG_AGO)
    assert portal.crawl("--due")[0] == ["2018", str(LATEST)]  # the report that changed is due again
