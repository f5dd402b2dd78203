"""Similarity checks between agencies, run after all reports of a build are written.

The findings of a report depend only on the reports in the database. Both reports of a pair get a finding,
since it cannot be known who copied from whom; of several similar reports the one with most common MinHash
bands is named.
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
"""Numbers of these checks in `checks`; those of the checks between years are smaller."""
_CACHED_REPORTS = 64
"""Texts of so many reports are kept: similar reports are compared with each other."""
_REPORT_SQL = "SELECT agency, label FROM reports WHERE id = ?"
_TEXTS_SQL = "SELECT section, text FROM sections WHERE report_id = ?"

_ReportTextsLoader = Callable[[int], tuple[str, str, SectionTexts]]
"""Agency, label and texts of a report."""


def refresh_similarity_checks(tables: Tables, changed_ids: Collection[int], processes: int = 1) -> set[int]:
    """Repeat the checks of all reports that a change of `changed_ids` may affect; return the checked ids."""
    report_ids = sorted(_reports_to_check(tables.connection, changed_ids))
    return CrossReportCheck(SIMILARITY_CHECK_NUMBERS, _similarity_checks).run(
        tables, report_ids, report_ids, processes
    )


def _reports_to_check(connection: sqlite3.Connection, changed_ids: Collection[int]) -> set[int]:
    report_ids = {row[0] for row in connection.execute("SELECT id FROM reports")}
    changed = report_ids & set(changed_ids)
    if changed == report_ids:
        return changed
    return changed | (affected_reports(connection, changed) & report_ids)


def _similarity_checks(
    connection: sqlite3.Connection, report_ids: Sequence[int]
) -> Iterator[tuple[int, list[Finding]]]:
    load_texts = lru_cache(_CACHED_REPORTS)(partial(_load_report_texts, connection))
    for report_id in report_ids:
        yield (
            report_id,
            list(_similarity_findings(report_id, similar_candidates(connection, report_id), load_texts)),
        )


def _similarity_findings(
    report_id: int, candidates: Sequence[int], load_texts: _ReportTextsLoader
) -> Iterator[Finding]:
    """Yield at most one finding for each section: the first candidate of another agency that is similar."""
    if not candidates:
        return
    agency, _, texts = load_texts(report_id)
    unmatched = list(texts)
    for candidate in candidates:
        candidate_agency, label, candidate_texts = load_texts(candidate)
        if candidate_agency == agency:
            continue
        for section in tuple(unmatched):
            if finding := similarity_finding(
                section, candidate_texts, texts, f"“{label}”（编号 {candidate}）"
            ):
                unmatched.remove(section)
                yield finding


def _load_report_texts(connection: sqlite3.Connection, report_id: int) -> tuple[str, str, SectionTexts]:
    agency, label = connection.execute(_REPORT_SQL, (report_id,)).fetchone()
    sections = dict(connection.execute(_TEXTS_SQL, (report_id,)).fetchall())
    return agency, label, comparable_sections(sections, agency)
