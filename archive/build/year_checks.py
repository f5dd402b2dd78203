"""Checks between the years of one agency: made once all reports of a build stand, for whatever was touched.

The findings of a year depend on its report and on that of the year before, and on nothing else; so a report
that comes, changes or goes has its own done again and those of the year after it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from archive.agencies.successions import predecessors, successors
from archive.build.cross_report_checks import Renewal
from archive.checks.comparison.similarity import alike, compared
from archive.checks.comparison.years import Yearly, between_years
from archive.database.ids import number_of
from archive.database.rows import Key
from archive.database.tables import Tables
from archive.model import Figure, Finding, Result, State, Verdict

NUMBERS = range(10_000, 20_000)
"""The numbers of a report's checks between years; its own have smaller ones, those on copies larger."""
_REPORT = "SELECT id, year, form, agency, label FROM reports WHERE id = ?"
_ROWS = {
    "requests": "SELECT * FROM requests WHERE report_id = ? AND row IN "
    "('new_requests', 'carried_over', 'carried_forward')",
    "disclosure": "SELECT * FROM disclosure WHERE report_id = ?",
}
_CELLS = (
    "SELECT figure, state, value FROM cells WHERE report_id = ? AND table_key IN ('requests', 'disclosure')"
)
_NEAR = 16
"""Years and scopes of one agency that follow each other: each is asked for twice."""
_BESIDE = ("report_id", "number", "row", "label", "grid", "grid_row")


_Known = Callable[[str, int, str], Yearly | None]
"""The report of an agency, a year and a scope, as far as it is compared."""


def years_after(key: Key) -> Iterator[Key]:
    """The reports whose checks between years look at that of `key`: itself, the next, those of its heirs."""
    agency, year, scope = key
    yield key
    yield agency, year + 1, scope
    for after in (year, year + 1):
        yield from ((heir, after, scope) for heir in successors(agency, after))


def renew(tables: Tables, keys: Iterable[Key], processes: int = 1) -> set[int]:
    """Make the checks between years of these reports anew; gives the numbers of those that stand."""
    todo = sorted(set(keys))
    return Renewal(NUMBERS, _yearly_checks).of(tables, todo, (number_of(*key) for key in todo), processes)


def _yearly_checks(
    connection: sqlite3.Connection, keys: Sequence[Key]
) -> Iterator[tuple[int, list[Finding]]]:
    @lru_cache(_NEAR)
    def yearly(agency: str, year: int, scope: str) -> Yearly | None:
        return _yearly(connection, number_of(agency, year, scope))

    for key in keys:
        if yearly(*key):
            yield number_of(*key), [_judged(one) for one in _between(connection, key, yearly)]


def _between(connection: sqlite3.Connection, key: Key, yearly: _Known) -> Iterator[Finding]:
    """Against the year before; nothing compares with a predecessor's, or after one was merged in."""
    agency, year, scope = key
    now, before = yearly(agency, year, scope), yearly(agency, year - 1, scope)
    merged = next(filter(None, (_gone(one, key, yearly) for one in predecessors(agency, year))), None)
    if now and merged:
        yield from between_years(merged, now)
    elif now and before:
        earlier = number_of(agency, year - 1, scope)
        yield from _findings(connection, (earlier, before), (number_of(*key), now))


def _gone(predecessor: str, key: Key, yearly: _Known) -> Yearly | None:
    """The last report of a predecessor that has none for the year of `key`."""
    _, year, scope = key
    return None if yearly(predecessor, year, scope) else yearly(predecessor, year - 1, scope)


def _findings(
    connection: sqlite3.Connection, before: tuple[int, Yearly], now: tuple[int, Yearly]
) -> Iterator[Finding]:
    yield from between_years(before[1], now[1])
    texts = [compared(_texts(connection, number), yearly.name) for number, yearly in (before, now)]
    yield from alike(texts[0], texts[1], f"上一年度（{before[1].year}）")


def _judged(finding: Finding) -> Finding:
    """Two reports that were read well can both be right: a failure is nobody's error yet."""
    return finding._replace(verdict=Verdict.UNDECIDED) if finding.result is Result.FAIL else finding


def _texts(connection: sqlite3.Connection, report_id: int) -> dict[str, str]:
    return dict(connection.execute("SELECT section, text FROM sections WHERE report_id = ?", (report_id,)))


def _yearly(connection: sqlite3.Connection, report_id: int) -> Yearly | None:
    report = connection.execute(_REPORT, (report_id,)).fetchone()
    if report is None:
        return None
    _, year, form, name, _ = report
    figures = {figure.key: figure for figure in _plain(connection, report_id)}
    for key, state, value in connection.execute(_CELLS, (report_id,)):
        table, row, column = key.split(".")
        number = None if value is None else Decimal(value)
        figures[key] = Figure(table, row, column, State(state), number=number)
    return Yearly(year, form, name, figures)


def _plain(connection: sqlite3.Connection, report_id: int) -> Iterator[Figure]:
    """Figures that the statutory tables hold as numbers."""
    for table, sql in _ROWS.items():
        cursor = connection.execute(sql, (report_id,))
        names = [column[0] for column in cursor.description]
        for values in cursor:
            row = dict(zip(names, values, strict=True))
            for column, value in row.items():
                if column not in _BESIDE and value is not None:
                    yield Figure(table, row["row"], column, State.REPORTED, number=Decimal(str(value)))
