"""Index of MinHash bands (`archive.checks.comparison.minhash`): finds reports that may have text in common.

It is part of the database, next to the tables, but not published; its results are findings. Of a band that
very many reports share, only the reports with the smallest ids are considered, so the work per report does
not grow with the number of reports.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable

MINHASH_TABLE = "report_marks"
MAX_REPORTS_PER_BAND = 8
"""Only so many reports of a band, by id, are candidates for the others."""
MAX_CANDIDATES = 8
"""Reports that one report is compared with."""

_CREATE_SQL = (
    f"CREATE TABLE {MINHASH_TABLE} (report_id INTEGER NOT NULL, mark INTEGER NOT NULL, "
    "PRIMARY KEY (report_id, mark)) STRICT, WITHOUT ROWID",
    f"CREATE INDEX {MINHASH_TABLE}_by_mark ON {MINHASH_TABLE} (mark, report_id)",
)
_CREATE_CHANGED_BANDS_SQL = "CREATE TEMP TABLE IF NOT EXISTS changed_bands (mark INTEGER, report_id INTEGER)"
_REPORTS_WITH_BAND_SQL = (
    f"SELECT report_id FROM {MINHASH_TABLE} WHERE mark = ? ORDER BY report_id LIMIT {MAX_REPORTS_PER_BAND}"
)
# A changed report matters to the others of its band only if it is among the first, their candidates.
_AFFECTED_REPORTS_SQL = f"""
    WITH affected AS MATERIALIZED (
        SELECT DISTINCT mark FROM changed_bands AS changed
        WHERE (SELECT count(*) FROM (SELECT 1 FROM {MINHASH_TABLE} AS before WHERE before.mark = changed.mark
                                     AND before.report_id < changed.report_id LIMIT {MAX_REPORTS_PER_BAND})
              ) < {MAX_REPORTS_PER_BAND}
    )
    SELECT DISTINCT bands.report_id
    FROM affected CROSS JOIN {MINHASH_TABLE} AS bands ON bands.mark = affected.mark
"""


def create_similarity_index(connection: sqlite3.Connection) -> None:
    """Create the empty index."""
    for sql in _CREATE_SQL:
        connection.execute(sql)


def add_to_similarity_index(connection: sqlite3.Connection, report_id: int, bands: Iterable[int]) -> None:
    """Add a report with its bands to the index."""
    connection.executemany(
        f"INSERT INTO {MINHASH_TABLE} VALUES (?, ?)", ((report_id, band) for band in bands)
    )


def remove_from_similarity_index(connection: sqlite3.Connection, report_id: int) -> None:
    """Remove a report from the index; its bands are kept for `affected_reports`."""
    _store_changed_bands(connection, report_id)
    connection.execute(f"DELETE FROM {MINHASH_TABLE} WHERE report_id = ?", (report_id,))


def similar_candidates(connection: sqlite3.Connection, report_id: int) -> list[int]:
    """Return the reports that share most bands with this one, best first, then by id."""
    shared: Counter[int] = Counter()
    bands = connection.execute(f"SELECT mark FROM {MINHASH_TABLE} WHERE report_id = ?", (report_id,))
    for band in bands.fetchall():
        shared.update(row[0] for row in connection.execute(_REPORTS_WITH_BAND_SQL, band))
    del shared[report_id]
    return sorted(shared, key=lambda candidate: (-shared[candidate], candidate))[:MAX_CANDIDATES]


def affected_reports(connection: sqlite3.Connection, changed: Iterable[int]) -> set[int]:
    """Return the reports whose candidates may differ because `changed` were added, changed or removed."""
    connection.execute(_CREATE_CHANGED_BANDS_SQL)
    for report_id in changed:
        _store_changed_bands(connection, report_id)
    return {row[0] for row in connection.execute(_AFFECTED_REPORTS_SQL)}


def _store_changed_bands(connection: sqlite3.Connection, report_id: int) -> None:
    connection.execute(_CREATE_CHANGED_BANDS_SQL)
    sql = f"INSERT INTO changed_bands SELECT mark, report_id FROM {MINHASH_TABLE} WHERE report_id = ?"
    connection.execute(sql, (report_id,))
