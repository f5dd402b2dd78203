"""`gongkai build` and `digest`: a release, what is different in it, whether two archives hold the same."""

from __future__ import annotations

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
    built = gongkai("build")
    assert built.exit_code == 0
    assert "共 1 份年报" in built.stdout
    assert "其他登载 1 个" in built.stdout


def test_a_build_without_changes_makes_no_new_release(
    gongkai: RunCommand, reports: list[Path], tmp_path: Path
) -> None:
    gongkai("import", *reports)
    gongkai("build")
    before = (tmp_path / "data" / "current").resolve()
    again = gongkai("build")
    assert again.exit_code == 0
    assert "内容没有变化" in again.stdout
    assert (tmp_path / "data" / "current").resolve() == before


@pytest.mark.parametrize("step", ["archive.build.source_tables.health_rows", "archive.build.releases._fsync"])
def test_a_failed_build_keeps_the_last_release(
    gongkai: RunCommand, reports: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    gongkai("import", *reports[:2])
    gongkai("build")
    current = tmp_path / "data" / "current"
    before, said = current.resolve(), gongkai("digest").stdout

    def full(*_: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    gongkai("import", reports[2])
    with monkeypatch.context() as fault:
        fault.setattr(step, full)
        with pytest.raises(OSError, match="No space left"):
            gongkai("build")
    assert current.resolve() == before
    assert gongkai("digest").stdout == said
    assert "共 3 份年报" in gongkai("build").stdout
    assert current.resolve() != before


def test_full_and_incremental_builds_have_equal_digests(gongkai: RunCommand, reports: list[Path]) -> None:
    for file in reports:
        gongkai("import", file)
        gongkai("build")
    step_by_step = gongkai("digest").stdout
    assert gongkai("build", "--full").exit_code == 0
    assert gongkai("digest").stdout == step_by_step
    assert step_by_step.count("\n") > 5


@pytest.mark.parametrize("name", [name for name, data in broken_files.BROKEN_FILES.items() if data])
def test_a_file_that_is_not_a_report_is_reported_and_the_others_are_published(
    gongkai: RunCommand, reports: list[Path], tmp_path: Path, name: str
) -> None:
    gongkai("import", broken_files.write_broken_file(tmp_path, name), *reports)
    ended = gongkai("build")
    assert ended.exit_code == 1
    assert len([line for line in ended.stderr.splitlines() if name in line]) == 1
    assert "共 3 份年报" in ended.stdout


def test_without_an_archive_the_error_names_the_crawl_command(gongkai: RunCommand) -> None:
    ended = gongkai("build")
    assert ended.exit_code == 1
    assert "gongkai crawl" in ended.stderr
