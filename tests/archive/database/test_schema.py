"""The schema as data: complete, checked, and the same whether a database is new or carried on."""

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


def test_every_table_and_column_says_what_it_is_in_chinese() -> None:
    for table in load_schema().tables:
        for text in (table.title, table.text, *(column.label + column.text for column in table.columns)):
            assert any("\u4e00" <= character <= "\u9fff" for character in text), (table.name, text)
        assert all(column.label and column.text for column in table.columns)


def test_the_tables_are_strict_and_their_columns_those_of_the_schema() -> None:
    database = Database(memory=True)
    migrate(database)
    for table in load_schema().tables:
        assert database[table.name].strict
        assert tuple(column.name for column in database[table.name].columns) == table.column_names
        assert tuple(database[table.name].pks) == table.key
        assert ("WITHOUT ROWID" in database[table.name].schema) is table.is_stored_in_key_order


def test_a_carried_database_becomes_what_a_new_one_is(data: dict[str, Any]) -> None:
    carried = Database(memory=True)
    migrate(carried, parse_schema(data))
    carried.execute("INSERT INTO sections VALUES (1, 1, 'overview', '文字', 2)")
    later = {**data, "version": 2, "versions": {**data["leftovers"], "since": 2}}
    later["sections"]["columns"]["language"] = {"type": "text", "label": "语言", "text": "x", "since": 2}
    migrate(carried, parse_schema(later))
    new = Database(memory=True)
    migrate(new, parse_schema(later))
    assert [table.columns for table in carried.tables] == [table.columns for table in new.tables]
    assert next(iter(carried["sections"].rows)) == {
        "report_id": 1,
        "number": 1,
        "section": "overview",
        "text": "文字",
        "characters": 2,
        "language": None,
    }


@pytest.mark.parametrize(
    ("table", "change", "says"),
    [
        ("reports", {"sortable": ["nothing"]}, "nothing"),
        ("reports", {"facets": ["nothing"]}, "nothing"),
        ("reports", {"key": ["nothing"]}, "nothing"),
        ("reports", {"colour": "red"}, "colour"),
        ("requests", {"sortable": ["report_id"]}, "组合主键"),
        ("requests", {"columns": {"report_id": {"type": "number", "label": "x", "text": "y"}}}, "number"),
    ],
)
def test_a_schema_that_cannot_be_is_refused_by_name(
    data: dict[str, Any], table: str, change: dict[str, Any], says: str
) -> None:
    data[table].update(change)
    with pytest.raises(BadSchema, match=rf"\[{table}\].*{says}"):
        parse_schema(data)
