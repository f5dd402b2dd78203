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

from archive.database.schema import Table, load
from archive.workers.parallel import shared_out

WHOLE = "archive"
"""The name of the digest over all tables."""

SMALL = 8 * 1024**2
"""A database of so many bytes is read sooner than a second process has started."""
_ROWS = 500
"""Rows that are turned into text at a time; another number gives another digest."""


def digest(database: Path, processes: int = 1) -> dict[str, str]:
    """The content digest of each table of the file, in the schema's order, and last the whole archive's."""
    tables = [table.name for table in load().tables if table.digest]
    # The longest table, `checks`, is one of the last: begun early, it is not what all wait for.
    tasks = [partial(_one, database, name) for name in reversed(tables)]
    found = list(shared_out(tasks, processes if database.stat().st_size > SMALL else 1))
    return _with_whole(dict(zip(tables, reversed(found), strict=True)))


def digest_of(connection: sqlite3.Connection) -> dict[str, str]:
    """`digest` of an open database."""
    return _with_whole({table.name: _table(connection, table) for table in load().tables if table.digest})


def _with_whole(found: dict[str, str]) -> dict[str, str]:
    lines = "".join(f"{value}  {name}\n" for name, value in found.items())
    return {**found, WHOLE: hashlib.sha256(lines.encode()).hexdigest()}


def _one(database: Path, name: str) -> str:
    with _opened(database) as connection:
        return _table(connection, load().table(name))


def _opened(database: Path) -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True))


def _table(connection: sqlite3.Connection, table: Table) -> str:
    columns = [column.name for column in table.columns if not column.clock]
    names, key = (", ".join(f"[{name}]" for name in some) for some in (columns, table.key))
    total = hashlib.sha256(json.dumps(columns).encode())
    rows = connection.execute(f"SELECT {names} FROM [{table.name}] ORDER BY {key}")
    while some := rows.fetchmany(_ROWS):
        total.update(b"\n" + json.dumps(some, ensure_ascii=False).encode())
    return total.hexdigest()
