"""Which reports may have text in common: an index of their marks (`archive.checks.comparison.minhash`).

It stands in the database beside the tables, as the search index does, and is offered to nobody: what comes
of it are findings. A mark that very many reports have is looked at for the first of them only, by number,
so that no report costs more because there are many.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable

MINHASH_TABLE = "report_marks"
MAX_REPORTS_PER_BAND = 8
"""Reports of one mark that the others with it see."""
MAX_CANDIDATES = 8
"""Reports that one report is held against."""

_CREATE_SQL = (
    f"CREATE TABLE {MINHASH_TABLE} (report_id INTEGER NOT NULL, mark INTEGER NOT NULL, "
    "PRIMARY KEY (report_id, mark)) STRICT, WITHOUT ROWID",
    f"CREATE INDEX {MINHASH_TABLE}_by_mark ON {MINHASH_TABLE} (mark, report_id)",
)
_CREATE_CHANGED_BANDS_SQL = "CREATE TEMP TABLE IF NOT EXISTS moved (mark INTEGER, report_id INTEGER)"
_REPORTS_WITH_BAND_SQL = (
    f"SELECT report_id FROM {MINHASH_TABLE} WHERE mark = ? ORDER BY report_id LIMIT {MAX_REPORTS_PER_BAND}"
)
# A report that came or went matters to the others with its mark only if it is among those that they see.
_AFFECTED_REPORTS_SQL = f"""
    WITH seen AS MATERIALIZED (
        SELECT DISTINCT mark FROM moved
        WHERE (SELECT count(*) FROM (SELECT 1 FROM {MINHASH_TABLE} AS before WHERE before.mark = moved.mark
                                     AND before.report_id < moved.report_id LIMIT {MAX_REPORTS_PER_BAND})) < {MAX_REPORTS_PER_BAND}
    )
    SELECT DISTINCT other.report_id FROM seen CROSS JOIN {MINHASH_TABLE} AS other ON other.mark = seen.mark
"""


def create_similarity_index(connection: sqlite3.Connection) -> None:
    """Make the empty index."""
    for sql in _CREATE_SQL:
        connection.execute(sql)


def add_to_similarity_index(connection: sqlite3.Connection, report_id: int, bands: Iterable[int]) -> None:
    """Enter a report."""
    connection.executemany(
        f"INSERT INTO {MINHASH_TABLE} VALUES (?, ?)", ((report_id, mark) for mark in bands)
    )


def remove_from_similarity_index(connection: sqlite3.Connection, report_id: int) -> None:
    """Take a report out; which marks it had is kept for `leaning`."""
    _store_changed_bands(connection, report_id)
    connection.execute(f"DELETE FROM {MINHASH_TABLE} WHERE report_id = ?", (report_id,))


def similar_candidates(connection: sqlite3.Connection, report_id: int) -> list[int]:
    """The reports that share most marks with this one; of equals that with the smallest number first."""
    shared: Counter[int] = Counter()
    own = connection.execute(f"SELECT mark FROM {MINHASH_TABLE} WHERE report_id = ?", (report_id,))
    for mark in own.fetchall():
        shared.update(row[0] for row in connection.execute(_REPORTS_WITH_BAND_SQL, mark))
    del shared[report_id]
    return sorted(shared, key=lambda other: (-shared[other], other))[:MAX_CANDIDATES]


def affected_reports(connection: sqlite3.Connection, changed: Iterable[int]) -> set[int]:
    """The reports whose candidates may be others now that those of `touched` came, went or changed."""
    connection.execute(_CREATE_CHANGED_BANDS_SQL)
    for report_id in changed:
        _store_changed_bands(connection, report_id)
    return {row[0] for row in connection.execute(_AFFECTED_REPORTS_SQL)}


def _store_changed_bands(connection: sqlite3.Connection, report_id: int) -> None:
    connection.execute(_CREATE_CHANGED_BANDS_SQL)
    sql = f"INSERT INTO moved SELECT mark, report_id FROM {MINHASH_TABLE} WHERE report_id = ?"
    connection.execute(sql, (report_id,))
