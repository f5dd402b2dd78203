"""What a database holds, as one SHA-256 a table: equal wherever the same archive was built.

Rows are taken in key order and without the columns and tables that the schema calls clocks, so neither
the order of insertion nor the time of a crawl shows.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

from archive.database.schema import TableSchema, load_schema
from archive.workers import run_tasks

WHOLE_ARCHIVE_KEY = "archive"
"""The name of the digest over all tables."""

PARALLEL_MIN_BYTES = 8 * 1024**2
"""A database of so many bytes is read sooner than a second process has started."""
_ROWS_PER_CHUNK = 500
"""Rows that are turned into text at a time; another number gives another digest."""


def content_digests(database: Path, processes: int = 1) -> dict[str, str]:
    """The content digest of each table of the file, in the schema's order, and last the whole archive's."""
    tables = [table.name for table in load_schema().tables if table.digest]
    # The longest table, `checks`, is one of the last: begun early, it is not what all wait for.
    tasks = [partial(_table_digest_from_file, database, name) for name in reversed(tables)]
    found = list(run_tasks(tasks, processes if database.stat().st_size > PARALLEL_MIN_BYTES else 1))
    return _with_archive_digest(dict(zip(tables, reversed(found), strict=True)))


def connection_digests(connection: sqlite3.Connection) -> dict[str, str]:
    """`digest` of an open database."""
    return _with_archive_digest(
        {table.name: _table_digest(connection, table) for table in load_schema().tables if table.digest}
    )


def _with_archive_digest(table_digests: dict[str, str]) -> dict[str, str]:
    lines = "".join(f"{value}  {name}\n" for name, value in table_digests.items())
    return {**table_digests, WHOLE_ARCHIVE_KEY: hashlib.sha256(lines.encode()).hexdigest()}


def _table_digest_from_file(database: Path, name: str) -> str:
    with _open_read_only(database) as connection:
        return _table_digest(connection, load_schema().table(name))


def _open_read_only(database: Path) -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True))


def _table_digest(connection: sqlite3.Connection, table: TableSchema) -> str:
    columns = [column.name for column in table.columns if not column.clock]
    names, key = (", ".join(f"[{name}]" for name in some) for some in (columns, table.key))
    total = hashlib.sha256(json.dumps(columns).encode())
    rows = connection.execute(f"SELECT {names} FROM [{table.name}] ORDER BY {key}")
    while some := rows.fetchmany(_ROWS_PER_CHUNK):
        total.update(b"\n" + json.dumps(some, ensure_ascii=False).encode())
    return total.hexdigest()
