"""What a database holds, as one SHA-256 a table: equal wherever the same archive was built.

Rows are taken in key order and without the columns and tables that the schema calls clocks, so neither
the order of insertion nor the time of a crawl shows.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

from archive.schema import Table, load

WHOLE = "archive"
"""The name of the digest over all tables."""


def digest(database: Path) -> dict[str, str]:
    """The content digest of each table of the file, in the schema's order, and last the whole archive's."""
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        return digest_of(connection)


def digest_of(connection: sqlite3.Connection) -> dict[str, str]:
    """`digest` of an open database."""
    found = {table.name: _table(connection, table) for table in load().tables if table.digest}
    lines = "".join(f"{value}  {name}\n" for name, value in found.items())
    return {**found, WHOLE: hashlib.sha256(lines.encode()).hexdigest()}


def _table(connection: sqlite3.Connection, table: Table) -> str:
    columns = [column.name for column in table.columns if not column.clock]
    names, key = (", ".join(f"[{name}]" for name in some) for some in (columns, table.key))
    total = hashlib.sha256(json.dumps(columns).encode())
    for row in connection.execute(f"SELECT {names} FROM [{table.name}] ORDER BY {key}"):
        total.update(b"\n" + json.dumps(row, ensure_ascii=False).encode())
    return total.hexdigest()
