"""`gongkai status` with very many sources: its processor time, and what is cut from its lists."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from dataclasses import astuple, replace
from pathlib import Path

import pytest

from archive.ledger.ledger import Ledger
from archive.ledger.source_health import SourceHealth
from gongkai.output.source_status import MAX_ROWS

pytestmark = pytest.mark.slow

SOURCES = 10_000
HEALTH = SourceHealth(
    "", "20260105T030405-abcdef", "2026-01-05T03:04:05Z", outcome="ok", state="fine", items=5
)
ENTRY = '[[source]]\nid = "s{0}"\nname = "第{0}局"\nhome = "http://s{0}.gov.cn.test/"\nfamily = "trs"\n'


def fill(data: Path) -> None:
    (data / "sources").mkdir(parents=True)
    text = "\n".join(map(ENTRY.format, range(SOURCES)))
    (data / "sources" / "many.toml").write_text(text, encoding="utf-8")
    with Ledger.open(data) as ledger, ledger.transaction() as connection:
        for number in range(SOURCES):
            values = astuple(replace(HEALTH, source=f"s{number}", is_wrong=number == SOURCES - 1))
            row = ["[]" if value == () else value for value in values]
            connection.execute(f"insert into sources_health values ({', '.join('?' * len(row))})", row)


def loop_seconds() -> float:
    """Return the processor time of a fixed amount of work: what a second means on this machine now."""
    started = time.process_time()
    sum(number * number for number in range(3_000_000))
    return time.process_time() - started


def test_many_sources_take_seconds_and_those_with_problems_come_first(tmp_path: Path) -> None:
    fill(tmp_path)
    unit = loop_seconds()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "gongkai", "--data", str(tmp_path), "status"]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=250)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert result.returncode == 1
    lines = result.stdout.splitlines()
    assert lines[1].startswith(f"s{SOURCES - 1} ")
    assert f"另有 {SOURCES - MAX_ROWS} 个来源未逐行列出：正常 {SOURCES - MAX_ROWS}" in result.stdout
    assert len(lines) < MAX_ROWS + 20
    # A tenth of 100,000 sources in 10 s; the unit is a quarter of a second where that was measured.
    assert (after.ru_utime - before.ru_utime) / unit < 40
