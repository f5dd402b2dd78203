"""The schema is complete and checked, and the same in a new database and a migrated one."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

import pytest
from sqlite_utils import Database

from archive.database.migrations import migrate
from archive.database.schema import BadSchema, load_schema, parse_schema


@pytest.fixture
def data() -> dict[str, Any]:
    return tomllib.loads(files("archive.database").joinpath("schema.toml").read_text(encoding="utf-8"))


def test_every_table_and_column_is_described_in_chinese() -> None:
    for table in load_schema().tables:
        for text in (table.title, table.text, *(column.label + column.text for column in table.columns)):
            assert any("\u4e00" <= character <= "\u9fff" for character in text), (table.name, text)
        assert all(column.label and column.text for column in table.columns)


def test_the_tables_are_strict_and_have_the_columns_of_the_schema() -> None:
    database = Database(memory=True)
    migrate(database)
    for table in load_schema().tables:
        assert database[table.name].strict
        assert tuple(column.name for column in database[table.name].columns) == table.column_names
        assert tuple(database[table.name].pks) == table.key
        assert ("WITHOUT ROWID" in database[table.name].schema) is table.is_stored_in_key_order


def test_a_migrated_database_equals_a_new_one(data: dict[str, Any]) -> None:
    migrated = Database(memory=True)
    migrate(migrated, parse_schema(data))
    migrated.execute("INSERT INTO sections VALUES (1, 1, 'overview', '文字', 2)")
    later = {**data, "version": 2, "versions": {**data["leftovers"], "since": 2}}
    later["sections"]["columns"]["language"] = {"type": "text", "label": "语言", "text": "x", "since": 2}
    migrate(migrated, parse_schema(later))
    new = Database(memory=True)
    migrate(new, parse_schema(later))
    assert [table.columns for table in migrated.tables] == [table.columns for table in new.tables]
    assert next(iter(migrated["sections"].rows)) == {
        "report_id": 1,
        "number": 1,
        "section": "overview",
        "text": "文字",
        "characters": 2,
        "language": None,
    }


@pytest.mark.parametrize(
    ("table", "change", "message"),
    [
        ("reports", {"sortable": ["nothing"]}, "nothing"),
        ("reports", {"facets": ["nothing"]}, "nothing"),
        ("reports", {"key": ["nothing"]}, "nothing"),
        ("reports", {"colour": "red"}, "colour"),
        ("requests", {"sortable": ["report_id"]}, "组合主键"),
        ("requests", {"columns": {"report_id": {"type": "number", "label": "x", "text": "y"}}}, "number"),
    ],
)
def test_an_error_in_the_schema_names_the_table(
    data: dict[str, Any], table: str, change: dict[str, Any], message: str
) -> None:
    data[table].update(change)
    with pytest.raises(BadSchema, match=rf"\[{table}\].*{message}"):
        parse_schema(data)
