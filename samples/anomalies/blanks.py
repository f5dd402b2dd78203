"""Anomalies of missing cells: blank totals, nearly blank tables, rows and blocks cut out."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from samples.anomalies.base import AlteredReport, ExpectedFinding
from samples.reports import CELL_STYLES, SampleReport


def _with_cell_style(report: SampleReport, cell_style: str) -> SampleReport:
    cells = CELL_STYLES[cell_style](report.figures, Random(f"{cell_style}/{report.key}"))
    return replace(report, cell_style=cell_style, cells=cells)


def total_blank(report: SampleReport) -> AlteredReport:
    """总计 only in the rows 一, 二, (七), 四 (Shanghai's government office for 2019)."""
    altered = _with_cell_style(report, "no_row_totals")
    filled = [
        row
        for table, row, column in report.figures
        if (table, column) == ("requests", "total") and report.figures["requests", row, "total"]
    ]
    hidden = [row for row in filled if altered.cells["requests", row, "total"].state == "blank"]
    return AlteredReport(altered, tuple(ExpectedFinding("T3_ROW", "na", "requests", row) for row in hidden))


def nearly_blank(report: SampleReport) -> AlteredReport:
    """Most zeros are empty cells (seed 000)."""
    return AlteredReport(_with_cell_style(report, "sparse"))


def rows_dropped(report: SampleReport) -> AlteredReport:
    """Rows of table 2 that do not concern the agency are cut out (seed 000)."""
    return AlteredReport(_with_cell_style(report, "dropped_rows"), (ExpectedFinding("F_ROWS_MISSING"),))


def block_dropped(report: SampleReport) -> AlteredReport:
    """The block of 第（六）项 is cut out (seed 000)."""
    dropped = ("penalties", "coercive_measures")
    cells = {key: cell for key, cell in report.cells.items() if key[1] not in dropped}
    return AlteredReport(replace(report, cells=cells), (ExpectedFinding("F_ROWS_MISSING"),))


def row_merged(report: SampleReport) -> AlteredReport | None:
    """（六）其他处理 is printed as one row (Hongze district for 2024)."""
    if report.form == "2019":
        return None
    return AlteredReport(_with_cell_style(report, "merged_row"), (ExpectedFinding("F_ROWS_MISSING", "pass"),))


def marks(report: SampleReport) -> AlteredReport:
    """The row 规章, which departments cannot make, holds marks (Wuhan for 2020)."""
    return AlteredReport(_with_cell_style(report, "dashes"))
