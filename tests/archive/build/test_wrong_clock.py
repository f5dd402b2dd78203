"""A page that was archived while the clock was ten years ahead, and again afterwards."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.ledger.ledger import Ledger
from archive.model import Outcome, Role
from archive.warc.records import Record, sha256
from tests.support.small_archive import PAGE_URL, SmallArchive, report_bytes

THEN = "2091-01-05T03:04:05.000000Z"


def add_page(archive: SmallArchive, year: int, fetched: str) -> None:
    body = report_bytes(year=year)
    archive.add_capture(
        "response",
        PAGE_URL,
        role=Role.REPORT,
        outcome=Outcome.OK,
        status=200,
        payload=body,
        digest=sha256(body),
        media_type="application/json",
        fetched=fetched,
    )


@pytest.mark.fault("clock", "build")
def test_the_page_that_was_archived_since_is_read(tmp_path: Path) -> None:
    archive = SmallArchive(tmp_path)
    add_page(archive, 2022, THEN)
    assert archive.build().reports == 1
    add_page(archive, 2023, "2025-01-05T03:04:05.000000Z")
    archive.build()
    with closing(sqlite3.connect(archive.database)) as release:
        assert release.execute("SELECT year FROM reports").fetchall() == [(2023,)]
        [(visit,)] = release.execute("SELECT last_visit FROM source_health").fetchall()
        assert visit.startswith("2025")
    with Ledger.open(tmp_path) as ledger:
        newest = ledger.captures.latest_success(PAGE_URL)
        assert newest is not None
        assert newest.fetched.startswith("2025")
        record = Record("response", PAGE_URL, Role.REPORT, Outcome.OK, status=200, digest=newest.digest)
        assert ledger.captures.find_identical(record) == newest
