"""Generates `datasette_metadata.json` from the schema and the forms: titles, descriptions, queries."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from archive.database import FTS_TABLE, MINHASH_TABLE, ColumnSchema, TableSchema, load_schema
from archive.model import DataRecord, load_data, translate

METADATA_FILE = Path(__file__).parents[2] / "datasette_metadata.json"
_SHADOW_TABLE_SUFFIXES = ("", "_data", "_idx", "_docsize", "_config", "_content")
_INTERNAL_TABLES = (
    "_sqlite_migrations",
    "sqlite_stat1",
    MINHASH_TABLE,
    *(f"{FTS_TABLE}{suffix}" for suffix in _SHADOW_TABLE_SUFFIXES),
)

Metadata = dict[str, Any]


class _Description(DataRecord, frozen=True):
    """Title and description of the site or of the database."""

    title: str
    description: str


class _Query(DataRecord, frozen=True, kw_only=True, omit_defaults=True):
    """A canned query; `params` are the labels of its form fields."""

    title: str
    description: str
    hide_sql: bool
    params: list[str] = msgspec.field(default_factory=list)
    sql: str


class _MetadataTexts(DataRecord, frozen=True):
    """The contents of `datasette_metadata.toml`."""

    site: _Description
    database: _Description
    queries: dict[str, _Query]


def build_metadata() -> Metadata:
    """The metadata in the format of Datasette 0.65. Visitors cannot run SQL of their own."""
    texts = msgspec.to_builtins(load_data(__package__, "datasette_metadata.toml", _MetadataTexts))
    tables = {table.name: _table_metadata(table) for table in load_schema().tables}
    # A hidden table would still be served to visitors who know its name, so access is refused as well.
    hidden = {name: {"hidden": True, "allow": False} for name in _INTERNAL_TABLES}
    database = {
        **texts["database"],
        "allow_sql": False,
        "tables": {**tables, **hidden},
        "queries": texts["queries"],
    }
    return {**texts["site"], "databases": {"archive": database}}


def metadata_text() -> str:
    """The text of `datasette_metadata.json`."""
    return json.dumps(build_metadata(), ensure_ascii=False, indent=2) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write the file, or check whether it is up to date; return the exit code."""
    if "--write" in arguments:
        METADATA_FILE.write_text(metadata_text(), encoding="utf-8")
        return 0
    if METADATA_FILE.is_file() and METADATA_FILE.read_text(encoding="utf-8") == metadata_text():
        return 0
    message = translate(
        "{file} 与 archive/database/schema.toml 不一致，请运行 make golden", file=METADATA_FILE.name
    )
    print(message, file=sys.stderr)
    return 1


def _table_metadata(table: TableSchema) -> Metadata:
    metadata: Metadata = {
        "title": table.title,
        "description": table.text,
        "columns": {column.name: describe_column(column) for column in table.columns},
        "sortable_columns": list(table.sortable),
    }
    optional = {
        "label_column": table.label,
        "sort": table.sort,
        "sort_desc": table.sort_desc,
        "facets": list(table.facets),
        "fts_table": table.fts,
        "fts_pk": table.key[0] if table.fts else "",
    }
    return {**metadata, **{name: value for name, value in optional.items() if value}}


def describe_column(column: ColumnSchema) -> str:
    """Label, meaning and unit of a column in one line."""
    # Datasette's own `units` accepts only units of pint: with 万元 every page is an error 500.
    unit = f"（单位：{column.unit}）" if column.unit else ""
    return f"{column.label}：{column.text}{unit}"
