"""`datasette_metadata.json`: what Datasette shows of each table and column, from the schema and the forms.

python -m archive.exports.datasette_metadata            says whether the file is up to date
python -m archive.exports.datasette_metadata --write    writes it
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from archive.database.fulltext import FTS_TABLE as FTS
from archive.database.schema import ColumnSchema, TableSchema, load_schema
from archive.database.similarity_index import MINHASH_TABLE as MARKS

METADATA_FILE = Path(__file__).parents[2] / "datasette_metadata.json"
_SHADOW_TABLE_SUFFIXES = ("", "_data", "_idx", "_docsize", "_config", "_content")
_INTERNAL_TABLES = (
    "_sqlite_migrations",
    "sqlite_stat1",
    MARKS,
    *(f"{FTS}{part}" for part in _SHADOW_TABLE_SUFFIXES),
)

Metadata = dict[str, Any]


def build_metadata() -> Metadata:
    """The metadata as Datasette 0.65 takes it. SQL of visitors is off; whoever wants it takes the file."""
    said = tomllib.loads(files(__package__).joinpath("datasette_metadata.toml").read_text(encoding="utf-8"))
    tables = {table.name: _table_metadata(table) for table in load_schema().tables}
    # Hidden alone would still be served to whoever knows the name.
    hidden = {name: {"hidden": True, "allow": False} for name in _INTERNAL_TABLES}
    database = {
        **said["database"],
        "allow_sql": False,
        "tables": {**tables, **hidden},
        "queries": said["queries"],
    }
    return {**said["site"], "databases": {"archive": database}}


def metadata_text() -> str:
    """The file's text."""
    return json.dumps(build_metadata(), ensure_ascii=False, indent=2) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write the file, or say whether it is up to date; the exit code."""
    if "--write" in arguments:
        METADATA_FILE.write_text(metadata_text(), encoding="utf-8")
        return 0
    if METADATA_FILE.is_file() and METADATA_FILE.read_text(encoding="utf-8") == metadata_text():
        return 0
    print(
        f"{METADATA_FILE.name} 与 archive/database/schema.toml 不一致，请运行 python -m archive.exports.datasette_metadata --write",
        file=sys.stderr,
    )
    return 1


def _table_metadata(table: TableSchema) -> Metadata:
    said: Metadata = {
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
    return {**said, **{name: value for name, value in optional.items() if value}}


def describe_column(column: ColumnSchema) -> str:
    """Label, meaning and unit of a column in one line."""
    # Datasette's own `units` knows only those of pint: 万元 answers every page with a 500.
    unit = f"（单位：{column.unit}）" if column.unit else ""
    return f"{column.label}：{column.text}{unit}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
