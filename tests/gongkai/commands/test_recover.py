"""`gongkai recover`: rebuilds the ledger from the WARC files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archive.ledger.ledger import Ledger
from archive.warc.writer import WarcWriter
from tests.gongkai.conftest import RunCommand
from tests.support.warc_records import response_record

pytestmark = pytest.mark.slow


@pytest.fixture
def data(gongkai: RunCommand, reports: list[Path], tmp_path: Path) -> Path:
    gongkai("import", *reports)
    return tmp_path / "data"


def remove_ledger(data: Path) -> None:
    for path in data.glob("ledger.db*"):
        path.unlink()


def test_a_rebuilt_ledger_gives_the_same_release(gongkai: RunCommand, data: Path) -> None:
    gongkai("build")
    digest = gongkai("digest").stdout
    remove_ledger(data)
    result = gongkai("recover")
    assert result.exit_code == 0
    assert "重建台账：WARC 文件 1/1" in result.stderr
    assert "读了 1 个 WARC 文件，3 条记录" in result.stdout
    assert "3 条记录，全部完好" in gongkai("verify").stdout
    assert gongkai("build").exit_code == 0
    assert gongkai("digest").stdout == digest


def test_a_damaged_record_is_reported_and_only_it_is_lost(gongkai: RunCommand, data: Path) -> None:
    remove_ledger(data)
    warc = next((data / "warc").glob("*.warc.gz"))
    content = bytearray(warc.read_bytes())
    content[-200] ^= 1
    warc.write_bytes(content)
    result = gongkai("recover")
    assert result.exit_code == 1
    assert f"{warc.name} 偏移 " in result.stderr
    assert "数据损坏" in result.stderr
    assert "读了 1 个 WARC 文件，2 条记录，1 处有问题" in result.stdout


@pytest.mark.parametrize("command", ["verify", "status", "build", "import"])
@pytest.mark.fault("corrupt", "verify", "status", "build", "import")
def test_commands_name_recover_when_the_ledger_is_damaged(
    gongkai: RunCommand, data: Path, reports: list[Path], command: str
) -> None:
    remove_ledger(data)
    (data / "ledger.db").write_bytes(b"no database" * 500)
    arguments = [reports[0]] if command == "import" else []
    result = gongkai(command, *arguments)
    assert result.exit_code == 1
    assert "ledger.db 已损坏" in result.stderr
    assert "gongkai recover" in result.stderr
    assert gongkai("recover").exit_code == 0
    assert gongkai(command, *arguments).exit_code == 0


def test_without_an_archive_the_error_names_the_import_command(gongkai: RunCommand) -> None:
    result = gongkai("recover")
    assert result.exit_code == 2
    assert "gongkai import" in result.stderr


@pytest.mark.fault("corrupt", "crawl")
def test_a_crawl_names_recover_when_the_ledger_is_damaged(gongkai: RunCommand, data: Path) -> None:
    (data / "sources").mkdir()
    entry = '[[source]]\nid = "one"\nname = "甲市"\nhome = "http://one.gov.cn.test/"\n'
    (data / "sources" / "one.toml").write_text(entry, encoding="utf-8")
    remove_ledger(data)
    (data / "ledger.db").write_bytes(b"no database" * 500)
    result = gongkai("crawl", "--host", "one.gov.cn.test=127.0.0.1:9")
    assert result.exit_code == 1
    assert "gongkai recover" in result.stderr


@pytest.mark.fault("clock", "import", "verify")
def test_records_dated_later_than_now_are_in_no_way(
    gongkai: RunCommand, data: Path, reports: list[Path], tmp_path: Path
) -> None:
    with Ledger.open(data) as ledger, WarcWriter(ledger.warc_dir, ledger.runs.begin("import")) as writer:
        record = replace(response_record(1), fetched="2091-01-05T03:04:05.000000Z")
        ledger.captures.add(writer.write(record))
    other = tmp_path / "other.html"
    other.write_bytes(reports[0].read_bytes() + b"<!-- -->")
    assert "存入 1 个文件" in gongkai("import", other).stdout
    assert "5 条记录，全部完好" in gongkai("verify").stdout
