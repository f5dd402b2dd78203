"""Sums indicators over many reports, by year, province, level and scope, never across scopes.

The rate of a group is the sum of the numerators divided by the sum of the denominators of the reports that
have both. Sums are whole numbers of ten-thousandths, so they do not depend on the order of the rows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from archive.agencies import locate_agency
from archive.analysis import Indicator, indicator_columns, indicators

DatabaseRow = dict[str, object]
SummaryKey = tuple[str, int, str, str, str]
"""Indicator, year, province, level and scope; province and level are "" if unknown, scope is "" if any."""

COVERAGE = "coverage"
"""An indicator of groups only: the share of the agencies in the registry that have a report."""
_GROUP_COLUMNS_SQL = "year, coalesce(province, ''), coalesce(level, ''), scope"
_FROM_CLAUSE_SQL = "FROM reports JOIN indicators AS measured ON report_id = id GROUP BY 1, 2, 3, 4"
_REGISTERED_AGENCIES_SQL = """
    SELECT agency, min(coalesce(province, '')) FROM sources
    WHERE registered AND agency NOTNULL GROUP BY agency
"""
_YEARS_SQL = "SELECT DISTINCT year FROM reports"
_REPORTED_AGENCIES_SQL = "SELECT DISTINCT agency, year FROM reports"
_MAX_PLAUSIBLE_VALUE = 1_000_000_000
"""No report has a billion of anything: a larger number is an error that would dominate the sum."""
_PARTS_PER_UNIT = 10_000


@dataclass(frozen=True, slots=True)
class _IndicatorTotal:
    """One indicator of one group; `counted` of its `reports` have numerator and denominator."""

    numerator: float
    denominator: float | None
    counted: int
    reports: int

    @property
    def value(self) -> float | None:
        if self.denominator is None:
            return self.numerator
        return round(self.numerator / self.denominator, 6) if self.denominator else None


def summary_rows(connection: sqlite3.Connection) -> Iterator[DatabaseRow]:
    """Yield the rows of `summaries`; reads `reports`, `indicators` and `sources`."""
    totals = {**dict(_indicator_totals(connection)), **dict(_coverage_totals(connection))}
    for key in sorted(totals):
        indicator, year, province, level, scope = key
        previous = totals.get((indicator, year - 1, province, level, scope))
        names = ("indicator", "year", "province", "level", "scope")
        yield {**dict(zip(names, key, strict=True)), **_summary_values(totals[key], previous)}


def _summary_values(total: _IndicatorTotal, previous: _IndicatorTotal | None) -> DatabaseRow:
    value, previous_value = total.value, previous.value if previous else None
    return {
        "value": value,
        "numerator": total.numerator,
        "denominator": total.denominator,
        "counted": total.counted,
        "reports": total.reports,
        "value_before": previous_value,
        "counted_before": previous.counted if previous else None,
        "change": None if value is None or previous_value is None else round(value - previous_value, 6),
    }


def _indicator_totals(connection: sqlite3.Connection) -> Iterator[tuple[SummaryKey, _IndicatorTotal]]:
    expressions = ", ".join(
        expression for indicator in indicators() for expression in _sum_expressions(indicator)
    )
    sql = f"SELECT {_GROUP_COLUMNS_SQL}, count(*), {expressions} {_FROM_CLAUSE_SQL}"
    for year, province, level, scope, reports, *sums in connection.execute(sql):
        numbers = iter(sums)
        for indicator in indicators():
            numerator = next(numbers)
            denominator = next(numbers) if indicator.denominator else None
            if counted := next(numbers):
                yield (
                    (indicator.key, year, province, level, scope),
                    _IndicatorTotal(
                        numerator / _PARTS_PER_UNIT,
                        None if denominator is None else denominator / _PARTS_PER_UNIT,
                        counted,
                        reports,
                    ),
                )


def _sum_expressions(indicator: Indicator) -> Iterator[str]:
    """Yield SQL for the numerator, the denominator of a rate, and the number of reports that have them."""
    inputs = indicator_columns(indicator.key)[1:] or (indicator.key,)
    condition = " AND ".join(f"abs(measured.[{name}]) < {_MAX_PLAUSIBLE_VALUE}" for name in inputs)
    for name in inputs:
        yield f"sum(CAST(round(measured.[{name}] * {_PARTS_PER_UNIT}) AS INTEGER)) FILTER (WHERE {condition})"
    yield f"count(*) FILTER (WHERE {condition})"


def _coverage_totals(connection: sqlite3.Connection) -> Iterator[tuple[SummaryKey, _IndicatorTotal]]:
    """Yield the coverage of each group: agencies with a report of any scope, and all agencies."""
    reported = set(connection.execute(_REPORTED_AGENCIES_SQL).fetchall())
    years = [year for (year,) in connection.execute(_YEARS_SQL)]
    groups: dict[tuple[str, str], list[str]] = {}
    for agency, province in connection.execute(_REGISTERED_AGENCIES_SQL):
        groups.setdefault((province, locate_agency(agency).level or ""), []).append(agency)
    for (province, level), agencies in groups.items():
        for year in years:
            covered = sum((agency, year) in reported for agency in agencies)
            yield (
                (COVERAGE, year, province, level, ""),
                _IndicatorTotal(covered, len(agencies), len(agencies), covered),
            )
