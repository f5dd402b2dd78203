"""Checks that look at several reports: found anew by several processes once all reports of a build stand."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from archive.database import DatabaseRow, Tables, check_row
from archive.model import Finding
from archive.workers import in_batches, run_tasks

_Item = TypeVar("_Item")
Finder = Callable[[sqlite3.Connection, Sequence[_Item]], Iterator[tuple[int, list[Finding]]]]
"""Finds, for each of some reports, its number and what is to be said of it; a function of a module."""


@dataclass(frozen=True, slots=True)
class CrossReportCheck(Generic[_Item]):
    """One kind of such checks: their numbers within a report, and what finds them."""

    numbers: range
    finder: Finder[_Item]

    def run(self, tables: Tables, items: Sequence[_Item], stale: Iterable[int], processes: int) -> set[int]:
        """Put what is found of `todo` in place of these checks of the `stale` reports.

        Gives the reports that the finder looked at.
        """
        sql = "DELETE FROM checks WHERE report_id = ? AND number BETWEEN ? AND ?"
        ends = self.numbers.start, self.numbers.stop - 1
        tables.connection.executemany(sql, ((report_id, *ends) for report_id in stale))
        looked_at: set[int] = set()
        with tables.buffer_inserts("checks") as (path, put):
            tasks = [partial(self._check_rows, path, part) for part in in_batches(items)]
            for found in run_tasks(tasks, processes):
                for report_id, rows in found:
                    looked_at.add(report_id)
                    put(rows)
        return looked_at

    def _check_rows(self, path: Path, items: Sequence[_Item]) -> list[tuple[int, list[DatabaseRow]]]:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return [
                (report_id, [self._numbered_row(report_id, place, one) for place, one in enumerate(some)])
                for report_id, some in self.finder(connection, items)
            ]

    def _numbered_row(self, report_id: int, index: int, finding: Finding) -> DatabaseRow:
        return {"report_id": report_id, **check_row(self.numbers[index], finding)}
