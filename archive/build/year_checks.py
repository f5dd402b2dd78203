"""Checks between the years of one agency: made once all reports of a build stand, for whatever was touched.

The findings of a year depend on its report and on that of the year before, and on nothing else; so a report
that comes, changes or goes has its own done again and those of the year after it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from archive.agencies import predecessors, successors
from archive.build.cross_report_checks import CrossReportCheck
from archive.checks import YearFigures, comparable_sections, similar_sections, year_findings
from archive.database import ReportKey, Tables, stable_id
from archive.model import Attribution, Figure, Finding, Result, State

YEAR_CHECK_NUMBERS = range(10_000, 20_000)
"""The numbers of a report's checks between years; its own have smaller ones, those on copies larger."""
_REPORT_SQL = "SELECT id, year, form, agency, label FROM reports WHERE id = ?"
_FIGURE_ROWS_SQL = {
    "requests": "SELECT * FROM requests WHERE report_id = ? AND row IN "
    "('new_requests', 'carried_over', 'carried_forward')",
    "disclosure": "SELECT * FROM disclosure WHERE report_id = ?",
}
_CELLS_SQL = (
    "SELECT figure, state, value FROM cells WHERE report_id = ? AND table_key IN ('requests', 'disclosure')"
)
_CACHED_REPORTS = 16
"""Years and scopes of one agency that follow each other: each is asked for twice."""
_NON_FIGURE_COLUMNS = ("report_id", "number", "row", "label", "grid", "grid_row")


_YearFiguresLoader = Callable[[str, int, str], YearFigures | None]
"""The report of an agency, a year and a scope, as far as it is compared."""


def affected_reports(key: ReportKey) -> Iterator[ReportKey]:
    """The reports whose checks between years look at that of `key`: itself, the next, those of its heirs."""
    agency, year, scope = key
    yield key
    yield agency, year + 1, scope
    for after in (year, year + 1):
        yield from ((heir, after, scope) for heir in successors(agency, after))


def refresh_year_checks(tables: Tables, keys: Iterable[ReportKey], processes: int = 1) -> set[int]:
    """Make the checks between years of these reports anew; gives the numbers of those that stand."""
    todo = sorted(set(keys))
    return CrossReportCheck(YEAR_CHECK_NUMBERS, _year_checks).run(
        tables, todo, (stable_id(*key) for key in todo), processes
    )


def _year_checks(
    connection: sqlite3.Connection, keys: Sequence[ReportKey]
) -> Iterator[tuple[int, list[Finding]]]:
    @lru_cache(_CACHED_REPORTS)
    def yearly(agency: str, year: int, scope: str) -> YearFigures | None:
        return _load_year_figures(connection, stable_id(agency, year, scope))

    for key in keys:
        if yearly(*key):
            yield (
                stable_id(*key),
                [_with_undecided_verdict(one) for one in _compare_with_year_before(connection, key, yearly)],
            )


def _compare_with_year_before(
    connection: sqlite3.Connection, key: ReportKey, load_figures: _YearFiguresLoader
) -> Iterator[Finding]:
    """Against the year before; nothing compares with a predecessor's, or after one was merged in."""
    agency, year, scope = key
    now, before = load_figures(agency, year, scope), load_figures(agency, year - 1, scope)
    merged = next(
        filter(None, (_merged_predecessor(one, key, load_figures) for one in predecessors(agency, year))),
        None,
    )
    if now and merged:
        yield from year_findings(merged, now)
    elif now and before:
        earlier = stable_id(agency, year - 1, scope)
        yield from _year_findings(connection, (earlier, before), (stable_id(*key), now))


def _merged_predecessor(
    predecessor: str, key: ReportKey, load_figures: _YearFiguresLoader
) -> YearFigures | None:
    """The last report of a predecessor that has none for the year of `key`."""
    _, year, scope = key
    return None if load_figures(predecessor, year, scope) else load_figures(predecessor, year - 1, scope)


def _year_findings(
    connection: sqlite3.Connection, before: tuple[int, YearFigures], now: tuple[int, YearFigures]
) -> Iterator[Finding]:
    yield from year_findings(before[1], now[1])
    texts = [
        comparable_sections(_section_texts(connection, number), yearly.agency_name)
        for number, yearly in (before, now)
    ]
    yield from similar_sections(texts[0], texts[1], f"上一年度（{before[1].year}）")


def _with_undecided_verdict(finding: Finding) -> Finding:
    """Two reports that were read well can both be right: a failure is nobody's error yet."""
    return finding._replace(attribution=Attribution.UNDECIDED) if finding.result is Result.FAIL else finding


def _section_texts(connection: sqlite3.Connection, report_id: int) -> dict[str, str]:
    return dict(connection.execute("SELECT section, text FROM sections WHERE report_id = ?", (report_id,)))


def _load_year_figures(connection: sqlite3.Connection, report_id: int) -> YearFigures | None:
    report = connection.execute(_REPORT_SQL, (report_id,)).fetchone()
    if report is None:
        return None
    _, year, form, name, _ = report
    figures = {figure.key: figure for figure in _plain_figures(connection, report_id)}
    for key, state, value in connection.execute(_CELLS_SQL, (report_id,)):
        table, row, column = key.split(".")
        number = None if value is None else Decimal(value)
        figures[key] = Figure(table, row, column, State(state), number=number)
    return YearFigures(year, form, name, figures)


def _plain_figures(connection: sqlite3.Connection, report_id: int) -> Iterator[Figure]:
    """Figures that the statutory tables hold as numbers."""
    for table, sql in _FIGURE_ROWS_SQL.items():
        cursor = connection.execute(sql, (report_id,))
        names = [column[0] for column in cursor.description]
        for values in cursor:
            row = dict(zip(names, values, strict=True))
            for column, value in row.items():
                if column not in _NON_FIGURE_COLUMNS and value is not None:
                    yield Figure(table, row["row"], column, State.REPORTED, number=Decimal(str(value)))
