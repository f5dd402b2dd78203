"""What a reader must find in a sample report, in the shape of `read --json`. For tests and bench alone."""

from __future__ import annotations

from decimal import Decimal

from archive.forms import figures as expected_figures
from samples.reports.cell_styles import Cells, Printed
from samples.reports.expected_sums import failing
from samples.reports.figures import Key
from samples.reports.report import SampleReport

Number = int | float | None
Table = dict[str, dict[str, Number]]


def expected(report: SampleReport) -> dict[str, object]:
    """The object that `read --json` must give, without what depends on the parser (checks, leftovers)."""
    return {
        "agency": report.agency.name,
        "agency_printed": report.agency.name,
        "year": report.stated_year or report.year,
        "form": report.form,
        "title": report.title,
        "published": report.published.isoformat(),
        "signed": report.signed.isoformat() if report.signed else None,
        "scope": report.scope,
        "provenance": report.provenance,
        "sections": report.sections | _signature(report),
        **{table: _table(report.cells, table) for table in ("disclosure", "requests", "challenges")},
        "states": states(report),
        "raw": {_dotted(key): cell.raw for key, cell in report.cells.items() if cell.raw},
        "units": {_dotted(key): cell.unit for key, cell in report.cells.items() if cell.unit},
        "failed": failing(report.form, report.cells),
    }


def _signature(report: SampleReport) -> dict[str, str]:
    """The signature's lines as a section; a report without one has no such section."""
    return {"signature": "\n".join(report.signature)} if report.signature else {}


def states(report: SampleReport) -> dict[str, str]:
    """State of every figure that the form expects and that is no plain number."""
    missing = Printed("", "absent")
    found = {key: report.cells.get(key, missing).state for key in expected_figures(report.form)}
    return {_dotted(key): state for key, state in found.items() if state != "reported"}


def _dotted(key: Key) -> str:
    return ".".join(key)


def _table(cells: Cells, table: str) -> Table:
    """Rows of one table as printed; a row that is cut out or merged into another is left out."""
    rows: Table = {}
    for (name, row, column), cell in cells.items():
        if name == table and cell.state != "absent":
            rows.setdefault(row, {})[column] = _number(cell.number)
    return rows


def _number(value: Decimal | None) -> Number:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
