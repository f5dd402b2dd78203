"""What is new in a finished database against the release before: what came out the same is no change."""

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
"""Number, label and address of the reports that are added, changed and removed."""


def compare_releases(now: Path, before: Path | None, reasons: Mapping[int, str], processes: int) -> Changes:
    """How the reports in `whys`, each with the reason why it was touched, stand in `now` and in `before`."""
    found = Changes()
    tasks = [partial(_compare_reports, now, before, part) for part in in_batches(sorted(reasons))]
    for kinds in run_tasks(tasks, processes):
        for kind, reports in kinds.items():
            into: list[Change] = getattr(found, kind)
            into.extend(Change(*report, reasons[report[0]]) for report in reports)
    return found


def _compare_reports(now: Path, before: Path | None, numbers: Sequence[int]) -> ChangedReports:
    kinds: ChangedReports = {"added": [], "changed": [], "removed": []}
    with closing(sqlite3.connect(now)) as new, closing(sqlite3.connect(before or ":memory:")) as old:
        for number in numbers:
            is_new, was = _report_reference(new, number), _report_reference(old, number) if before else None
            if is_new and was:
                if report_fingerprint(new, number) != report_fingerprint(old, number):
                    kinds["changed"].append(is_new)
            elif is_new or was:
                kinds["added" if is_new else "removed"].extend(one for one in (is_new, was) if one)
    return kinds


def _report_reference(connection: sqlite3.Connection, number: int) -> tuple[int, str, str] | None:
    sql = "SELECT id, label, url FROM reports WHERE id = ?"
    found: tuple[int, str, str] | None = connection.execute(sql, (number,)).fetchone()
    return found
