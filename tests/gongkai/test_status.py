"""`gongkai status`: which sources need a look, for people, programs and exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from archive.ledger import Ledger, SourceHealth
from tests.gongkai.conftest import Gongkai

REGISTRY = """
[[source]]
id = "first"
name = "甲市人民政府"
home = "http://www.first.gov.cn.test/"
family = "trs"
columns = ["http://www.first.gov.cn.test/nb/"]
"""
GOOD = SourceHealth("first", "run-1", outcome="ok", items=5, items_before=5)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "sources"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text(REGISTRY, encoding="utf-8")
    return tmp_path / "data"


def save(data: Path, health: SourceHealth) -> None:
    with Ledger.open(data) as ledger:
        ledger.save_health(health)


def test_never_crawled_is_said_and_is_no_fault(gongkai: Gongkai, data: Path) -> None:
    ended = gongkai("status")
    assert ended.exit_code == 0
    assert "从未抓取" in ended.stdout


def test_a_good_source_is_no_fault(gongkai: Gongkai, data: Path) -> None:
    save(data, GOOD)
    assert gongkai("status").exit_code == 0


@pytest.mark.parametrize(
    ("health", "word"),
    [
        (replace(GOOD, outcome="needs_browser", needs_browser=True, detail="列表"), "需要浏览器"),
        (replace(GOOD, outcome="timeout", detail="http://www.first.gov.cn.test/nb/"), "超时"),
        (replace(GOOD, outcome="empty", items=0), "空白"),
        (replace(GOOD, items=4), "由 5 份减为 4 份"),
    ],
)
def test_what_needs_a_look_is_named(gongkai: Gongkai, data: Path, health: SourceHealth, word: str) -> None:
    save(data, health)
    ended = gongkai("status")
    assert ended.exit_code == 1
    assert "first（甲市人民政府）" in ended.stderr
    assert word in ended.stderr
    said = json.loads(gongkai("status", "--json").stdout)["sources"][0]
    assert word in said["wrong"]
    assert said["needs_browser"] is health.needs_browser


def test_a_killed_run_is_named(gongkai: Gongkai, data: Path) -> None:
    code = "import sys; from pathlib import Path; from archive.ledger import Ledger\n"
    code += "Ledger.open(Path(sys.argv[1])).begin_run('crawl')"
    subprocess.run([sys.executable, "-c", code, data], check=True, timeout=60)
    ended = gongkai("status")
    assert ended.exit_code == 1
    assert "没有正常结束" in ended.stderr


def test_a_mistake_in_the_registry_is_named_by_file_and_entry(gongkai: Gongkai, data: Path) -> None:
    wrong = REGISTRY.replace("trs", "sharepoint")
    (data / "sources" / "mine.toml").write_text(wrong, encoding="utf-8")
    ended = gongkai("status")
    assert ended.exit_code == 1
    assert ended.stderr.count("\n") == 1
    assert "mine.toml" in ended.stderr
    assert "first" in ended.stderr
