"""Files that unfold without end cost themselves, in `read` and in a whole build."""

from __future__ import annotations

import json
import sqlite3
from functools import partial
from pathlib import Path

import pytest

from archive.model import Document
from archive.parse import parse_document
from archive.workers.pool import WorkerPool
from tests.gongkai.conftest import RunCommand, report_pages
from tests.support.bombs import BOMBS

pytestmark = pytest.mark.slow

MAX_SECONDS = 6.0
# For the PDF: too long, too large or ended by the system, whichever comes first on this machine.
REFUSAL_REASONS = ("Word 文件解压后过大", "读取超过", "读取所需内存过多", "读取时进程中止")


@pytest.fixture
def bombs(tmp_path: Path) -> list[Path]:
    files = []
    for name, made in BOMBS.items():
        (tmp_path / name).write_bytes(made())
        files.append(tmp_path / name)
    return files


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Little time for a document; what every reading needs first is there before the processes are forked."""
    parse_document(Document(data=report_pages()[0], name="report.html"))
    for place in ("gongkai.commands.read", "archive.build.group_reader"):
        monkeypatch.setattr(f"{place}.WorkerPool", partial(WorkerPool, timeout_seconds=MAX_SECONDS))


def test_read_reports_each_bomb_and_reads_the_other_files(
    gongkai: RunCommand, reports: list[Path], bombs: list[Path]
) -> None:
    ended = gongkai("read", "--json", reports[0], bombs[0], reports[1], *bombs[1:], reports[2])
    assert ended.exit_code == 1
    assert [json.loads(line)["file"] for line in ended.stdout.splitlines()] == list(map(str, reports))
    *lines, last = ended.stderr.splitlines()
    assert last == "共 5 个文件，2 个没有读成"
    for line, file in zip(lines, bombs, strict=True):
        assert line.removeprefix(f"{file}：").startswith(REFUSAL_REASONS)


def test_a_build_reports_bombs_and_publishes_the_other_files(
    gongkai: RunCommand, reports: list[Path], bombs: list[Path], tmp_path: Path
) -> None:
    assert gongkai("import", *bombs, *reports).exit_code == 0
    ended = gongkai("build")
    assert ended.exit_code == 1
    for file in bombs:
        (line,) = [line for line in ended.stderr.splitlines() if file.name in line]
        assert line.startswith("读不了")
        assert any(why in line for why in REFUSAL_REASONS)
    with sqlite3.connect(tmp_path / "data" / "current" / "archive.db") as connection:
        states = connection.execute("SELECT state, detail FROM documents ORDER BY state, detail").fetchall()
        (stand,) = connection.execute("SELECT count(*) FROM reports").fetchone()
    assert [state for state, _ in states] == [*["read"] * 3, "too_costly", "unreadable"]
    assert states[3][1].startswith(REFUSAL_REASONS)
    assert stand == 3
