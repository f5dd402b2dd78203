"""`gongkai verify`: no problem in an undamaged archive, and a report of each kind of damage."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.gongkai.conftest import RunCommand

pytestmark = pytest.mark.slow


@pytest.fixture
def warc(gongkai: RunCommand, reports: list[Path], tmp_path: Path) -> Path:
    gongkai("import", *reports)
    return next((tmp_path / "data" / "warc").glob("*.warc.gz"))


def test_an_undamaged_archive_passes(gongkai: RunCommand, warc: Path) -> None:
    result = gongkai("verify")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "3 条记录，全部完好" in result.stdout


@pytest.mark.fault("corrupt", "verify")
def test_a_flipped_bit_is_reported_with_its_file(gongkai: RunCommand, warc: Path) -> None:
    data = bytearray(warc.read_bytes())
    data[-200] ^= 1
    warc.write_bytes(data)
    result = gongkai("verify")
    assert result.exit_code == 1
    assert warc.name in result.stderr


@pytest.mark.fault("corrupt", "verify")
def test_a_missing_file_is_reported(gongkai: RunCommand, warc: Path) -> None:
    warc.unlink()
    result = gongkai("verify")
    assert result.exit_code == 1
    assert warc.name in result.stderr


def test_a_changed_row_of_the_ledger_is_reported(gongkai: RunCommand, warc: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "data" / "ledger.db")) as ledger, ledger:
        ledger.execute("update captures set digest = ? where rowid = 1", ("0" * 64,))
    result = gongkai("verify")
    assert result.exit_code == 1
    assert "台账与记录写的不一样" in result.stderr


def test_without_an_archive_the_error_names_the_import_command(gongkai: RunCommand) -> None:
    result = gongkai("verify")
    assert result.exit_code == 2
    assert "gongkai import" in result.stderr
