"""`gongkai import`: bytes are archived unchanged, once, and without local paths."""

from __future__ import annotations

import gzip
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.ledger.ledger import Ledger
from archive.model import Role
from archive.warc.reader import read_record
from tests.gongkai.conftest import RunCommand
from tests.support import broken_files

pytestmark = pytest.mark.slow


def archived_payloads(data: Path) -> dict[str, bytes]:
    with Ledger.open(data) as ledger:
        captures = list(ledger.captures.select([Role.IMPORT]))
        return {
            capture.url.rpartition("/")[2]: read_record(ledger.warc_dir, capture).payload
            for capture in captures
        }


def test_the_bytes_of_files_are_archived_unchanged(
    gongkai: RunCommand, reports: list[Path], tmp_path: Path
) -> None:
    result = gongkai("import", *reports)
    assert result.exit_code == 0
    assert archived_payloads(tmp_path / "data") == {file.name: file.read_bytes() for file in reports}


def test_the_same_content_under_another_name_adds_nothing(
    gongkai: RunCommand, reports: list[Path], tmp_path: Path
) -> None:
    gongkai("import", *reports)
    copy = tmp_path / "copy.html"
    copy.write_bytes(reports[0].read_bytes())
    result = gongkai("import", copy, *reports)
    assert result.exit_code == 0
    assert "存入 0 个文件，4 个已在档案中" in result.stdout
    assert len(archived_payloads(tmp_path / "data")) == len(reports)


@pytest.mark.fault("bad_answers", "import")
def test_an_empty_file_is_reported_in_one_line_and_the_others_are_stored(
    gongkai: RunCommand, reports: list[Path], tmp_path: Path
) -> None:
    empty = broken_files.write_broken_file(tmp_path, "empty.txt")
    result = gongkai("import", empty, *reports)
    assert result.exit_code == 1
    assert [line for line in result.stderr.splitlines() if "empty.txt" in line] == [f"{empty}：文件是空的"]
    assert len(archived_payloads(tmp_path / "data")) == len(reports)


@pytest.mark.parametrize("name", [name for name, data in broken_files.BROKEN_FILES.items() if data])
@pytest.mark.fault("bad_answers", "import")
def test_unreadable_files_are_archived_too(gongkai: RunCommand, tmp_path: Path, name: str) -> None:
    assert gongkai("import", broken_files.write_broken_file(tmp_path, name)).exit_code == 0
    assert archived_payloads(tmp_path / "data") == {name: broken_files.BROKEN_FILES[name]}


def test_local_paths_are_not_archived(gongkai: RunCommand, reports: list[Path], tmp_path: Path) -> None:
    gongkai("import", *reports)
    for file in (tmp_path / "data" / "warc").glob("*.warc.gz"):
        assert str(tmp_path).encode() not in gzip.decompress(file.read_bytes())


def test_a_file_name_with_spaces_and_chinese_can_be_imported(
    gongkai: RunCommand, reports: list[Path], tmp_path: Path
) -> None:
    odd = reports[0].rename(tmp_path / "年报 2023 #1?.html")
    assert gongkai("import", odd).exit_code == 0
    assert gongkai("verify").exit_code == 0
    assert gongkai("build").exit_code == 0


@pytest.mark.fault("two_at_once", "import", "status")
def test_two_imports_and_a_status_at_once_disturb_each_other_in_nothing(
    gongkai: RunCommand, start: Callable[..., subprocess.Popen[str]], reports: list[Path]
) -> None:
    gongkai("import", reports[0])
    processes = [start("import", reports[1]), start("import", reports[2]), start("status")]
    results = [(process.communicate(timeout=120), process.returncode) for process in processes]
    assert [code for _, code in results[:2]] == [0, 0], results
    assert results[2][1] in (0, 1)  # an import that runs is no problem, one that just ended neither
    assert "Traceback" not in results[2][0][1]
    assert "3 条记录，全部完好" in gongkai("verify").stdout


@pytest.mark.fault("killed", "import", "verify")
def test_what_a_killed_import_has_stored_is_kept(
    gongkai: RunCommand, reports: list[Path], tmp_path: Path
) -> None:
    gongkai("import", reports[0])
    [file] = (tmp_path / "data" / "warc").glob("*.warc.gz")
    left = file.rename(f"{file}.open")  # as a process leaves it that is killed in the middle of a record
    left.write_bytes(left.read_bytes() + b"\x1f\x8b\x08half a record")
    assert gongkai("verify").exit_code == 0
    assert "存入 2 个文件" in gongkai("import", *reports[1:]).stdout
    assert "3 条记录，全部完好" in gongkai("verify").stdout
