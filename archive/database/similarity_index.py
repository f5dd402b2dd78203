"""Which reports may have text in common: an index of their marks (`archive.checks.comparison.minhash`).

It stands in the database beside the tables, as the search index does, and is offered to nobody: what comes
of it are findings. A mark that very many reports have is looked at for the first of them only, by number,
so that no report costs more because there are many.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable

TABLE = "report_marks"
VIEW = 8
"""Reports of one mark that the others with it see."""
MOST = 8
"""Reports that one report is held against."""

_CREATE = (
    f"CREATE TABLE {TABLE} (report_id INTEGER NOT NULL, mark INTEGER NOT NULL, "
    "PRIMARY KEY (report_id, mark)) STRICT, WITHOUT ROWID",
    f"CREATE INDEX {TABLE}_by_mark ON {TABLE} (mark, report_id)",
)
_MOVED = "CREATE TEMP TABLE IF NOT EXISTS moved (mark INTEGER, report_id INTEGER)"
_SEEN = f"SELECT report_id FROM {TABLE} WHERE mark = ? ORDER BY report_id LIMIT {VIEW}"
# A report that came or went matters to the others with its mark only if it is among those that they see.
_LEANING = f"""
    WITH seen AS MATERIALIZED (
        SELECT DISTINCT mark FROM moved
        WHERE (SELECT count(*) FROM (SELECT 1 FROM {TABLE} AS before WHERE before.mark = moved.mark
                                     AND before.report_id < moved.report_id LIMIT {VIEW})) < {VIEW}
    )
    SELECT DISTINCT other.report_id FROM seen CROSS JOIN {TABLE} AS other ON other.mark = seen.mark
"""


def create(connection: sqlite3.Connection) -> None:
    """Make the empty index."""
    for sql in _CREATE:
        connection.execute(sql)


def add(connection: sqlite3.Connection, report_id: int, marks: Iterable[int]) -> None:
    """Enter a report."""
    connection.executemany(f"INSERT INTO {TABLE} VALUES (?, ?)", ((report_id, mark) for mark in marks))


def drop(connection: sqlite3.Connection, report_id: int) -> None:
    """Take a report out; which marks it had is kept for `leaning`."""
    _remember(connection, report_id)
    connection.execute(f"DELETE FROM {TABLE} WHERE report_id = ?", (report_id,))


def candidates(connection: sqlite3.Connection, report_id: int) -> list[int]:
    """The reports that share most marks with this one; of equals that with the smallest number first."""
    shared: Counter[int] = Counter()
    own = connection.execute(f"SELECT mark FROM {TABLE} WHERE report_id = ?", (report_id,))
    for mark in own.fetchall():
        shared.update(row[0] for row in connection.execute(_SEEN, mark))
    del shared[report_id]
    return sorted(shared, key=lambda other: (-shared[other], other))[:MOST]


def leaning(connection: sqlite3.Connection, touched: Iterable[int]) -> set[int]:
    """The reports whose candidates may be others now that those of `touched` came, went or changed."""
    connection.execute(_MOVED)
    for report_id in touched:
        _remember(connection, report_id)
    return {row[0] for row in connection.execute(_LEANING)}


def _remember(connection: sqlite3.Connection, report_id: int) -> None:
    connection.execute(_MOVED)
    sql = f"INSERT INTO moved SELECT mark, report_id FROM {TABLE} WHERE report_id = ?"
    connection.execute(sql, (report_id,))
