"""Indicators of many reports together: summed by year, province, level and scope, never across scopes.

A rate of many reports is the sum of their numerators over the sum of their denominators, of those reports
that have both. Sums are made in ten-thousandths as whole numbers, so that no order of rows shows in them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from archive.agencies import locate_agency
from archive.analysis import Indicator, indicator_columns, indicators

DatabaseRow = dict[str, object]
SummaryKey = tuple[str, int, str, str, str]
"""Indicator, year, province, level and scope; "" where a name does not say, or the scope does not matter."""

COVERAGE = "coverage"
"""The indicator that no report has by itself: of the registry's agencies, those with a report."""
_GROUP_COLUMNS_SQL = "year, coalesce(province, ''), coalesce(level, ''), scope"
_FROM_CLAUSE_SQL = "FROM reports JOIN indicators AS measured ON report_id = id GROUP BY 1, 2, 3, 4"
# The registry's agencies, and the years of which each has a report.
_REGISTERED_AGENCIES_SQL = """
    SELECT agency, min(coalesce(province, '')) FROM sources
    WHERE registered AND agency NOTNULL GROUP BY agency
"""
_YEARS_SQL = "SELECT DISTINCT year FROM reports"
_REPORTED_AGENCIES_SQL = "SELECT DISTINCT agency, year FROM reports"
_MAX_PLAUSIBLE_VALUE = 1_000_000_000
"""No report has a billion of anything: such a number is a slip, and would drown all others."""
_PARTS_PER_UNIT = 10_000


@dataclass(frozen=True, slots=True)
class _IndicatorTotal:
    """One indicator of one group: `counted` of its `reports` have the numbers."""

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
    """The rows of `summaries`, from the tables that are written before it."""
    found = {**dict(_indicator_totals(connection)), **dict(_coverage_totals(connection))}
    for key in sorted(found):
        indicator, year, province, level, scope = key
        one, last = found[key], found.get((indicator, year - 1, province, level, scope))
        names = ("indicator", "year", "province", "level", "scope")
        yield {**dict(zip(names, key, strict=True)), **_summary_values(one, last)}


def _summary_values(total: _IndicatorTotal, previous: _IndicatorTotal | None) -> DatabaseRow:
    value, before = total.value, previous.value if previous else None
    return {
        "value": value,
        "numerator": total.numerator,
        "denominator": total.denominator,
        "counted": total.counted,
        "reports": total.reports,
        "value_before": before,
        "counted_before": previous.counted if previous else None,
        "change": None if value is None or before is None else round(value - before, 6),
    }


def _indicator_totals(connection: sqlite3.Connection) -> Iterator[tuple[SummaryKey, _IndicatorTotal]]:
    parts = ", ".join(part for one in indicators() for part in _sum_expressions(one))
    sql = f"SELECT {_GROUP_COLUMNS_SQL}, count(*), {parts} {_FROM_CLAUSE_SQL}"
    for year, province, level, scope, reports, *sums in connection.execute(sql):
        numbers = iter(sums)
        for one in indicators():
            above = next(numbers)
            below = next(numbers) if one.denominator else None
            if counted := next(numbers):
                divisor = None if below is None else below / _PARTS_PER_UNIT
                yield (
                    (one.key, year, province, level, scope),
                    _IndicatorTotal(above / _PARTS_PER_UNIT, divisor, counted, reports),
                )


def _sum_expressions(indicator: Indicator) -> Iterator[str]:
    """Numerator, denominator of a rate, and how many reports have them, in SQL."""
    inputs = indicator_columns(indicator.key)[1:] or (indicator.key,)
    known = " AND ".join(f"abs(measured.[{name}]) < {_MAX_PLAUSIBLE_VALUE}" for name in inputs)
    for name in inputs:
        yield f"sum(CAST(round(measured.[{name}] * {_PARTS_PER_UNIT}) AS INTEGER)) FILTER (WHERE {known})"
    yield f"count(*) FILTER (WHERE {known})"


def _coverage_totals(connection: sqlite3.Connection) -> Iterator[tuple[SummaryKey, _IndicatorTotal]]:
    """Coverage: counted in agencies, whatever the scope of their reports."""
    reported = set(connection.execute(_REPORTED_AGENCIES_SQL).fetchall())
    years = [year for (year,) in connection.execute(_YEARS_SQL)]
    groups: dict[tuple[str, str], list[str]] = {}
    for agency, province in connection.execute(_REGISTERED_AGENCIES_SQL):
        groups.setdefault((province, locate_agency(agency).level or ""), []).append(agency)
    for (province, level), agencies in groups.items():
        for year in years:
            found = sum((agency, year) in reported for agency in agencies)
            yield (
                (COVERAGE, year, province, level, ""),
                _IndicatorTotal(found, len(agencies), len(agencies), found),
            )
