"""Checks a report against the same agency's report of the year before, after all reports are written.

The findings depend only on these two reports, so if a report is added, changed or removed, its own checks and
those of the next year are repeated.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from msgspec import structs

from archive.agencies import predecessors, successors
from archive.build.cross_report_checks import CrossReportCheck
from archive.checks import YearFigures, comparable_sections, similar_sections, year_findings
from archive.database import ReportKey, Tables, stable_id
from archive.model import Attribution, Figure, Finding, Result, State

YEAR_CHECK_NUMBERS = range(10_000, 20_000)
"""Numbers of these checks in `checks`; those of a report's own checks are smaller, of similarity larger."""
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
"""So many reports are kept: consecutive years of an agency are each needed twice."""
_NON_FIGURE_COLUMNS = ("report_id", "number", "row", "label", "grid", "grid_row")


_YearFiguresLoader = Callable[[str, int, str], YearFigures | None]
"""Returns the compared figures of the report of an agency, a year and a scope; None if there is none."""


def year_check_keys(key: ReportKey) -> Iterator[ReportKey]:
    """Yield the reports whose checks between years use `key`: itself, the next year's, its successors'."""
    agency, year, scope = key
    yield key
    yield agency, year + 1, scope
    for successor_year in (year, year + 1):
        yield from ((successor, successor_year, scope) for successor in successors(agency, successor_year))


def refresh_year_checks(tables: Tables, keys: Iterable[ReportKey], processes: int = 1) -> set[int]:
    """Repeat the checks between years of these reports; return the ids of those that exist."""
    sorted_keys = sorted(set(keys))
    return CrossReportCheck(YEAR_CHECK_NUMBERS, _year_checks).run(
        tables, sorted_keys, (stable_id(*key) for key in sorted_keys), processes
    )


def _year_checks(
    connection: sqlite3.Connection, keys: Sequence[ReportKey]
) -> Iterator[tuple[int, list[Finding]]]:
    @lru_cache(_CACHED_REPORTS)
    def load_figures(agency: str, year: int, scope: str) -> YearFigures | None:
        return _load_year_figures(connection, stable_id(agency, year, scope))

    for key in keys:
        if load_figures(*key):
            findings = _compare_with_year_before(connection, key, load_figures)
            yield stable_id(*key), [_with_undecided_attribution(finding) for finding in findings]


def _compare_with_year_before(
    connection: sqlite3.Connection, key: ReportKey, load_figures: _YearFiguresLoader
) -> Iterator[Finding]:
    """Yield the findings; the checks have no result in a year in which a predecessor was merged."""
    agency, year, scope = key
    current, previous = load_figures(agency, year, scope), load_figures(agency, year - 1, scope)
    last_reports = (
        _last_report(predecessor, key, load_figures) for predecessor in predecessors(agency, year)
    )
    predecessor_report = next(filter(None, last_reports), None)
    if current and predecessor_report:
        yield from year_findings(predecessor_report, current)
    elif current and previous:
        previous_id = stable_id(agency, year - 1, scope)
        yield from _year_findings(connection, (previous_id, previous), (stable_id(*key), current))


def _last_report(predecessor: str, key: ReportKey, load_figures: _YearFiguresLoader) -> YearFigures | None:
    """Return the previous year's report of a predecessor that has no report for the year of `key`."""
    _, year, scope = key
    return None if load_figures(predecessor, year, scope) else load_figures(predecessor, year - 1, scope)


def _year_findings(
    connection: sqlite3.Connection, previous: tuple[int, YearFigures], current: tuple[int, YearFigures]
) -> Iterator[Finding]:
    yield from year_findings(previous[1], current[1])
    texts = [
        comparable_sections(_section_texts(connection, report_id), figures.agency_name)
        for report_id, figures in (previous, current)
    ]
    yield from similar_sections(texts[0], texts[1], f"上一年度（{previous[1].year}）")


def _with_undecided_attribution(finding: Finding) -> Finding:
    """Leave it open who is at fault: two reports that were read correctly can both be right."""
    if finding.result is not Result.FAIL:
        return finding
    return structs.replace(finding, attribution=Attribution.UNDECIDED)


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
    """Yield the figures that the statutory tables hold as numbers."""
    for table, sql in _FIGURE_ROWS_SQL.items():
        cursor = connection.execute(sql, (report_id,))
        names = [column[0] for column in cursor.description]
        for values in cursor:
            row = dict(zip(names, values, strict=True))
            for column, value in row.items():
                if column not in _NON_FIGURE_COLUMNS and value is not None:
                    yield Figure(table, row["row"], column, State.REPORTED, number=Decimal(str(value)))
