"""Reports of other agencies with the same text: looked for once all reports of a build stand.

What a report is told depends on the reports that stand and on nothing else. Both of a pair are told, since
nobody can know who copied from whom; of several alike the one with most marks in common is named.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache, partial

from archive.build.cross_report_checks import CrossReportCheck
from archive.checks import SectionTexts, comparable_sections, similarity_finding
from archive.database import Tables, affected_reports, similar_candidates
from archive.model import Finding

SIMILARITY_CHECK_NUMBERS = range(20_000, 30_000)
"""The numbers of a report's checks against other agencies; those between years have smaller ones."""
_CACHED_REPORTS = 64
"""Reports alike are held against each other: what is compared of them is kept at hand."""
_REPORT_SQL = "SELECT agency, label FROM reports WHERE id = ?"
_TEXTS_SQL = "SELECT section, text FROM sections WHERE report_id = ?"

_ReportTextsLoader = Callable[[int], tuple[str, str, SectionTexts]]
"""Agency, label and texts of a report."""


def refresh_similarity_checks(tables: Tables, changed_ids: Collection[int], processes: int = 1) -> set[int]:
    """Look for copies anew wherever one of `touched` has a part; gives the reports that were looked at."""
    looked_at = sorted(_reports_to_check(tables.connection, changed_ids))
    return CrossReportCheck(SIMILARITY_CHECK_NUMBERS, _similarity_checks).run(
        tables, looked_at, looked_at, processes
    )


def _reports_to_check(connection: sqlite3.Connection, changed_ids: Collection[int]) -> set[int]:
    standing = {row[0] for row in connection.execute("SELECT id FROM reports")}
    changed = standing & set(changed_ids)
    if changed == standing:
        return changed
    return changed | (affected_reports(connection, changed) & standing)


def _similarity_checks(
    connection: sqlite3.Connection, reports: Sequence[int]
) -> Iterator[tuple[int, list[Finding]]]:
    told = lru_cache(_CACHED_REPORTS)(partial(_load_report_texts, connection))
    for report_id in reports:
        yield (
            report_id,
            list(_similarity_findings(report_id, similar_candidates(connection, report_id), told)),
        )


def _similarity_findings(
    report_id: int, candidates: Sequence[int], load_texts: _ReportTextsLoader
) -> Iterator[Finding]:
    """For each section the first of the candidates that has it too."""
    if not candidates:
        return
    agency, _, now = load_texts(report_id)
    unmatched = list(now)
    for other in candidates:
        owner, label, texts = load_texts(other)
        for section in tuple(unmatched) if owner != agency else ():
            if finding := similarity_finding(section, texts, now, f"“{label}”（编号 {other}）"):
                unmatched.remove(section)
                yield finding


def _load_report_texts(connection: sqlite3.Connection, report_id: int) -> tuple[str, str, SectionTexts]:
    agency, label = connection.execute(_REPORT_SQL, (report_id,)).fetchone()
    sections = dict(connection.execute(_TEXTS_SQL, (report_id,)).fetchall())
    return agency, label, comparable_sections(sections, agency)
