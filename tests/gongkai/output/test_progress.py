"""Progress without a terminal: lines on stderr at intervals and at the end of a stage."""

from __future__ import annotations

import pytest

from gongkai.output import progress


def test_the_end_of_a_stage_is_printed_once(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.ProgressReporter() as reporter:
        for done in range(1, 1001):
            reporter("读取", done, 1000)
        reporter("读取", 1000, 1000)
    assert capsys.readouterr() == ("", "读取 1000/1000\n")


def test_long_work_prints_a_line_at_intervals(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(range(0, 1000, 2))
    monkeypatch.setattr(progress.time, "monotonic", lambda: float(next(clock)))
    with progress.ProgressReporter() as reporter:
        for done in range(1, 10):
            reporter("抓取", done, 0)
    lines = capsys.readouterr().err.splitlines()
    assert lines == ["抓取 3", "抓取 6", "抓取 9"]
