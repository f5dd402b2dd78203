"""`gongkai registry check` as a user runs it: which files, which exit code, and nothing written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.ledger.ledger import Ledger
from archive.ledger.source_health import SourceHealth
from tests.gongkai.conftest import RunCommand

ENTRY = """
[[source]]
id = "{id}"
name = "某市"
home = "http://www.{host}.gov.cn/"
checked = {checked}
"""


def write_entries(file: Path, *hosts: str, checked: str = "false") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    entries = (ENTRY.format(id=f"s{number}", host=host, checked=checked) for number, host in enumerate(hosts))
    file.write_text("".join(entries), encoding="utf-8")
    return file


def test_the_bundled_registry_has_no_mistake_and_the_check_writes_nothing(
    gongkai: RunCommand, tmp_path: Path
) -> None:
    result = gongkai("registry", "check")
    assert result.exit_code == 0, result.output
    assert "错误 0，重复登记 0" in result.output
    assert "从未核对　" in result.output
    assert not (tmp_path / "data").exists()


def test_duplicates_make_the_check_fail(gongkai: RunCommand, tmp_path: Path) -> None:
    file = write_entries(tmp_path / "new.toml", "a", "a", "b")
    result = gongkai("registry", "check", file)
    assert result.exit_code == 1
    assert "重复登记　a.gov.cn" in result.output
    assert "有效条目 3" in result.output


def test_the_registry_in_use_is_compared_with_what_crawls_found(gongkai: RunCommand, tmp_path: Path) -> None:
    write_entries(tmp_path / "data" / "sources" / "a.toml", "a", "b")
    assert gongkai("registry", "check").exit_code == 0
    with Ledger.open(tmp_path / "data") as ledger:
        ledger.health.save(SourceHealth("s1", "20261129T000000", state="moved", cause="栏目在 /new/"))
    result = gongkai("registry", "check", "--json")
    assert result.exit_code == 1
    remarks = json.loads(result.stdout)["remarks"]
    assert [(remark["kind"], remark["sources"]) for remark in remarks] == [
        ("stale", ["s1"]),
        ("never_checked", ["s0"]),
    ]


@pytest.mark.parametrize("text", ["[[source]\n", "[[source]]\nid = 'a'\n"])
def test_a_mistake_is_named_with_its_file(gongkai: RunCommand, tmp_path: Path, text: str) -> None:
    file = tmp_path / "bad.toml"
    file.write_text(text, encoding="utf-8")
    result = gongkai("registry", "check", file)
    assert result.exit_code == 1
    assert f"错误　{file}" in result.output
