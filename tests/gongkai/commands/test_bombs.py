"""Decompression bombs are reported and do not affect other files, in `read` and in a build."""

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
# What a file holds is counted, so it is refused for the same reason on every machine.
REFUSAL_REASONS = ("Word 文件解压后过大", "PDF 第 1 页的内容过多")


@pytest.fixture
def bombs(tmp_path: Path) -> list[Path]:
    files = []
    for name, build_bomb in BOMBS.items():
        (tmp_path / name).write_bytes(build_bomb())
        files.append(tmp_path / name)
    return files


@pytest.fixture(autouse=True)
def short_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limit the time for a document; reading one first loads the modules before the processes fork."""
    parse_document(Document(data=report_pages()[0], name="report.html"))
    for place in ("gongkai.commands.read", "archive.build.group_reader"):
        monkeypatch.setattr(f"{place}.WorkerPool", partial(WorkerPool, timeout_seconds=MAX_SECONDS))


def test_read_reports_each_bomb_and_reads_the_other_files(
    gongkai: RunCommand, reports: list[Path], bombs: list[Path]
) -> None:
    result = gongkai("read", "--json", reports[0], bombs[0], reports[1], *bombs[1:], reports[2])
    assert result.exit_code == 1
    assert [json.loads(line)["file"] for line in result.stdout.splitlines()] == list(map(str, reports))
    *lines, last = result.stderr.splitlines()
    assert last == "共 5 个文件，2 个没有读成"
    for line, file in zip(lines, bombs, strict=True):
        assert line.removeprefix(f"{file}：").startswith(REFUSAL_REASONS)


def test_a_build_reports_bombs_and_publishes_the_other_files(
    gongkai: RunCommand, reports: list[Path], bombs: list[Path], tmp_path: Path
) -> None:
    assert gongkai("import", *bombs, *reports).exit_code == 0
    result = gongkai("build")
    assert result.exit_code == 1
    for file in bombs:
        (line,) = [line for line in result.stderr.splitlines() if file.name in line]
        assert line.startswith("读不了")
        assert any(reason in line for reason in REFUSAL_REASONS)
    with sqlite3.connect(tmp_path / "data" / "current" / "archive.db") as connection:
        states = connection.execute("SELECT state, detail FROM documents ORDER BY state, detail").fetchall()
        (report_count,) = connection.execute("SELECT count(*) FROM reports").fetchone()
    assert [state for state, _ in states] == [*["read"] * 3, *["too_costly"] * 2]
    assert all(detail.startswith(REFUSAL_REASONS) for _, detail in states[3:])
    assert report_count == 3
