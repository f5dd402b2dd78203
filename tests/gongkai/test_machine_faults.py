"""Every command on a disk that is full or read-only: what reads works, what writes says so in one line."""

from __future__ import annotations

import re
import signal
import subprocess
from pathlib import Path

import pytest

from archive.ledger.ledger import Ledger
from archive.ledger.source_health import SourceHealth
from gongkai.monitoring.site_check import check_site
from tests.gongkai.conftest import RunCommand
from tests.support.mounts import FULL, READ_ONLY, can_mount, mounted_command, run_mounted

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not can_mount(), reason="needs mounts of its own")]

REGISTRY = '[[source]]\nid = "one"\nname = "甲市"\nhome = "http://one.gov.cn.test/"\nfamily = "trs"\n'
CRAWL = ("crawl", "--host", "one.gov.cn.test=127.0.0.1:9")


@pytest.fixture
def data(gongkai: RunCommand, reports: list[Path], tmp_path: Path) -> Path:
    """Return an archive with a release and with a file that was imported since."""
    gongkai("import", *reports[:2])
    gongkai("build")
    gongkai("import", reports[2])
    folder = tmp_path / "data"
    (folder / "sources").mkdir()
    (folder / "sources" / "one.toml").write_text(REGISTRY, encoding="utf-8")
    return folder


def assert_reading_works(mount: str, data: Path, report: Path) -> None:
    status = run_mounted(mount, data, "status")
    assert (status.returncode, status.stderr) == (0, "")
    assert "导入：3 个文件" in status.stdout
    verify = run_mounted(mount, data, "verify")
    assert (verify.returncode, verify.stderr) == (0, "")
    assert "3 条记录，全部完好" in verify.stdout
    assert run_mounted(mount, data, "read", report).returncode == 0


def assert_site_works(mount: str, data: Path) -> None:
    command = mounted_command(mount, data, "serve", "--port", "0")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = re.search(r"http://[\d.:]+/", process.stdout.readline())
        assert url
        assert len(list(check_site(url[0]))) == 4
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


def assert_refused(result: subprocess.CompletedProcess[str], reason: str) -> None:
    assert result.returncode == 1, result.stderr
    assert "Traceback" not in result.stderr
    assert reason in result.stderr.splitlines()[-1]


@pytest.mark.fault("read_only", "status", "verify")
def test_what_reads_works_on_a_read_only_disk(data: Path, reports: list[Path]) -> None:
    assert_reading_works(READ_ONLY, data, reports[0])


@pytest.mark.fault("read_only", "serve")
def test_the_site_works_on_a_read_only_disk(data: Path) -> None:
    assert_site_works(READ_ONLY, data)


@pytest.mark.fault("read_only", "status", "verify")
def test_the_log_of_a_killed_process_is_read_on_a_read_only_disk(data: Path) -> None:
    path, log = data / "ledger.db", data / "ledger.db-wal"
    with Ledger.open(data) as ledger:
        ledger.health.save(SourceHealth("one", "20260105T030405-abcdef", state="unreachable", is_wrong=True))
        left = path.read_bytes(), log.read_bytes()
    path.write_bytes(left[0])
    log.write_bytes(left[1])
    status = run_mounted(READ_ONLY, data, "status")
    assert status.returncode == 1
    assert "one（甲市）" in status.stderr
    assert run_mounted(READ_ONLY, data, "verify").returncode == 0


@pytest.mark.fault("read_only", "import", "crawl", "build")
def test_what_writes_says_in_one_line_that_the_disk_is_read_only(data: Path, reports: list[Path]) -> None:
    for arguments in (("import", reports[0]), ("build",), ("build", "--full")):
        assert_refused(run_mounted(READ_ONLY, data, *arguments), "磁盘是只读的（没有做完")
    assert_refused(run_mounted(READ_ONLY, data, *CRAWL), "因此不访问网站")


@pytest.mark.fault("disk_full", "status", "verify")
def test_what_reads_works_on_a_full_disk(data: Path, reports: list[Path]) -> None:
    assert_reading_works(FULL, data, reports[0])


@pytest.mark.fault("disk_full", "serve")
def test_the_site_works_on_a_full_disk(data: Path) -> None:
    assert_site_works(FULL, data)


@pytest.mark.fault("disk_full", "import", "crawl", "build")
def test_what_writes_says_in_one_line_that_the_disk_is_full(data: Path, reports: list[Path]) -> None:
    large = data.parent / "large.html"
    large.write_bytes(reports[0].read_bytes() + b"<!-- " + bytes(range(256)) * 4000 + b" -->")
    for arguments in (("import", large), ("build",), ("build", "--full")):
        assert_refused(run_mounted(FULL, data, *arguments), "磁盘已满（没有做完")
    assert_refused(run_mounted(FULL, data, *CRAWL), "因此不访问网站")
