"""Checks that look at several reports: found anew by several processes once all reports of a build stand."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from archive.database.rows import Row, check_row
from archive.database.tables import Tables
from archive.model import Finding
from archive.workers.parallel import in_parts, shared_out

_One = TypeVar("_One")
Finder = Callable[[sqlite3.Connection, Sequence[_One]], Iterator[tuple[int, list[Finding]]]]
"""Finds, for each of some reports, its number and what is to be said of it; a function of a module."""


@dataclass(frozen=True, slots=True)
class Renewal(Generic[_One]):
    """One kind of such checks: their numbers within a report, and what finds them."""

    numbers: range
    finder: Finder[_One]

    def of(self, tables: Tables, todo: Sequence[_One], stale: Iterable[int], processes: int) -> set[int]:
        """Put what is found of `todo` in place of these checks of the `stale` reports.

        Gives the reports that the finder looked at.
        """
        sql = "DELETE FROM checks WHERE report_id = ? AND number BETWEEN ? AND ?"
        ends = self.numbers.start, self.numbers.stop - 1
        tables.connection.executemany(sql, ((report_id, *ends) for report_id in stale))
        looked_at: set[int] = set()
        with tables.aside("checks") as (path, put):
            tasks = [partial(self._found, path, part) for part in in_parts(todo)]
            for found in shared_out(tasks, processes):
                for report_id, rows in found:
                    looked_at.add(report_id)
                    put(rows)
        return looked_at

    def _found(self, path: Path, todo: Sequence[_One]) -> list[tuple[int, list[Row]]]:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return [
                (report_id, [self._row(report_id, place, one) for place, one in enumerate(some)])
                for report_id, some in self.finder(connection, todo)
            ]

    def _row(self, report_id: int, place: int, finding: Finding) -> Row:
        return {"report_id": report_id, **check_row(self.numbers[place], finding)}
