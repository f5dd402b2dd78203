"""`gongkai build` and `digest`: releases, their changes, and whether two archives are equal."""

from __future__ import annotations

import json
from errno import ENOSPC
from pathlib import Path

import pytest

from tests.gongkai.conftest import RunCommand
from tests.support import broken_files

pytestmark = pytest.mark.slow


def test_a_build_lists_new_reports(gongkai: RunCommand, reports: list[Path]) -> None:
    gongkai("import", *reports[:2])
    first = gongkai("build")
    assert first.exit_code == 0
    assert first.stdout.count("新增") == 2
    assert "共 2 份年报" in first.stdout
    gongkai("import", reports[2])
    second = gongkai("build")
    assert second.stdout.count("新增") == 1
    assert "读取 1 组文件" in second.stdout
    assert "共 3 份年报" in second.stdout


def test_a_second_copy_of_a_report_is_reported(gongkai: RunCommand, reports: list[Path]) -> None:
    reports[1].write_bytes(reports[0].read_bytes() + b"\n<!-- reprinted -->\n")
    gongkai("import", *reports[:2])
    result = gongkai("build")
    assert result.exit_code == 0
    assert "共 1 份年报" in result.stdout
    assert "其他登载 1 个" in result.stdout


def test_a_build_without_changes_makes_no_new_release(
    gongkai: RunCommand, reports: list[Path], tmp_path: Path
) -> None:
    gongkai("import", *reports)
    gongkai("build")
    before = (tmp_path / "data" / "current").resolve()
    second = gongkai("build")
    assert second.exit_code == 0
    assert "内容没有变化" in second.stdout
    assert (tmp_path / "data" / "current").resolve() == before


@pytest.mark.parametrize("step", ["archive.build.source_tables.health_rows", "archive.build.releases._fsync"])
@pytest.mark.fault("disk_full", "build")
def test_a_failed_build_keeps_the_last_release(
    gongkai: RunCommand, reports: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    gongkai("import", *reports[:2])
    gongkai("build")
    current = tmp_path / "data" / "current"
    before, digest = current.resolve(), gongkai("digest").stdout

    def raise_disk_full(*_: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    gongkai("import", reports[2])
    with monkeypatch.context() as fault:
        fault.setattr(step, raise_disk_full)
        failed = gongkai("build")
    assert failed.exit_code == 1
    assert "磁盘已满" in failed.stderr.splitlines()[-1]
    assert current.resolve() == before
    assert gongkai("digest").stdout == digest
    assert "共 3 份年报" in gongkai("build").stdout
    assert current.resolve() != before


def test_full_and_incremental_builds_have_equal_digests(gongkai: RunCommand, reports: list[Path]) -> None:
    for file in reports:
        gongkai("import", file)
        gongkai("build")
    incremental_digest = gongkai("digest").stdout
    assert gongkai("build", "--full").exit_code == 0
    assert gongkai("digest").stdout == incremental_digest
    assert incremental_digest.count("\n") > 5


@pytest.mark.parametrize("name", [name for name, data in broken_files.BROKEN_FILES.items() if data])
@pytest.mark.fault("bad_answers", "build")
def test_a_file_that_is_not_a_report_is_reported_and_the_others_are_published(
    gongkai: RunCommand, reports: list[Path], tmp_path: Path, name: str
) -> None:
    gongkai("import", broken_files.write_broken_file(tmp_path, name), *reports)
    result = gongkai("build")
    assert result.exit_code == 1
    assert len([line for line in result.stderr.splitlines() if name in line]) == 1
    assert "共 3 份年报" in result.stdout


def test_without_an_archive_the_error_names_the_crawl_command(gongkai: RunCommand) -> None:
    result = gongkai("build")
    assert result.exit_code == 2
    assert "gongkai crawl" in result.stderr


@pytest.mark.fault("corrupt", "build")
def test_damaged_and_vanished_records_are_named_by_every_build(
    gongkai: RunCommand, reports: list[Path], tmp_path: Path
) -> None:
    for report in reports:
        gongkai("import", report)
    gongkai("build")
    digest = gongkai("digest").stdout
    damaged, vanished, _ = sorted((tmp_path / "data" / "warc").glob("*.warc.gz"))
    content = bytearray(damaged.read_bytes())
    content[-200] ^= 1
    damaged.write_bytes(content)
    vanished.unlink()
    for _ in range(2):  # a release that is still complete does not hide it, however often it is built
        result = gongkai("build")
        assert result.exit_code == 1
        assert f"{damaged.name} 偏移 " in result.stderr
        assert f"{vanished.name} 偏移 0：台账里有而磁盘上没有这个文件（1 条记录）" in result.stderr
        assert gongkai("digest").stdout == digest


@pytest.mark.fault("corrupt", "build")
def test_a_release_that_lost_much_is_published_only_with_a_reason(
    gongkai: RunCommand, reports: list[Path], tmp_path: Path
) -> None:
    for report in reports:
        gongkai("import", report)
    gongkai("build")
    digest = gongkai("digest").stdout
    first = next((tmp_path / "data" / "warc").glob("*.warc.gz"))
    first.unlink()
    refused = gongkai("build", "--full")
    assert refused.exit_code == 1
    assert len([line for line in refused.stderr.splitlines() if line.startswith("移除")]) == 1
    assert first.name in refused.stderr
    assert "reports 由 3 减为 2" in refused.stderr
    assert "--accept shrinking --reason" in refused.stderr
    assert gongkai("digest").stdout == digest
    for wrong in (["--accept", "shrinking"], ["--reason", "x"], ["--accept", "shrinking", "--reason", " "]):
        assert gongkai("build", "--full", *wrong).exit_code == 2
    accepted = gongkai("build", "--full", "--accept", "shrinking", "--reason", "存档盘坏了一块")
    assert accepted.exit_code == 1  # the loss stays a loss
    assert "共 2 份年报" in accepted.stdout
    [line] = (tmp_path / "data" / "releases" / "accepted.jsonl").read_text(encoding="utf-8").splitlines()
    entry = json.loads(line)
    assert (entry["accepted"], entry["reason"]) == ("shrinking", "存档盘坏了一块")
    assert entry["tables"][0] == {"table": "reports", "before": 3, "after": 2}
    assert entry["release"] == (tmp_path / "data" / "current").resolve().name
    assert gongkai("build", "--full").exit_code == 1  # nothing shrinks any more, the file is still gone
