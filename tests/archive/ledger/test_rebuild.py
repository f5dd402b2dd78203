from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from archive.ledger.ledger import Ledger
from archive.ledger.rebuild import RebuildResult, rebuild_ledger
from archive.ledger.source_health import SourceHealth
from archive.ledger.verify import IssueKind, verify
from archive.model import Capture
from archive.warc.reader import iter_captures
from archive.warc.writer import WarcWriter
from tests.support.warc_records import other_records, response_record


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return an archive with 13 records of one run in several files."""
    with Ledger.open(tmp_path) as ledger:
        run = ledger.runs.begin("crawl")
        with WarcWriter(ledger.warc_dir, run, "crawl", max_file_bytes=4000) as writer:
            first = writer.write(response_record(0))
            ledger.captures.add(first)
            ledger.captures.add_all([writer.write(response_record(number)) for number in range(1, 9)])
            ledger.captures.add_all([writer.write(record) for record in other_records(first)])
        ledger.runs.end(run)
        ledger.health.save(SourceHealth("somewhere", run, outcome="ok"))
    return tmp_path


def rebuild(data: Path) -> RebuildResult:
    return rebuild_ledger(data, lambda done, total: None)


def checked_captures(data: Path) -> list[Capture]:
    with Ledger.open(data) as ledger:
        assert list(verify(ledger)) == []
        assert list(ledger.captures.select()) == list(iter_captures(ledger.warc_dir))
        return list(ledger.captures.select())


def remove_ledger(data: Path) -> None:
    for path in data.glob("ledger.db*"):
        path.unlink()


def test_a_missing_ledger_is_rebuilt_with_all_rows_and_runs(data: Path) -> None:
    before = checked_captures(data)
    with Ledger.open(data) as ledger:
        (run,) = ledger.runs.select()
    remove_ledger(data)
    steps: list[tuple[int, int]] = []
    result = rebuild_ledger(data, lambda done, total: steps.append((done, total)))
    assert (result.files, result.records, result.issues) == (len(steps), 13, ())
    assert steps[-1] == (result.files, result.files)
    assert checked_captures(data) == before
    times = sorted(capture.fetched for capture in before)
    with Ledger.open(data) as ledger:
        assert ledger.runs.select() == [replace(run, started=times[0], ended=times[-1], pid=0)]


def test_rebuilding_a_readable_ledger_keeps_runs_and_health(data: Path) -> None:
    before = checked_captures(data)
    with Ledger.open(data) as ledger:
        runs, health = ledger.runs.select(), ledger.health.by_source()
        with ledger.transaction() as connection:
            connection.execute(
                "update captures set outcome = 'gone', file = 'other.warc.gz' where status = 302"
            )
            connection.execute("delete from captures where record = 'metadata'")
    result = rebuild(data)
    assert [(issue.kind, issue.file) for issue in result.issues] == [
        (IssueKind.MISSING_FILE, "other.warc.gz")
    ]
    assert checked_captures(data) == before
    with Ledger.open(data) as ledger:
        assert (ledger.runs.select(), ledger.health.by_source()) == (runs, health)


@pytest.mark.parametrize("kind", ["no_database", "other_version", "bad_page"])
def test_an_unusable_ledger_is_renamed_and_rebuilt(data: Path, kind: str) -> None:
    before = checked_captures(data)
    path = data / "ledger.db"
    content = bytearray(path.read_bytes())
    if kind == "bad_page":
        content[-4096:] = bytes(range(256)) * 16
        path.write_bytes(content)
    else:
        path.write_bytes(b"no database" * 500 if kind == "no_database" else b"")
    if kind == "other_version":
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("create table captures (id text primary key)")
    damaged = path.read_bytes()
    assert rebuild(data).records == 13
    assert checked_captures(data) == before
    assert (data / "ledger.old.db").read_bytes() == damaged


def test_a_damaged_record_is_reported_and_only_it_is_lost(data: Path) -> None:
    before = checked_captures(data)
    remove_ledger(data)
    path = data / "warc" / before[1].file
    content = bytearray(path.read_bytes())
    content[before[1].offset + 60] ^= 1
    path.write_bytes(content)
    (data / "warc" / "foreign.warc.gz").write_bytes(gzip.compress(b"not a WARC record"))
    result = rebuild(data)
    assert {(issue.kind, issue.file, issue.offset) for issue in result.issues} == {
        (IssueKind.DAMAGED, before[1].file, before[1].offset),
        (IssueKind.DAMAGED, "foreign.warc.gz", 0),
    }
    assert result.records == 12
    with Ledger.open(data) as ledger:
        assert list(ledger.captures.select()) == [capture for capture in before if capture != before[1]]
        assert ledger.index_missing() == 0


def test_only_open_files_of_ended_processes_are_closed(data: Path) -> None:
    before = checked_captures(data)
    closed = data / "warc" / before[0].file
    closed.rename(closed.with_name(closed.name + ".open"))
    remove_ledger(data)
    with Ledger.open(data) as ledger, WarcWriter(ledger.warc_dir, "now") as writer:
        capture = writer.write(response_record(50))
        ledger.captures.add(capture)
        assert rebuild(data).records == 13
        assert ledger.captures.get(capture.id) == capture
    assert closed.is_file()
    assert len(checked_captures(data)) == 14
