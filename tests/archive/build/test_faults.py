"""Builds that are killed, run twice at once, start from a damaged release, or meet equal identifiers."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from archive.build.read_results import Parser
from archive.build.releases import KEPT_RELEASES, BuildBusy, Releases
from archive.build.retries import files_not_read_yet
from archive.database import ids
from archive.database.digest import WHOLE_ARCHIVE_KEY, content_digests
from archive.database.ids import IdCollision, IdRegistry
from archive.database.tables import CorruptDatabase, check_database
from archive.model import Document, NeedsOffice, Report
from archive.workers import find_libreoffice
from tests.support.small_archive import PAGE_URL, SmallArchive, parse_json, report_bytes

pytestmark = pytest.mark.slow

# Reads its groups with two processes; the parser creates a file, so that the test knows when to kill it.
CHILD_SCRIPT = """
import sys
from pathlib import Path
from tests.support.small_archive import SmallArchive
from tests.archive.build.test_faults import SLOW_PARSER
SmallArchive(Path(sys.argv[1]), SLOW_PARSER).build()
"""


def parse_slowly(document: Document) -> Report:
    """Create a file in the folder of the worker, the only one where it may write, then parse slowly."""
    Path(tempfile.gettempdir(), "started").touch()
    time.sleep(0.05)
    return parse_json(document)


SLOW_PARSER = Parser("1", parse_slowly)


@pytest.fixture
def archive(tmp_path: Path) -> SmallArchive:
    return SmallArchive(tmp_path)


def add_reports(archive: SmallArchive, first: int, last: int) -> None:
    for number in range(first, last):
        archive.add_response(f"{PAGE_URL}?{number}", report_bytes(f"临川县第{number}局"))


def running_processes(session: int) -> list[str]:
    """Return the processes of a session that are still running."""
    stats = [path.read_text() for path in Path("/proc").glob("[0-9]*/stat") if path.exists()]
    # pid (name) state ppid pgrp session …
    fields = [stat.rpartition(")")[2].split() for stat in stats]
    return [" ".join(field[:4]) for field in fields if field[3] == str(session) and field[0] != "Z"]


@pytest.mark.parametrize("after", [0.0, 0.6])
@pytest.mark.fault("killed", "build")
def test_a_killed_build_leaves_the_release_and_the_next_build_is_complete(
    archive: SmallArchive, after: float
) -> None:
    add_reports(archive, 0, 2)
    before = archive.build()
    add_reports(archive, 2, 50)
    folders = archive.data / "folders"
    folders.mkdir()
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD_SCRIPT, str(archive.data)],
        env={**os.environ, "TMPDIR": str(folders)},
        cwd=Path(__file__).parents[3],
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not any(folders.glob("*/started")) and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(after)
    assert child.poll() is None, "the build ended before it could be killed"
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert list((archive.data / "releases").glob(".building-*"))
    assert content_digests(archive.database)[WHOLE_ARCHIVE_KEY] == before.digest
    result = archive.build()  # at once: the workers may still be ending
    while running_processes(child.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert running_processes(child.pid) == [], "the killed build's workers are still running"
    assert (result.reports, len(result.added)) == (50, 48)
    assert not list((archive.data / "releases").glob(".building-*"))
    assert archive.build(full=True).digest == result.digest


@pytest.mark.parametrize("part", ["content", "header", "manifest"])
@pytest.mark.fault("corrupt", "build")
def test_a_damaged_release_is_rebuilt_in_full(archive: SmallArchive, part: str) -> None:
    add_reports(archive, 0, 3)
    good = archive.build()
    target = good.release / ("build.json" if part == "manifest" else "archive.db")
    data = bytearray(target.read_bytes())
    if part == "content":
        place = data.index("全县教育信息公开".encode())
        data[place : place + 3] = "某".encode()
    else:
        data[:8] = b"damaged!"
    target.write_bytes(data)
    result = archive.build()
    assert result.reason
    assert result.full
    assert result.published
    assert result.digest == good.digest == content_digests(archive.database)[WHOLE_ARCHIVE_KEY]
    assert result.release != good.release


@pytest.mark.fault("two_at_once", "build")
def test_a_second_build_at_the_same_time_is_refused(archive: SmallArchive) -> None:
    archive.add_response(PAGE_URL, report_bytes())
    with Releases(archive.data).lock(), pytest.raises(BuildBusy, match="请等它结束"):
        archive.build()
    assert archive.build().published


def test_old_releases_are_deleted_and_the_newest_kept(archive: SmallArchive) -> None:
    for number in range(KEPT_RELEASES + 2):
        add_reports(archive, number, number + 1)
        archive.build()
    releases = [path for path in (archive.data / "releases").iterdir() if path.is_dir()]
    assert len(releases) == KEPT_RELEASES
    assert (archive.data / "current").resolve() in releases


def test_two_reports_with_the_same_id_stop_the_build(
    archive: SmallArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ids, "HEX_DIGITS", 1)
    add_reports(archive, 0, 17)
    with pytest.raises(IdCollision, match="同时属于"):
        archive.build()
    assert not archive.database.exists()


def test_an_id_is_assigned_to_one_report_only() -> None:
    known = IdRegistry([(ids.stable_id("甲", 2023, "own"), ("乙", 2023, "own"))])
    assert known.assign("丙", 2023, "own") == known.assign("丙", 2023, "own") < 2**52
    with pytest.raises(IdCollision, match="乙 2023 own”和“甲 2023 own"):
        known.assign("甲", 2023, "own")


def parse_and_raise(document: Document) -> Report:
    """Raise an error that the build does not expect, for one file."""
    if "民政局" in document.data.decode():
        raise ZeroDivisionError
    return parse_json(document)


def parse_unstorable(document: Document) -> Report:
    """Return for one file a report that cannot be turned into rows."""
    report = parse_json(document)
    if "民政局" in document.data.decode():
        return replace(report, figures=(None,))  # type: ignore[arg-type]
    return report


@pytest.mark.parametrize("parse", [parse_and_raise, parse_unstorable])
@pytest.mark.fault("bad_answers", "build")
def test_an_unexpected_error_is_the_state_of_one_file_until_the_next_parser_version(
    archive: SmallArchive, parse: Callable[[Document], Report]
) -> None:
    archive.add_response(PAGE_URL, report_bytes())
    archive.add_response(PAGE_URL + "?2", report_bytes("临川县民政局"))
    archive.parser = Parser("2", parse)
    result = archive.build()
    assert (result.reports, [outcome.url for outcome in result.unreadable]) == (1, [PAGE_URL + "?2"])
    with sqlite3.connect(archive.database) as connection:
        rows = connection.execute(
            "SELECT detail, parsed FROM documents WHERE state = 'reader_error'"
        ).fetchall()
    [(detail, parser_version)] = rows
    error = "ZeroDivisionError" if parse is parse_and_raise else "AttributeError"
    assert detail == f"程序读这个文件时出错（{error}，解析版本 2），下一版解析程序会重读"
    assert parser_version == "2"
    assert archive.build().pages_read == 0
    archive.parser = Parser("3", parse_json)
    assert archive.build().reports == 2


def parse_or_die(document: Document) -> Report:
    """End the process with one file as long as the machine is busy: the file named in BUSY exists."""
    if "民政局" in document.data.decode() and Path(os.environ["BUSY"]).exists():
        os.kill(os.getpid(), signal.SIGKILL)
    return parse_json(document)


def test_a_file_whose_reading_was_stopped_is_tried_again_by_each_build(
    archive: SmallArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = archive.data / "busy"
    monkeypatch.setenv("BUSY", str(busy))
    archive.parser = Parser("1", parse_or_die)
    archive.add_response(PAGE_URL, report_bytes())
    archive.add_response(PAGE_URL + "?2", report_bytes("临川县民政局"))
    busy.touch()
    first = archive.build()
    assert (first.reports, [outcome.url for outcome in first.unreadable]) == (1, [PAGE_URL + "?2"])
    assert [outcome.url for outcome in files_not_read_yet(archive.database)] == [PAGE_URL + "?2"]
    second = archive.build()
    assert (second.pages_read, second.published, second.digest) == (1, False, first.digest)
    busy.unlink()
    third = archive.build()
    assert (third.pages_read, third.published, len(third.added)) == (1, True, 1)
    assert files_not_read_yet(archive.database) == []
    assert archive.build().pages_read == 0
    assert archive.build(full=True).digest == third.digest


def parse_if_installed(document: Document) -> Report:
    """Read a file only with LibreOffice, as the readers of old formats do."""
    if "民政局" in document.data.decode() and find_libreoffice() is None:
        raise NeedsOffice("本机没有安装")
    return parse_json(document)


def test_a_file_that_needs_libreoffice_is_read_once_it_is_installed(
    archive: SmallArchive, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    archive.parser = Parser("1", parse_if_installed)
    archive.add_response(PAGE_URL, report_bytes("临川县民政局"))
    assert archive.build().reports == 0
    assert archive.build().pages_read == 0
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "soffice").write_text("#!/bin/sh\n")
    (tmp_path / "bin" / "soffice").chmod(0o755)
    result = archive.build()
    assert (result.pages_read, result.reports) == (1, 1)
    assert archive.build(full=True).digest == result.digest


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs the files of Linux processes")
@pytest.mark.fault("corrupt", "build")
def test_a_failing_disk_stops_the_build_and_names_the_file(archive: SmallArchive) -> None:
    warc = archive.data / "warc" / archive.add_response(PAGE_URL, report_bytes()).file
    warc.unlink()
    # Reading the memory of a process at its beginning is an I/O error, as of a disk; the sandbox forbids it.
    warc.symlink_to("/proc/self/mem")
    with pytest.raises(OSError, match="Errno") as caught:
        archive.build()
    assert caught.value.__notes__ == [f"读到 {PAGE_URL} 时出错"]
    assert not archive.database.exists()


def test_a_missing_record_is_listed_as_unreadable(archive: SmallArchive) -> None:
    capture = archive.add_response(PAGE_URL, report_bytes())
    (archive.data / "warc" / capture.file).write_bytes(b"")
    result = archive.build()
    assert [change.url for change in result.unreadable] == [PAGE_URL]


def test_a_database_with_a_dangling_reference_is_rejected(archive: SmallArchive) -> None:
    archive.add_response(PAGE_URL, report_bytes())
    path = archive.build().release / "archive.db"
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM agencies")
    with pytest.raises(CorruptDatabase, match="agenc"):
        check_database(path)
