"""Runs cross-report checks in worker processes after all reports of a build are written."""

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
"""Yields id and findings of each report to check; a function of a module, so that workers can import it."""


@dataclass(frozen=True, slots=True)
class CrossReportCheck(Generic[_Item]):
    """One kind of cross-report check: the numbers of its rows in `checks`, and the function to run."""

    numbers: range
    finder: Finder[_Item]

    def run(
        self, tables: Tables, items: Sequence[_Item], stale_ids: Iterable[int], processes: int
    ) -> set[int]:
        """Delete the rows of this check of the reports `stale_ids` and write new ones for `items`.

        Returns the ids of the reports that were checked.
        """
        sql = "DELETE FROM checks WHERE report_id = ? AND number BETWEEN ? AND ?"
        limits = self.numbers.start, self.numbers.stop - 1
        tables.connection.executemany(sql, ((report_id, *limits) for report_id in stale_ids))
        checked: set[int] = set()
        with tables.buffer_inserts("checks") as (path, insert_rows):
            tasks = [partial(self._check_rows, path, batch) for batch in in_batches(items)]
            for results in run_tasks(tasks, processes, list[tuple[int, list[DatabaseRow]]]):
                for report_id, rows in results:
                    checked.add(report_id)
                    insert_rows(rows)
        return checked

    def _check_rows(self, path: Path, items: Sequence[_Item]) -> list[tuple[int, list[DatabaseRow]]]:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return [
                (
                    report_id,
                    [self._numbered_row(report_id, index, finding) for index, finding in enumerate(findings)],
                )
                for report_id, findings in self.finder(connection, items)
            ]

    def _numbered_row(self, report_id: int, index: int, finding: Finding) -> DatabaseRow:
        return {"report_id": report_id, **check_row(self.numbers[index], finding)}
