from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from archive.ledger.ledger import Ledger
from archive.model import Capture
from archive.warc.reader import iter_captures
from archive.warc.recovery import recover_open_files
from archive.warc.writer import WarcWriter
from tests.support.warc_records import response_record, write_records

pytestmark = pytest.mark.slow

WRITE_FOREVER = """
import sys
from itertools import count
from pathlib import Path
from archive.ledger.ledger import Ledger
from archive.warc.writer import WarcWriter
from tests.support.warc_records import response_record
with Ledger.open(Path(sys.argv[1])) as ledger:
    with WarcWriter(ledger.warc_dir, ledger.runs.begin("test")) as writer:
        for number in count():
            capture = writer.write(response_record(number))
            print(capture.id, flush=True)
            ledger.captures.add(capture)
            print("row", flush=True)
"""


def leave_open_file(folder: Path, count: int = 3) -> tuple[list[Capture], Path, bytes]:
    """Leave a file as a killed writer does; return its captures, the `.open` file and its bytes."""
    captures = write_records(folder, [response_record(number) for number in range(count)])
    path = folder / captures[0].file
    left = path.rename(f"{path}.open")
    return captures, left, left.read_bytes()


def test_a_file_truncated_anywhere_loses_no_complete_record(tmp_path: Path) -> None:
    captures, left, data = leave_open_file(tmp_path)
    ends = [captures[0].offset, *(capture.offset + capture.length for capture in captures)]
    cuts = {0, 1, 9, 10, len(data) - 1, len(data)}
    cuts |= {end + step for end in ends for step in (-9, -1, 0, 1, 3, 10, 200) if end + step <= len(data)}
    cuts |= set(range(0, len(data), 97))
    for cut in sorted(cuts):
        for old in tmp_path.glob("run*"):
            old.unlink()
        left.write_bytes(data[:cut])
        complete = [capture for capture in captures if capture.offset + capture.length <= cut]
        assert list(iter_captures(tmp_path)) == complete, f"scan before recovery, cut at {cut}"
        recovered = recover_open_files(tmp_path)
        assert list(iter_captures(tmp_path)) == complete, f"cut at {cut}"
        assert recovered == ([left.with_suffix("")] if cut >= ends[0] else []), f"cut at {cut}"
        assert not left.exists()
        if recovered:
            assert recovered[0].stat().st_size == max(end for end in ends if end <= cut)


@pytest.mark.parametrize("tail", [b"\0" * 5000, b"\x1f\x8b\x08" * 700, os.urandom(3000)])
def test_bytes_after_the_last_record_are_removed(tmp_path: Path, tail: bytes) -> None:
    captures, left, data = leave_open_file(tmp_path)
    left.write_bytes(data + tail)
    assert recover_open_files(tmp_path)[0].read_bytes() == data
    assert list(iter_captures(tmp_path)) == captures


def test_records_after_a_damaged_one_are_kept(tmp_path: Path) -> None:
    captures, left, data = leave_open_file(tmp_path)
    bad = captures[1]
    left.write_bytes(data[: bad.offset + 20] + b"\0" * 40 + data[bad.offset + 60 :] + b"\x1f\x8b")
    recover_open_files(tmp_path)
    assert list(iter_captures(tmp_path)) == [captures[0], captures[2]]


def test_the_file_of_a_running_writer_is_not_changed(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "run") as writer:
        first = writer.write(response_record(0))
        assert recover_open_files(tmp_path) == []
        second = writer.write(response_record(1))
    assert list(iter_captures(tmp_path)) == [first, second]
    assert recover_open_files(tmp_path) == []
    assert recover_open_files(tmp_path / "none") == []


def test_records_written_by_a_killed_process_are_kept(tmp_path: Path) -> None:
    data = tmp_path / "data"
    process = subprocess.Popen(
        [sys.executable, "-c", WRITE_FOREVER, str(data)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    output = [process.stdout.readline().strip() for _ in range(401)]
    with Ledger.open(data) as ledger:
        assert recover_open_files(ledger.warc_dir) == []  # the process is running: its file is not touched
        os.kill(process.pid, signal.SIGKILL)
        output += process.stdout.read().split()
        process.wait()
        written = [line for line in output if line not in ("row", "")]
        ledger.index_missing()
        assert not list(ledger.warc_dir.glob("*.open"))
        archived = [capture.id for capture in iter_captures(ledger.warc_dir)]
        assert archived[: len(written)] == written
        assert len(archived) - len(written) in (0, 1)
        assert list(ledger.captures.select()) == list(iter_captures(ledger.warc_dir))
        assert ledger.index_missing() == 0


def test_a_record_without_a_row_is_added_to_the_ledger(tmp_path: Path) -> None:
    with Ledger.open(tmp_path) as ledger:
        captures, left, data = leave_open_file(ledger.warc_dir)
        left.write_bytes(data[:-20])
        ledger.captures.add_all(captures[:1])
        assert ledger.index_missing() == 1
        assert list(ledger.captures.select()) == captures[:2]


@pytest.mark.fault("two_at_once", "crawl", "import")
def test_processes_that_start_at_once_recover_each_file_once(tmp_path: Path) -> None:
    with Ledger.open(tmp_path) as ledger:
        folder = ledger.warc_dir
    captures = []
    for run in "abcdef":
        captures += write_records(folder, [response_record(number) for number in range(20)], run)
    for path in folder.glob("*.warc.gz"):
        with path.open("ab") as stream:
            stream.write(b"\x1f\x8b\x08torn")
        path.rename(f"{path}.open")

    def start(_: int) -> int:
        with Ledger.open(tmp_path) as ledger:
            return ledger.index_missing()

    with ThreadPoolExecutor(8) as pool:
        added = list(pool.map(start, range(8)))
    assert sum(added) == len(captures)
    with Ledger.open(tmp_path) as ledger:
        assert list(ledger.captures.select()) == list(iter_captures(folder)) == captures
