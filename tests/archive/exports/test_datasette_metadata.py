"""The metadata of the site: the generated file is the one checked in, and Datasette can use all of it."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.database.fulltext import fts_query
from archive.database.schema import load_schema
from archive.exports import datasette_metadata
from tests.support.small_archive import PAGE_URL, SmallArchive, report_bytes

pytestmark = pytest.mark.slow

METADATA = datasette_metadata.build_metadata()["databases"]["archive"]
DESCRIBED_TABLES = {name: table for name, table in METADATA["tables"].items() if not table.get("hidden")}


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    archive = SmallArchive(tmp_path_factory.mktemp("metadata"))
    archive.add_response(PAGE_URL, report_bytes(text="就业", cells={"requests.granted.total": ""}))
    archive.add_response(PAGE_URL + "?2", b"broken")
    archive.build()
    connection = sqlite3.connect(archive.database)
    connection.create_function("escape_fts", 1, fts_query, deterministic=True)
    yield connection
    connection.close()


def test_the_file_in_the_repository_is_up_to_date() -> None:
    assert (
        datasette_metadata.METADATA_FILE.read_text(encoding="utf-8") == datasette_metadata.metadata_text()
    ), "run make golden"


def test_an_outdated_file_is_reported_and_rewritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasette_metadata, "METADATA_FILE", tmp_path / "metadata.json")
    assert datasette_metadata.main([]) == 1
    assert datasette_metadata.main(["--write"]) == 0
    assert datasette_metadata.main([]) == 0
    assert json.loads((tmp_path / "metadata.json").read_text()) == datasette_metadata.build_metadata()


def test_every_table_of_a_release_is_described_or_hidden(connection: sqlite3.Connection) -> None:
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert set(DESCRIBED_TABLES) == {table.name for table in load_schema().tables}
    assert names <= set(METADATA["tables"])
    for name, description in METADATA["tables"].items():
        assert ("columns" in description) or description == {"hidden": True, "allow": False}, name


@pytest.mark.parametrize("name", DESCRIBED_TABLES)
def test_every_column_is_described_in_chinese(connection: sqlite3.Connection, name: str) -> None:
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info([{name}])")]
    described = DESCRIBED_TABLES[name]["columns"]
    assert list(described) == columns
    assert all(re.search("[\u4e00-\u9fff]", text) for text in described.values())


def test_units_are_only_in_the_descriptions() -> None:
    assert "units" not in json.dumps(METADATA)
    assert DESCRIBED_TABLES["disclosure"]["columns"]["fee_amount"].endswith("（单位：万元）")


def test_visitors_cannot_run_sql() -> None:
    assert METADATA["allow_sql"] is False


@pytest.mark.parametrize("name", METADATA["queries"])
def test_a_canned_query_runs_and_has_chinese_column_names(connection: sqlite3.Connection, name: str) -> None:
    query = METADATA["queries"][name]
    values = {"机关": "教育", "检索词": "就业"}
    cursor = connection.execute(query["sql"], {param: values[param] for param in query.get("params", [])})
    assert all(re.search("[\u4e00-\u9fff]", column[0]) for column in cursor.description)
    assert cursor.fetchall()
    assert "LIMIT" in query["sql"]
