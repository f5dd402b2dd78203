"""Reports of other agencies with the same text: looked for once all reports of a build stand.

What a report is told depends on the reports that stand and on nothing else. Both of a pair are told, since
nobody can know who copied from whom; of several alike the one with most marks in common is named.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator

from archive import copies
from archive.checks.alike import Texts, compared, copied
from archive.model import Finding
from archive.store.rows import check_row
from archive.store.tables import Tables

FIRST = 20_000
"""The number of a report's first check against other agencies; those between years have smaller ones."""
_REPORT = "SELECT agency, label FROM reports WHERE id = ?"
_TEXTS = "SELECT section, text FROM sections WHERE report_id = ?"


def renew(tables: Tables, touched: Collection[int]) -> set[int]:
    """Look for copies anew wherever one of `touched` has a part; gives the reports that were looked at."""
    connection = tables.connection
    looked_at = _concerned(connection, touched)
    for report_id in sorted(looked_at):
        connection.execute("DELETE FROM checks WHERE report_id = ? AND number >= ?", (report_id, FIRST))
        rows = (check_row(FIRST + place, one) for place, one in enumerate(_found(connection, report_id)))
        tables.put({"checks": ({"report_id": report_id, **row} for row in rows)})
    return looked_at


def _concerned(connection: sqlite3.Connection, touched: Collection[int]) -> set[int]:
    standing = {row[0] for row in connection.execute("SELECT id FROM reports")}
    changed = standing & set(touched)
    if changed == standing:
        return changed
    return changed | (copies.leaning(connection, changed) & standing)


def _found(connection: sqlite3.Connection, report_id: int) -> Iterator[Finding]:
    """For each section the first of the candidates that has it too."""
    candidates = copies.candidates(connection, report_id)
    if not candidates:
        return
    agency, _, now = _told(connection, report_id)
    unmatched = list(now)
    for other in candidates:
        owner, label, texts = _told(connection, other)
        for section in tuple(unmatched) if owner != agency else ():
            if finding := copied(section, texts, now, f"“{label}”（编号 {other}）"):
                unmatched.remove(section)
                yield finding


def _told(connection: sqlite3.Connection, report_id: int) -> tuple[str, str, Texts]:
    agency, label = connection.execute(_REPORT, (report_id,)).fetchone()
    sections = dict(connection.execute(_TEXTS, (report_id,)).fetchall())
    return agency, label, compared(sections, agency)
