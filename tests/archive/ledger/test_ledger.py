from __future__ import annotations

import gzip
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from archive.ledger.ledger import Ledger
from archive.ledger.source_health import MissedPages, SourceHealth
from archive.model import Outcome, Role
from archive.warc.gzip_members import ArchiveDamaged
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
        ledger.add(first)
        ledger.add_all([writer.write(response_record(number)) for number in range(1, 9)])
        ledger.add_all([writer.write(record) for record in other_records(first)])


def capture_rows(ledger: Ledger) -> list[tuple[object, ...]]:
    return [tuple(row) for row in ledger.fetch_all("select * from captures order by id")]


def test_rebuilt_from_the_files_it_is_equal_row_for_row(ledger: Ledger, tmp_path: Path) -> None:
    add_captures(ledger)
    before = capture_rows(ledger)
    assert len(before) == 13
    assert ledger.rebuild() == 13
    assert capture_rows(ledger) == before
    ledger.close()
    for path in (tmp_path / "data").glob("ledger.db*"):
        path.unlink()
    with Ledger.open(tmp_path / "data") as anew:
        assert anew.rebuild() == 13
        assert capture_rows(anew) == before
        assert list(anew.captures()) == list(iter_captures(anew.warc_dir))


def test_a_rebuild_that_fails_leaves_the_old_rows(ledger: Ledger) -> None:
    add_captures(ledger)
    before = capture_rows(ledger)
    (ledger.warc_dir / "foreign.warc.gz").write_bytes(gzip.compress(b"not a WARC record"))
    with pytest.raises(ArchiveDamaged, match="不是 WARC 记录"):
        ledger.rebuild()
    assert capture_rows(ledger) == before


def test_a_row_is_entered_once(ledger: Ledger) -> None:
    captures = write_records(ledger.warc_dir, [response_record(0), response_record(1)])
    assert ledger.add_all(captures) == 2
    assert ledger.add_all(captures) == 0
    assert list(ledger.captures()) == captures


def test_many_rows_are_entered_together_and_those_that_are_there_stay(ledger: Ledger) -> None:
    captures = write_records(ledger.warc_dir, [response_record(number) for number in range(150)])
    assert ledger.add_all(captures[100:101]) == 1
    assert ledger.add_all(captures) == 149
    assert ledger.add_all([]) == 0
    assert list(ledger.captures()) == captures


def test_what_is_known_of_addresses_and_of_sources(ledger: Ledger) -> None:
    ledger.add_all(
        write_records(
            ledger.warc_dir, [response_record(0, source="a"), response_record(1, source="b")], "first"
        )
    )
    ledger.add_all(
        write_records(
            ledger.warc_dir, [response_record(2, source="b"), response_record(3, source="c")], "second"
        )
    )
    urls = [response_record(number).url for number in range(5)]
    assert ledger.archived_urls([*urls[:2], *urls[:2], urls[4]]) == set(urls[:2])
    assert ledger.archived_urls([]) == set()
    assert [ledger.has_earlier_captures(source, "second") for source in "abcd"] == [True, True, False, False]


def test_the_tables_are_strict_and_in_wal_mode(ledger: Ledger) -> None:
    assert ledger.db.execute("pragma journal_mode").fetchone()[0] == "wal"
    loose = [table.name for table in ledger.db.tables if not table.strict and not table.name.startswith("_")]
    assert loose == []
    applied = [row["name"] for row in ledger.fetch_all("select name from _sqlite_migrations order by id")]
    assert {"captures_and_runs", "shared_turns", "source_states", "visits_and_robots"} <= set(applied)


def test_latest_is_the_newest_good_visit_and_original_has_the_body(ledger: Ledger) -> None:
    with WarcWriter(ledger.warc_dir, "run") as writer:
        old = writer.write(response_record(0))
        rendered = Record(
            "resource", old.url, Role.RENDERED, Outcome.OK, status=200, payload=b"dom", digest=sha256(b"dom")
        )
        failed = Record("metadata", old.url, Role.REPORT, Outcome.TIMEOUT)
        missing = Record("response", old.url, Role.REPORT, Outcome.NOT_FOUND, status=404)
        unchanged = Record(
            "revisit",
            old.url,
            Role.REPORT,
            Outcome.NOT_MODIFIED,
            status=304,
            digest=old.digest,
            refers_to=old,
        )
        dom = writer.write(rendered)
        ledger.add_all([old, dom, *map(writer.write, (failed, missing))])
        assert ledger.latest_success(old.url) == old
        seen = writer.write(unchanged)
        ledger.add(seen)
    assert ledger.latest_success(old.url) == seen
    assert ledger.latest_success(old.url, rendered=True) == dom
    assert ledger.payload_capture(seen) == old == ledger.payload_capture(old)
    assert ledger.latest_success("http://a.gov.cn.test/never") is None
    assert list(ledger.captures([Role.RENDERED])) == [dom]


def test_runs_outcomes_news_and_health(ledger: Ledger) -> None:
    run = ledger.begin_run("crawl")
    captures = write_records(
        ledger.warc_dir, [response_record(0, source="a"), response_record(1, source="b")], run
    )
    again = [
        Record("revisit", c.url, c.role, c.outcome, status=200, source="c", digest=c.digest, refers_to=c)
        for c in captures
    ]
    ledger.add_all([*captures, *write_records(ledger.warc_dir, again, run)])
    assert ledger.outcome_counts(run) == {"a": {Outcome.OK: 1}, "b": {Outcome.OK: 1}, "c": {Outcome.OK: 2}}
    assert [ledger.has_new_content(run, source) for source in "abcd"] == [True, True, False, False]
    assert ledger.runs()[0].ended == ""
    ledger.end_run(run)
    assert ledger.runs()[0].ended > ledger.runs()[0].started
    health = SourceHealth("a", run, outcome="ok", items=3, needs_browser=True)
    health = replace(
        health, missed=(MissedPages("report", "not_found", 2, "http://a.gov.cn.test/1"),), columns=1
    )
    ledger.save_health(SourceHealth("a", "earlier"))
    ledger.save_health(health)
    assert ledger.health_by_source() == {"a": health}


def test_a_source_has_one_holder_until_its_lease_runs_out(ledger: Ledger) -> None:
    assert ledger.acquire_lease("s", "one")
    assert ledger.acquire_lease("s", "one")
    assert not ledger.acquire_lease("s", "other")
    assert not ledger.renew_lease("s", "other")
    ledger.release_lease("s", "other")
    assert ledger.renew_lease("s", "one", seconds=-1)
    assert ledger.acquire_lease("s", "other")
    assert not ledger.renew_lease("s", "one")
    ledger.release_lease("s", "other")
    assert ledger.acquire_lease("s", "one")


def test_a_template_is_remembered(ledger: Ledger) -> None:
    assert ledger.template_requirements() == {}
    ledger.set_template_requirement("host/list", "http")
    ledger.set_template_requirement("host/list", "browser")
    assert ledger.template_requirements() == {"host/list": "browser"}


WRITE = """
import sys
from pathlib import Path
from archive.ledger.ledger import Ledger
from archive.warc.writer import WarcWriter
from tests.support.warc_records import response_record
with Ledger.open(Path(sys.argv[1])) as ledger, WarcWriter(ledger.warc_dir, ledger.begin_run("test")) as writer:
    for number in range(150):
        ledger.add_all([writer.write(response_record(number)), writer.write(response_record(number + 1000))])
"""


def test_processes_that_open_and_write_a_new_ledger_at_once(tmp_path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITE, str(tmp_path)]) for _ in range(3)]
    assert [process.wait(timeout=60) for process in writers] == [0, 0, 0]
    with Ledger.open(tmp_path) as ledger:
        assert list(ledger.captures()) == list(iter_captures(ledger.warc_dir))
        assert len(capture_rows(ledger)) == 900
        assert len(ledger.runs()) == 3


def test_threads_may_share_a_ledger(ledger: Ledger) -> None:
    captures = write_records(ledger.warc_dir, [response_record(number) for number in range(80)])
    threads = [threading.Thread(target=ledger.add_all, args=(captures[n::4],)) for n in range(4)]
    threads += [
        threading.Thread(target=lambda: [ledger.acquire_lease(f"s{number}", "one") for number in range(50)])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(ledger.captures()) == captures
    assert not ledger.acquire_lease("s49", "other")


def test_a_writer_waits_for_another_instead_of_failing(tmp_path: Path) -> None:
    with Ledger.open(tmp_path) as one, Ledger.open(tmp_path) as other:
        with one.transaction():
            thread = threading.Thread(target=other.set_template_requirement, args=("t", "http"))
            thread.start()
            time.sleep(0.3)
            assert one.template_requirements() == {}
        thread.join(10)
        assert one.template_requirements() == {"t": "http"}
