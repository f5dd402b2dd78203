"""Computes one SHA-256 content digest per table, independent of insertion order and crawl times.

Rows are read in key order, without the columns that the schema marks `clock` and the tables that it
excludes, so every build of the same archive has the same digests.
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
"""Key of the digest over all tables."""

PARALLEL_MIN_BYTES = 8 * 1024**2
"""A smaller database is read by one process, before a second could have started."""
_ROWS_PER_CHUNK = 500
"""Rows that are converted to JSON at a time; another number gives other digests."""


def content_digests(database: Path, processes: int = 1) -> dict[str, str]:
    """Return the digest of each table, in the order of the schema, and last that of the whole archive."""
    tables = [table.name for table in load_schema().tables if table.digest]
    # The largest table, `checks`, is one of the last: start it early, so that nothing waits for it.
    tasks = [partial(_table_digest_from_file, database, name) for name in reversed(tables)]
    digests = list(run_tasks(tasks, processes if database.stat().st_size > PARALLEL_MIN_BYTES else 1, str))
    return _with_archive_digest(dict(zip(tables, reversed(digests), strict=True)))


def connection_digests(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the digests of an open database, as `content_digests` does of a file."""
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
    column_list, key_list = (", ".join(f"[{name}]" for name in names) for names in (columns, table.key))
    table_hash = hashlib.sha256(json.dumps(columns).encode())
    rows = connection.execute(f"SELECT {column_list} FROM [{table.name}] ORDER BY {key_list}")
    while chunk := rows.fetchmany(_ROWS_PER_CHUNK):
        table_hash.update(b"\n" + json.dumps(chunk, ensure_ascii=False).encode())
    return table_hash.hexdigest()
