from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from archive.ledger.database import DatabaseUnusable
from archive.ledger.ledger import Ledger
from archive.ledger.source_health import MissedPages, SourceHealth
from archive.model import Outcome, Role
from archive.warc.reader import iter_captures
from archive.warc.records import Record, sha256
from archive.warc.writer import WarcWriter
from tests.support.warc_records import other_records, response_record, write_records

pytestmark = pytest.mark.slow


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger.open(tmp_path / "data")


def add_captures(ledger: Ledger) -> None:
    with WarcWriter(ledger.warc_dir, "run", max_file_bytes=4000) as writer:
        first = writer.write(response_record(0))
        ledger.captures.add(first)
        ledger.captures.add_all([writer.write(response_record(number)) for number in range(1, 9)])
        ledger.captures.add_all([writer.write(record) for record in other_records(first)])


def capture_rows(ledger: Ledger) -> list[tuple[object, ...]]:
    return [tuple(row) for row in ledger.fetch_all("select * from captures order by id")]


def test_a_capture_is_added_only_once(ledger: Ledger) -> None:
    captures = write_records(ledger.warc_dir, [response_record(0), response_record(1)])
    assert ledger.captures.add_all(captures) == 2
    assert ledger.captures.add_all(captures) == 0
    assert list(ledger.captures.select()) == captures


def test_many_captures_are_added_together_without_duplicates(ledger: Ledger) -> None:
    captures = write_records(ledger.warc_dir, [response_record(number) for number in range(150)])
    assert ledger.captures.add_all(captures[100:101]) == 1
    assert ledger.captures.add_all(captures) == 149
    assert ledger.captures.add_all([]) == 0
    assert list(ledger.captures.select()) == captures


def test_archived_addresses_and_earlier_captures_of_a_source(ledger: Ledger) -> None:
    ledger.captures.add_all(
        write_records(
            ledger.warc_dir, [response_record(0, source="a"), response_record(1, source="b")], "first"
        )
    )
    ledger.captures.add_all(
        write_records(
            ledger.warc_dir, [response_record(2, source="b"), response_record(3, source="c")], "second"
        )
    )
    urls = [response_record(number).url for number in range(5)]
    assert ledger.captures.archived_urls([*urls[:2], *urls[:2], urls[4]]) == set(urls[:2])
    assert ledger.captures.archived_urls([]) == set()
    assert [ledger.captures.has_earlier_captures(source, "second") for source in "abcd"] == [
        True,
        True,
        False,
        False,
    ]


def test_the_tables_are_strict_and_in_wal_mode(ledger: Ledger) -> None:
    assert ledger.db.execute("pragma journal_mode").fetchone()[0] == "wal"
    not_strict = [
        table.name for table in ledger.db.tables if not table.strict and not table.name.startswith("_")
    ]
    assert not_strict == []
    applied = [row["name"] for row in ledger.fetch_all("select name from _sqlite_migrations order by id")]
    assert applied == ["captures_runs_and_health", "reports_not_due", "pages_without_session_ids"]


def test_the_latest_success_and_the_capture_with_the_payload(ledger: Ledger) -> None:
    with WarcWriter(ledger.warc_dir, "run") as writer:
        original = writer.write(response_record(0))
        rendered = Record(
            "resource",
            original.url,
            Role.RENDERED,
            Outcome.OK,
            status=200,
            payload=b"dom",
            digest=sha256(b"dom"),
        )
        failed = Record("metadata", original.url, Role.REPORT, Outcome.TIMEOUT)
        missing = Record("response", original.url, Role.REPORT, Outcome.NOT_FOUND, status=404)
        unchanged = Record(
            "revisit",
            original.url,
            Role.REPORT,
            Outcome.NOT_MODIFIED,
            status=304,
            digest=original.digest,
            refers_to=original,
        )
        rendered_capture = writer.write(rendered)
        ledger.captures.add_all([original, rendered_capture, *map(writer.write, (failed, missing))])
        assert ledger.captures.latest_success(original.url) == original
        revisit = writer.write(unchanged)
        ledger.captures.add(revisit)
    assert ledger.captures.latest_success(original.url) == revisit
    assert ledger.captures.latest_success(original.url, rendered=True) == rendered_capture
    assert ledger.captures.payload_capture(revisit) == original == ledger.captures.payload_capture(original)
    assert ledger.captures.latest_success("http://a.gov.cn.test/never") is None
    assert list(ledger.captures.select([Role.RENDERED])) == [rendered_capture]


def test_runs_outcomes_and_health_are_stored(ledger: Ledger) -> None:
    run = ledger.runs.begin("crawl")
    captures = write_records(
        ledger.warc_dir, [response_record(0, source="a"), response_record(1, source="b")], run
    )
    revisits = [
        Record(
            "revisit",
            capture.url,
            capture.role,
            capture.outcome,
            status=200,
            source="c",
            digest=capture.digest,
            refers_to=capture,
        )
        for capture in captures
    ]
    ledger.captures.add_all([*captures, *write_records(ledger.warc_dir, revisits, run)])
    assert ledger.runs.outcome_counts(run) == {
        "a": {Outcome.OK: 1},
        "b": {Outcome.OK: 1},
        "c": {Outcome.OK: 2},
    }
    assert ledger.runs.select()[0].ended == ""
    ledger.runs.end(run)
    assert ledger.runs.select()[0].ended > ledger.runs.select()[0].started
    health = SourceHealth("a", run, outcome="ok", items=3, needs_browser=True)
    health = replace(
        health, missed=(MissedPages("report", "not_found", 2, "http://a.gov.cn.test/1"),), columns=1
    )
    ledger.health.save(SourceHealth("a", "earlier"))
    ledger.health.save(health)
    assert ledger.health.by_source() == {"a": health}


WRITE = """
import sys
from pathlib import Path
from archive.ledger.ledger import Ledger
from archive.warc.writer import WarcWriter
from tests.support.warc_records import response_record
with Ledger.open(Path(sys.argv[1])) as ledger:
    with WarcWriter(ledger.warc_dir, ledger.runs.begin("test")) as writer:
        for number in range(150):
            ledger.captures.add_all([writer.write(response_record(n)) for n in (number, number + 1000)])
"""


def test_several_processes_can_open_and_write_a_new_ledger_at_once(tmp_path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITE, str(tmp_path)]) for _ in range(3)]
    assert [process.wait(timeout=60) for process in writers] == [0, 0, 0]
    with Ledger.open(tmp_path) as ledger:
        assert list(ledger.captures.select()) == list(iter_captures(ledger.warc_dir))
        assert len(capture_rows(ledger)) == 900
        assert len(ledger.runs.select()) == 3


def test_threads_can_share_a_ledger(ledger: Ledger) -> None:
    captures = write_records(ledger.warc_dir, [response_record(number) for number in range(80)])
    threads = [threading.Thread(target=ledger.captures.add_all, args=(captures[n::4],)) for n in range(4)]
    threads += [
        threading.Thread(
            target=lambda: [ledger.health.save(SourceHealth(f"s{number}", "run")) for number in range(50)]
        )
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(ledger.captures.select()) == captures
    assert len(ledger.health.by_source()) == 50


def test_a_writer_waits_for_another_writer(tmp_path: Path) -> None:
    with Ledger.open(tmp_path) as first, Ledger.open(tmp_path) as second:
        with first.transaction():
            thread = threading.Thread(target=second.health.save, args=(SourceHealth("a", "run"),))
            thread.start()
            time.sleep(0.3)
            assert first.health.by_source() == {}
        thread.join(10)
        assert set(first.health.by_source()) == {"a"}


def test_opening_another_version_names_the_command_to_rebuild_the_ledger(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as connection:
        connection.execute("create table captures (id text primary key)")
    with pytest.raises(DatabaseUnusable, match=r"ledger\.db 的结构属于另一版本.*gongkai recover"):
        Ledger.open(tmp_path)


def test_a_ledger_of_a_later_version_is_not_opened(tmp_path: Path) -> None:
    with Ledger.open(tmp_path) as ledger, ledger.transaction() as connection:
        connection.execute("insert into _sqlite_migrations values (9, 'gongkai.ledger', 'later', '')")
    with pytest.raises(DatabaseUnusable, match="另一版本"):
        Ledger.open(tmp_path)


def test_opening_a_damaged_ledger_names_the_command_to_rebuild_it(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_bytes(b"no database" * 500)
    with pytest.raises(DatabaseUnusable, match=r"ledger\.db 已损坏.*gongkai recover"):
        Ledger.open(tmp_path)


def test_a_ledger_of_an_earlier_version_learns_the_addresses_without_session_ids(tmp_path: Path) -> None:
    record = replace(response_record(1), url="http://a.gov.cn.test/show.do;jsessionid=0A1B?id=7")
    with Ledger.open(tmp_path) as ledger:
        [capture] = write_records(ledger.warc_dir, [record])
        ledger.captures.add(capture)
        ledger.db.execute("drop index captures_page_url")
        for column in ("page_url", "same_page_as"):
            ledger.db.execute(f"alter table captures drop column {column}")
        ledger.db.execute("delete from _sqlite_migrations where name = 'pages_without_session_ids'")
        ledger.db.conn.commit()
    later = replace(record, url="http://a.gov.cn.test/show.do;jsessionid=0C2D?id=7")
    with Ledger.open(tmp_path) as ledger:
        assert ledger.captures.archived_urls([later.url]) == {later.url}
        assert ledger.captures.find_identical(later) == capture
