from __future__ import annotations

import logging
from pathlib import Path

import pytest

from crawler.middlewares.compliance import RotatingJsonLines

MAX_ENTRY_BYTES = 4000


def test_rotating_a_full_file_loses_no_line(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    lines = [f"第 {number} 次请求：政府信息公开年度报告" for number in range(120)]
    handler = RotatingJsonLines(path, maxBytes=MAX_ENTRY_BYTES, backupCount=9, encoding="utf-8")
    for line in lines:
        handler.emit(logging.LogRecord("", logging.INFO, "", 0, line, None, None))
    handler.close()
    files = sorted(tmp_path.iterdir(), reverse=True)
    assert len(files) > 1
    assert all(file.stat().st_size <= MAX_ENTRY_BYTES for file in files)
    assert [line for file in files for line in file.read_text("utf-8").splitlines()] == lines


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
def test_a_line_that_cannot_be_written_is_an_error() -> None:
    handler = RotatingJsonLines("/dev/full", encoding="utf-8")
    with pytest.raises(OSError, match="No space left"):
        handler.emit(logging.LogRecord("", logging.INFO, "", 0, "line", None, None))
