"""Cells and rows that are not there: blank totals, nearly blank tables, rows and blocks cut out."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from samples.anomalies.base import Altered, Expected
from samples.reports.cell_styles import HABITS
from samples.reports.report import SampleReport


def _with_habit(report: SampleReport, habit: str) -> SampleReport:
    cells = HABITS[habit](report.figures, Random(f"{habit}/{report.key}"))
    return replace(report, habit=habit, cells=cells)


def total_blank(report: SampleReport) -> Altered:
    """总计 only in the rows 一, 二, (七), 四 (Shanghai's government office for 2019)."""
    altered = _with_habit(report, "no_row_totals")
    filled = [
        row
        for table, row, column in report.figures
        if (table, column) == ("requests", "total") and report.figures["requests", row, "total"]
    ]
    hidden = [row for row in filled if altered.cells["requests", row, "total"].state == "blank"]
    return Altered(altered, tuple(Expected("T3_ROW", "na", "requests", row) for row in hidden))


def nearly_blank(report: SampleReport) -> Altered:
    """Zeros only where somebody typed them (seed 000)."""
    return Altered(_with_habit(report, "sparse"))


def rows_dropped(report: SampleReport) -> Altered:
    """Rows of table 2 cut out that do not concern the agency (seed 000)."""
    return Altered(_with_habit(report, "dropped_rows"), (Expected("F_ROWS_MISSING"),))


def block_dropped(report: SampleReport) -> Altered:
    """The whole block of 第（六）项 cut out (seed 000)."""
    gone = ("penalties", "coercive_measures")
    cells = {key: cell for key, cell in report.cells.items() if key[1] not in gone}
    return Altered(replace(report, cells=cells), (Expected("F_ROWS_MISSING"),))


def row_merged(report: SampleReport) -> Altered | None:
    """（六）其他处理 printed as one row (Hongze district for 2024)."""
    if report.form == "2019":
        return None
    return Altered(_with_habit(report, "merged_row"), (Expected("F_ROWS_MISSING", "pass"),))


def marks(report: SampleReport) -> Altered:
    """A mark in the row 规章, which others make (Wuhan for 2020)."""
    return Altered(_with_habit(report, "dashes"))
