"""`gongkai status`: sources with problems, as text, as JSON and as exit code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from archive.build.read_results import Parser
from archive.ledger.ledger import Ledger
from archive.ledger.source_health import MissedPages, SourceHealth
from archive.model import Document, Report
from archive.workers import Protection, machine_protection
from gongkai.output import protection_lines
from tests.gongkai.conftest import RunCommand
from tests.support.small_archive import PAGE_URL, SmallArchive, report_bytes

pytestmark = pytest.mark.slow

REGISTRY = """
[[source]]
id = "first"
name = "甲市人民政府"
home = "http://www.first.gov.cn.test/"
family = "trs"
columns = ["http://www.first.gov.cn.test/nb/"]
"""
HEALTHY = SourceHealth(
    "first",
    "20260105T030405-abcdef",
    "2026-01-05T03:04:05Z",
    outcome="ok",
    state="fine",
    items=5,
    items_before=5,
)
UNHEALTHY = replace(HEALTHY, is_wrong=True)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "sources"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text(REGISTRY, encoding="utf-8")
    return tmp_path / "data"


def save_health(data: Path, health: SourceHealth) -> None:
    with Ledger.open(data) as ledger:
        ledger.health.save(health)


def test_a_source_never_crawled_is_shown_and_is_no_failure(gongkai: RunCommand, data: Path) -> None:
    result = gongkai("status")
    assert result.exit_code == 0
    assert "从未抓取" in result.stdout


def test_a_healthy_source_is_no_failure(gongkai: RunCommand, data: Path) -> None:
    save_health(data, HEALTHY)
    assert gongkai("status").exit_code == 0


@pytest.mark.parametrize(
    ("health", "word"),
    [
        (
            replace(UNHEALTHY, state="needs_browser", needs_browser=True, cause="列表要用浏览器打开"),
            "需要浏览器",
        ),
        (replace(UNHEALTHY, state="unreachable", cause="http://www.first.gov.cn.test/nb/"), "访问不通"),
        (replace(UNHEALTHY, state="emptied", items=0), "列表变空"),
        (replace(UNHEALTHY, state="fewer", items=4, cause="年报由 5 份减为 4 份"), "由 5 份减为 4 份"),
    ],
)
@pytest.mark.fault("bad_answers", "status")
def test_sources_with_problems_are_reported(
    gongkai: RunCommand, data: Path, health: SourceHealth, word: str
) -> None:
    save_health(data, health)
    result = gongkai("status")
    assert result.exit_code == 1
    assert "first（甲市人民政府）" in result.stderr
    assert word in result.stderr
    source = json.loads(gongkai("status", "--json").stdout)["sources"][0]
    assert word in source["wrong"]
    assert source["needs_browser"] is health.needs_browser


@pytest.mark.parametrize("width", ["80", "120"])
def test_missed_pages_are_explained_within_the_terminal_width(
    gongkai: RunCommand, data: Path, monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    missed = (
        MissedPages("report", "not_found", 2, "http://www.first.gov.cn.test/nb/t20240102_1.html"),
        MissedPages("attachment", "refused_challenge", 1, "http://www.first.gov.cn.test/P1.pdf", "瑞数"),
    )
    save_health(data, replace(HEALTHY, state="partly_failed", cause="3 页年报或附件未取到", missed=missed))
    monkeypatch.setattr("gongkai.commands.status.wide_console", lambda: Console(width=int(width)))
    result = gongkai("status")
    assert result.exit_code == 0  # broken links are the portal's fault: another visit does not help
    lines = result.stdout.splitlines()
    assert max(cell_len(line) for line in lines if "http" not in line) <= int(width)
    assert "没有此页 2 个网页" in result.stdout
    assert "要求验证 1 个附件（瑞数）" in result.stdout
    assert all(missed_item.example in result.stdout for missed_item in missed)
    (source,) = json.loads(gongkai("status", "--json").stdout)["sources"]
    assert source["missed"][0]["count"] == 2
    assert source["next_due"]
    assert (source["last_run"], source["items"], source["items_before"]) == (HEALTHY.last_run, 5, 5)


def test_what_keeps_hostile_files_from_the_machine_is_said(gongkai: RunCommand, data: Path) -> None:
    protection = json.loads(gongkai("status", "--json").stdout)["protection"]
    text = gongkai("status").stdout
    assert protection == asdict(machine_protection())
    assert ("不能联网" in text) is protection["network"]
    assert ("no Landlock" in text) is not protection["landlock"]
    assert ("缺少保护" in text) is not (protection["landlock"] and protection["seccomp"])


@pytest.mark.parametrize(
    ("protection", "parts"),
    [
        (
            Protection(7, True, True),
            ["不能联网、不能读写其他文件、不能启动程序", "no network, no other files"],
        ),
        (Protection(0, True, True), ["不能联网、不能启动程序", "没有 Landlock", "can use all files"]),
        (
            Protection(7, False, True),
            ["不能联网、不能读写其他文件\n", "能启动其他程序", "can start other programs"],
        ),
        (Protection(), ["能读写本用户的文件", "能联网", "can use the network"]),
    ],
)
def test_what_a_system_lacks_is_named(protection: Protection, parts: list[str]) -> None:
    text = "\n".join(protection_lines(protection))
    assert [part for part in parts if part not in text] == []
    assert max(map(cell_len, text.splitlines())) <= 80


@pytest.mark.fault("killed", "status")
def test_a_killed_run_is_reported(gongkai: RunCommand, data: Path) -> None:
    code = "import sys; from pathlib import Path; from archive.ledger.ledger import Ledger\n"
    code += "Ledger.open(Path(sys.argv[1])).runs.begin('crawl')"
    subprocess.run([sys.executable, "-c", code, data], check=True, timeout=60)
    result = gongkai("status")
    assert result.exit_code == 1
    assert "没有正常结束" in result.stderr


def stop_reading(document: Document) -> Report:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError(document)


def test_files_that_were_not_read_to_their_end_are_named(gongkai: RunCommand, data: Path) -> None:
    archive = SmallArchive(data, Parser("1", stop_reading))
    archive.add_response(PAGE_URL, report_bytes())
    archive.build()
    result = gongkai("status")
    assert result.exit_code == 1
    assert "1 个文件没有读完；再运行 gongkai build" in result.stderr
    assert PAGE_URL in result.stderr
    [file] = json.loads(gongkai("status", "--json").stdout)["not_read_yet"]
    assert file["url"] == PAGE_URL
    assert "下次 build 再读" in file["detail"]


def test_a_registry_error_names_file_and_entry(gongkai: RunCommand, data: Path) -> None:
    wrong = REGISTRY.replace("trs", "sharepoint")
    (data / "sources" / "mine.toml").write_text(wrong, encoding="utf-8")
    result = gongkai("status")
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "mine.toml" in result.stderr
    assert "first" in result.stderr
