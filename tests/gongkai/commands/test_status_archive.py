"""`gongkai status` on the archive as a whole: a mistyped folder, imported files, a clock that was wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.ledger.ledger import Ledger
from archive.ledger.source_health import SourceHealth
from tests.gongkai.conftest import RunCommand

pytestmark = pytest.mark.slow


def test_a_mistyped_folder_is_a_usage_error_and_nothing_is_created(
    gongkai: RunCommand, tmp_path: Path
) -> None:
    empty = tmp_path / "other"
    empty.mkdir()
    for folder in (tmp_path / "data", empty):
        for command in ("status", "verify", "build", "recover"):
            result = gongkai(command, "--data", folder)
            assert result.exit_code == 2, command
            assert f"{folder} 里没有档案" in result.stderr
            assert result.stderr.count("\n") == 1
        assert gongkai("serve", "--data", folder).exit_code == 1
    assert not (tmp_path / "data").exists()
    assert list(empty.iterdir()) == []


def test_imported_files_are_counted(gongkai: RunCommand, reports: list[Path]) -> None:
    gongkai("import", *reports[:2])
    assert "导入：2 个文件" in gongkai("status").stdout
    gongkai("build")
    gongkai("import", reports[2])
    text = gongkai("status").stdout
    assert "当前版本读了其中 2 个，认出年报的 2 个" in text
    archive = json.loads(gongkai("status", "--json").stdout)["archive"]
    assert (archive["imported"], archive["imported_in_release"]) == (3, 2)


@pytest.mark.fault("clock", "status")
def test_times_later_than_now_are_named(gongkai: RunCommand, reports: list[Path], tmp_path: Path) -> None:
    gongkai("import", reports[0])
    assert "时钟" not in gongkai("status").stdout
    with Ledger.open(tmp_path / "data") as ledger:
        (run,) = ledger.runs.select()
        with ledger.transaction() as connection:
            connection.execute("update runs set ended = '2091-01-05T03:04:05.000000Z'")
        ledger.health.save(SourceHealth("first", "20910105T030405-abcdef", state="fine"))
    result = gongkai("status")
    assert f"时钟：2 处记下的时间晚于现在（如 {run.id}：2091-01-05T03:04:05）" in result.stdout
    times = json.loads(gongkai("status", "--json").stdout)["archive"]["future_times"]
    assert [item["owner"] for item in times] == [run.id, "first"]


@pytest.mark.fault("corrupt", "status", "verify")
def test_a_lost_ledger_is_named_with_the_command_that_rebuilds_it(
    gongkai: RunCommand, reports: list[Path], tmp_path: Path
) -> None:
    gongkai("import", reports[0])
    for path in (tmp_path / "data").glob("ledger.db*"):
        path.unlink()
    for command in ("status", "verify"):
        result = gongkai(command)
        assert result.exit_code == 1
        assert "gongkai recover" in result.stderr
    assert not (tmp_path / "data" / "ledger.db").exists()
