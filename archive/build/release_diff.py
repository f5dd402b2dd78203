"""Compares two releases and lists added, changed and removed reports."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from archive.build.result import Change, Changes
from archive.database import report_fingerprint
from archive.workers import in_batches, run_tasks

ChangedReports = dict[str, list[tuple[int, str, str]]]
"""Id, label and URL of the reports that are `added`, `changed` and `removed`."""


def compare_releases(
    current: Path, previous: Path | None, reasons: Mapping[int, str], processes: int
) -> Changes:
    """Return how the reports in `reasons`, by id, differ between two databases; each has its reason."""
    changes = Changes()
    tasks = [partial(_compare_reports, current, previous, batch) for batch in in_batches(sorted(reasons))]
    for changed_reports in run_tasks(tasks, processes, ChangedReports):
        for kind, reports in changed_reports.items():
            kind_changes: list[Change] = getattr(changes, kind)
            kind_changes.extend(Change(*report, reasons[report[0]]) for report in reports)
    return changes


def lost_reports(current: Path, previous: Path | None) -> set[int]:
    """Return the ids of the reports of the previous database that the current one does not have."""
    return _report_ids(previous) - _report_ids(current) if previous else set()


def _report_ids(database: Path) -> set[int]:
    with closing(sqlite3.connect(database)) as connection:
        return {id_ for (id_,) in connection.execute("SELECT id FROM reports")}


def _compare_reports(current: Path, previous: Path | None, report_ids: Sequence[int]) -> ChangedReports:
    changed: ChangedReports = {"added": [], "changed": [], "removed": []}
    with closing(sqlite3.connect(current)) as new, closing(sqlite3.connect(previous or ":memory:")) as old:
        for report_id in report_ids:
            new_report = _report_reference(new, report_id)
            old_report = _report_reference(old, report_id) if previous else None
            if new_report and old_report:
                if report_fingerprint(new, report_id) != report_fingerprint(old, report_id):
                    changed["changed"].append(new_report)
            elif new_report:
                changed["added"].append(new_report)
            elif old_report:
                changed["removed"].append(old_report)
    return changed


def _report_reference(connection: sqlite3.Connection, report_id: int) -> tuple[int, str, str] | None:
    sql = "SELECT id, label, url FROM reports WHERE id = ?"
    row: tuple[int, str, str] | None = connection.execute(sql, (report_id,)).fetchone()
    return row
