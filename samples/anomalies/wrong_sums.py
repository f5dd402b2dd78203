"""Anomalies of sums: figures are read as printed, and a check must fail."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from samples.anomalies.base import AlteredReport, ExpectedFinding, with_cells
from samples.reports import Key, SampleReport, number_cell

_IDENTITY_ROWS = ("new_requests", "carried_over", "processed_total", "carried_forward")


def _with_increased_cells(report: SampleReport, *keys: Key) -> SampleReport:
    """The report with each of the cells increased by 3."""
    return with_cells(report, {key: number_cell(report.figures[key] + 3) for key in keys})


def _choose_result_row(report: SampleReport, name: str) -> str:
    """A random row of results; the same for the same report and `name`."""
    rows = [row for table, row, column in report.cells if (table, column) == ("requests", "total")]
    result_rows = [
        row
        for row in rows
        if row not in _IDENTITY_ROWS and report.cells["requests", row, "total"].number is not None
    ]
    return Random(f"{name}/{report.key}").choice(result_rows)


def wrong_row_total(report: SampleReport) -> AlteredReport:
    """The total of one row is wrong."""
    row = _choose_result_row(report, "wrong_row_total")
    return AlteredReport(
        _with_increased_cells(report, ("requests", row, "total")),
        (
            ExpectedFinding("T3_ROW", "fail", "requests", row),
            ExpectedFinding("T3_SUM", "fail", "requests", "processed_total", "total"),
        ),
    )


def wrong_part(report: SampleReport) -> AlteredReport:
    """A cell other than a total is wrong, as after an error of text recognition."""
    row = _choose_result_row(report, "wrong_part")
    return AlteredReport(
        _with_increased_cells(report, ("requests", row, "business")),
        (
            ExpectedFinding("T3_ROW", "fail", "requests", row),
            ExpectedFinding("T3_SUM", "fail", "requests", "processed_total", "business"),
        ),
    )


def wrong_column_sum(report: SampleReport) -> AlteredReport:
    """(七)总计 agrees with its row, but not with its column or the identity in the header."""
    columns = ("natural_person", "total")
    return AlteredReport(
        _with_increased_cells(report, *(("requests", "processed_total", column) for column in columns)),
        tuple(ExpectedFinding("T3_SUM", "fail", "requests", "processed_total", column) for column in columns)
        + tuple(ExpectedFinding("T3_IDENT", "fail", "requests", "identity", column) for column in columns),
    )


def wrong_identity(report: SampleReport) -> AlteredReport:
    """The number carried forward does not balance received and processed."""
    columns = ("natural_person", "total")
    return AlteredReport(
        _with_increased_cells(report, *(("requests", "carried_forward", column) for column in columns)),
        tuple(ExpectedFinding("T3_IDENT", "fail", "requests", "identity", column) for column in columns),
    )


def wrong_remedy_total(report: SampleReport) -> AlteredReport:
    """The total of 行政复议 is wrong."""
    return AlteredReport(
        _with_increased_cells(report, ("challenges", "review", "total")),
        (ExpectedFinding("T4_SUM", "fail", "challenges", "review"),),
    )


def totals_zero(report: SampleReport) -> AlteredReport | None:
    """Row totals are 0 although their parts are not."""
    keys = [
        key
        for key, number in report.figures.items()
        if key[0] == "requests" and key[2] == "total" and key[1] not in _IDENTITY_ROWS and number
    ]
    if not keys:
        return None
    cells = {key: number_cell(Decimal(0)) for key in keys}
    findings = tuple(ExpectedFinding("T3_ROW", "fail", "requests", row) for _, row, _ in keys)
    return AlteredReport(with_cells(report, cells), findings)
