"""Anomalies of printed numbers: units, remarks, rounding and unusual spellings."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from samples.anomalies.base import AlteredReport, ExpectedFinding, with_cells
from samples.reports import Key, PrintedCell, SampleReport

_FEE_KEY: Key = ("disclosure", "fees", "fee_amount")
_PURCHASES_KEY: Key = ("disclosure", "procurement", "purchase_amount")
_LICENCES_KEY: Key = ("disclosure", "licences", "decisions")
_FULL_WIDTH_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")


def unit_inside(report: SampleReport) -> AlteredReport:
    """A unit in the cell: 17,350.00元 under 万元 (seed 004), 251000元 where the form has none (Shanghai)."""
    if report.form == "2019":
        text = "251000元"
        return AlteredReport(
            with_cells(report, {_PURCHASES_KEY: PrintedCell(text, "reported", Decimal(251000), "元", text)})
        )
    text = "17,350.00元"
    cells = {_FEE_KEY: PrintedCell(text, "reported", Decimal("1.735"), "元", text)}
    return AlteredReport(with_cells(report, cells), (ExpectedFinding("T2_FEE_UNIT", "fail", *_FEE_KEY),))


def rounded(report: SampleReport) -> AlteredReport:
    """A count is rounded and therefore unreadable: 1200余 (seed 002 has 400余篇 in its prose)."""
    cells = {_LICENCES_KEY: PrintedCell("1200余", "unreadable", raw="1200余")}
    return AlteredReport(
        with_cells(report, cells), (ExpectedFinding("F_UNREADABLE", "fail", *_LICENCES_KEY),)
    )


def annotated(report: SampleReport) -> AlteredReport:
    """A remark follows the number: 22（其中修订16件）."""
    row = "normative_documents"
    column = "in_force" if report.form == "2021" else "disclosed_total"
    text = "22（其中修订16件）"
    cells = {("disclosure", row, column): PrintedCell(text, "reported", Decimal(22), raw=text)}
    return AlteredReport(with_cells(report, cells))


def spelled(report: SampleReport) -> AlteredReport:
    """Numbers with blanks (seed 003: `' 0'`, `'0 '`), thousands marks or full-width digits."""
    random = Random(f"spelled/{report.key}")
    patterns = (" {:d}", "{:d} ", "{:,d}", "wide")
    cells = {}
    for key, cell in report.cells.items():
        is_integer = cell.number is not None and cell.number == cell.number.to_integral_value()
        if is_integer and cell.number is not None and not cell.unit and random.random() < 0.3:
            pattern, number = random.choice(patterns), int(cell.number)
            text = str(number).translate(_FULL_WIDTH_DIGITS) if pattern == "wide" else pattern.format(number)
            cells[key] = PrintedCell(text, "reported", cell.number)
    return AlteredReport(with_cells(report, cells))


def many_remedies(report: SampleReport) -> AlteredReport:
    """31 reviews at a small agency (a street office of Shaoxing for 2023): unusual but correct."""
    counts = {"upheld": 24, "corrected": 3, "other_result": 4, "pending": 0, "total": 31}
    cells = {
        ("challenges", "review", column): PrintedCell(str(count), "reported", Decimal(count))
        for column, count in counts.items()
    }
    return AlteredReport(with_cells(report, cells))
