"""Reports of other agencies with the same text: looked for once all reports of a build stand.

What a report is told depends on the reports that stand and on nothing else. Both of a pair are told, since
nobody can know who copied from whom; of several alike the one with most marks in common is named.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache, partial

from archive.build.cross_report_checks import Renewal
from archive.checks.comparison.similarity import Texts, compared, copied
from archive.database import similarity_index
from archive.database.tables import Tables
from archive.model import Finding

NUMBERS = range(20_000, 30_000)
"""The numbers of a report's checks against other agencies; those between years have smaller ones."""
_NEAR = 64
"""Reports alike are held against each other: what is compared of them is kept at hand."""
_REPORT = "SELECT agency, label FROM reports WHERE id = ?"
_TEXTS = "SELECT section, text FROM sections WHERE report_id = ?"

_Told = Callable[[int], tuple[str, str, Texts]]
"""Agency, label and texts of a report."""


def renew(tables: Tables, touched: Collection[int], processes: int = 1) -> set[int]:
    """Look for copies anew wherever one of `touched` has a part; gives the reports that were looked at."""
    looked_at = sorted(_concerned(tables.connection, touched))
    return Renewal(NUMBERS, _copies).of(tables, looked_at, looked_at, processes)


def _concerned(connection: sqlite3.Connection, touched: Collection[int]) -> set[int]:
    standing = {row[0] for row in connection.execute("SELECT id FROM reports")}
    changed = standing & set(touched)
    if changed == standing:
        return changed
    return changed | (similarity_index.leaning(connection, changed) & standing)


def _copies(connection: sqlite3.Connection, reports: Sequence[int]) -> Iterator[tuple[int, list[Finding]]]:
    told = lru_cache(_NEAR)(partial(_told, connection))
    for report_id in reports:
        yield report_id, list(_found(report_id, similarity_index.candidates(connection, report_id), told))


def _found(report_id: int, candidates: Sequence[int], told: _Told) -> Iterator[Finding]:
    """For each section the first of the candidates that has it too."""
    if not candidates:
        return
    agency, _, now = told(report_id)
    unmatched = list(now)
    for other in candidates:
        owner, label, texts = told(other)
        for section in tuple(unmatched) if owner != agency else ():
            if finding := copied(section, texts, now, f"“{label}”（编号 {other}）"):
                unmatched.remove(section)
                yield finding


def _told(connection: sqlite3.Connection, report_id: int) -> tuple[str, str, Texts]:
    agency, label = connection.execute(_REPORT, (report_id,)).fetchone()
    sections = dict(connection.execute(_TEXTS, (report_id,)).fetchall())
    return agency, label, compared(sections, agency)
