from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.ledger.database import DatabaseUnusable
from crawler.state.crawl_state import CrawlState


def test_the_crawl_state_is_a_separate_file_that_can_be_deleted(tmp_path: Path) -> None:
    with CrawlState.open(tmp_path) as state:
        assert state.leases.acquire("s", "one")
    assert not (tmp_path / "ledger.db").exists()
    for path in tmp_path.glob("crawl.db*"):
        path.unlink()
    with CrawlState.open(tmp_path) as state:
        assert state.leases.acquire("s", "other")
        not_strict = [
            table.name for table in state.db.tables if not table.strict and not table.name.startswith("_")
        ]
        assert not_strict == []


def test_a_crawl_state_of_another_version_is_an_error(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "crawl.db")) as connection:
        connection.execute("create table leases (source text)")
    with pytest.raises(DatabaseUnusable, match=r"crawl\.db 的结构属于另一版本.*删除这个文件"):
        CrawlState.open(tmp_path)


def test_requirements_of_url_templates_are_stored(tmp_path: Path) -> None:
    with CrawlState.open(tmp_path) as state:
        assert state.templates.requirements() == {}
        state.templates.save_requirement("host/list", "http")
        state.templates.save_requirement("host/list", "browser")
        assert state.templates.requirements() == {"host/list": "browser"}
