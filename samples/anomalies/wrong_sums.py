"""Sums that do not hold on the page: the figures are read as printed, and the check that fails says so."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from samples.anomalies.base import Altered, Expected, with_cells
from samples.reports.cell_styles import plain
from samples.reports.figures import Key
from samples.reports.report import SampleReport

_FRAME = ("new_requests", "carried_over", "processed_total", "carried_forward")


def _raised(report: SampleReport, *keys: Key) -> SampleReport:
    """The report with a number more than is right in each of the cells."""
    return with_cells(report, {key: plain(report.figures[key] + 3) for key in keys})


def _result_row(report: SampleReport, name: str) -> str:
    """Any row of results."""
    rows = [row for table, row, column in report.cells if (table, column) == ("requests", "total")]
    own = [
        row for row in rows if row not in _FRAME and report.cells["requests", row, "total"].number is not None
    ]
    return Random(f"{name}/{report.key}").choice(own)


def wrong_row_total(report: SampleReport) -> Altered:
    """The total of one row."""
    row = _result_row(report, "wrong_row_total")
    return Altered(
        _raised(report, ("requests", row, "total")),
        (
            Expected("T3_ROW", "fail", "requests", row),
            Expected("T3_SUM", "fail", "requests", "processed_total", "total"),
        ),
    )


def wrong_part(report: SampleReport) -> Altered:
    """One cell that is no total, as where a digit was lost in recognition."""
    row = _result_row(report, "wrong_part")
    return Altered(
        _raised(report, ("requests", row, "business")),
        (
            Expected("T3_ROW", "fail", "requests", row),
            Expected("T3_SUM", "fail", "requests", "processed_total", "business"),
        ),
    )


def wrong_column_sum(report: SampleReport) -> Altered:
    """(七)总计 that fits its row, and neither its column nor the identity in the header."""
    columns = ("natural_person", "total")
    return Altered(
        _raised(report, *(("requests", "processed_total", column) for column in columns)),
        tuple(Expected("T3_SUM", "fail", "requests", "processed_total", column) for column in columns)
        + tuple(Expected("T3_IDENT", "fail", "requests", "identity", column) for column in columns),
    )


def wrong_identity(report: SampleReport) -> Altered:
    """What is carried forward is not what is left."""
    columns = ("natural_person", "total")
    return Altered(
        _raised(report, *(("requests", "carried_forward", column) for column in columns)),
        tuple(Expected("T3_IDENT", "fail", "requests", "identity", column) for column in columns),
    )


def wrong_remedy_total(report: SampleReport) -> Altered:
    """The total of 行政复议."""
    return Altered(
        _raised(report, ("challenges", "review", "total")),
        (Expected("T4_SUM", "fail", "challenges", "review"),),
    )


def totals_zero(report: SampleReport) -> Altered | None:
    """Totals typed 0 over parts that are not."""
    keys = [
        key
        for key, number in report.figures.items()
        if key[0] == "requests" and key[2] == "total" and key[1] not in _FRAME and number
    ]
    if not keys:
        return None
    cells = {key: plain(Decimal(0)) for key in keys}
    found = tuple(Expected("T3_ROW", "fail", "requests", row) for _, row, _ in keys)
    return Altered(with_cells(report, cells), found)
