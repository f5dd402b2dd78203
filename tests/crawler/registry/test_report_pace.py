"""Which reports need no request yet: by their visits in the ledger, with times that are set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from archive.ledger.ledger import Ledger
from archive.model import Capture, Outcome, Role
from crawler.registry.report_pace import is_recent_report, unchanged_reports
from crawler.registry.schedule import schedule_rules

URL, FILE = "http://slj.gov.cn/2018.html", "http://slj.gov.cn/2018.docx"
START = datetime(2022, 3, 1, tzinfo=UTC)
_numbers = count()


def visit(day: int, url: str = URL, digest: str = "same", **values: object) -> Capture:
    """Return the capture of a visit so many days after the start."""
    number = next(_numbers)
    fetched = f"{START + timedelta(days=day):%Y-%m-%dT%H:%M:%S.%fZ}"
    role = Role.ATTACHMENT if url == FILE else Role.REPORT
    known = {"run": "r", "outcome": Outcome.OK, "role": role, "parent": URL if url == FILE else "", **values}
    return Capture(
        str(number), source="slj", url=url, record="response", fetched=fetched, digest=digest,
        file="a.warc.gz", offset=number, **known,  # type: ignore[arg-type]
    )  # fmt: skip


def is_waiting(folder: Path, visits: Sequence[Capture], day: float, runs: tuple[str, ...] = ()) -> bool:
    with Ledger.open(folder) as ledger:
        ledger.captures.add_all(visits)
        return URL in unchanged_reports(ledger, "slj", runs, START + timedelta(days=day))


@pytest.mark.parametrize(
    ("days", "due"),
    [
        ((0, 30, 60, 95), 95 + 90),
        ((0, 10, 20, 35), 35 + 30),
        ((0, 10, 20, 29), 0),
        ((0, 100, 200, 300), 300 + 180),
        ((0, 300, 600, 2000), 2000 + 365),
        ((0, 1000, 2000), 0),
    ],
    ids=["months", "weeks", "too short", "half a year", "never longer than a year", "too few visits"],
)
def test_the_wait_grows_with_the_time_without_change(tmp_path: Path, days: tuple[int, ...], due: int) -> None:
    visits = [visit(day, outcome=Outcome.NOT_MODIFIED if day else Outcome.OK) for day in days]
    assert is_waiting(tmp_path, visits, max(due, days[-1]) - 0.1) is bool(due)
    assert not is_waiting(tmp_path, [], max(due, days[-1]) + 0.1)


@pytest.mark.parametrize(
    "later",
    [
        [visit(410, digest="other")],
        [visit(410, digest="", outcome=Outcome.TIMEOUT)],
        [visit(410, digest="", outcome=Outcome.NOT_FOUND)],
        [visit(410, digest="", outcome=Outcome.REDIRECT)],
        [visit(410, role=Role.RENDERED)],
        [visit(410, FILE)],
        [visit(10, FILE), visit(410, FILE, digest="other")],
        [visit(10, FILE), visit(410, FILE, digest="", outcome=Outcome.SERVER_ERROR)],
        [visit(410, FILE[:-4] + "html", role=Role.ATTACHMENT, parent=FILE), visit(410, FILE)],
        [visit(9000)],
    ],
    ids=[
        "changed", "failed", "gone", "redirect", "shown by a script", "new file", "changed file",
        "failed file", "file in a frame", "wrong clock",
    ],
)  # fmt: skip
def test_what_was_not_seen_unchanged_is_requested(tmp_path: Path, later: list[Capture]) -> None:
    assert is_waiting(tmp_path, [visit(day) for day in (0, 100, 200, 300, 400)], 412)
    assert not is_waiting(tmp_path, later, 412)


def test_an_unchanged_file_leaves_its_report_waiting(tmp_path: Path) -> None:
    visits = [visit(day, url) for day in (0, 100, 200, 300, 400) for url in (URL, FILE)]
    assert is_waiting(tmp_path, visits, 412)


def test_a_run_that_did_not_finish_the_source_does_not_count(tmp_path: Path) -> None:
    """It may have requested a report without its files: they come from the archive and the portal."""
    visits = [visit(day) for day in (0, 100, 200, 300)]
    assert is_waiting(tmp_path, [*visits, visit(700, run="killed")], 701)
    assert not is_waiting(tmp_path, [], 701, ("killed",))


@pytest.mark.parametrize(
    ("title", "day", "is_recent"),
    [
        ("青禾县水利局2025年政府信息公开工作年度报告", "", True),
        ("青禾县水利局2024年政府信息公开工作年度报告", "", True),
        ("青禾县水利局2023年政府信息公开工作年度报告", "", False),
        ("2018年度报告", "2019-02-01", False),
        ("2018年度报告", "2026-02-01", True),
        ("年度报告", "2019-02-01", False),
        ("年度报告", "", True),
    ],
)
def test_reports_published_this_year_or_last_are_recent(title: str, day: str, is_recent: bool) -> None:
    assert is_recent_report(title, day, datetime(2026, 7, 1, tzinfo=UTC)) is is_recent


def test_years_are_counted_in_china() -> None:
    new_year = datetime(2026, 12, 31, 17, tzinfo=UTC)
    assert not is_recent_report("2024年年度报告", "", new_year)
    assert is_recent_report("2024年年度报告", "", new_year - timedelta(hours=2))


def test_a_report_is_requested_at_least_once_a_year() -> None:
    days = schedule_rules().unchanged_report.days
    assert sorted(days) == list(days)
    assert days[-1] <= 365
