"""The true values of a sample report in the shape of `read --json`, only for tests and bench."""

from __future__ import annotations

from decimal import Decimal

from archive.forms import figure_keys as expected_figures
from samples.reports.cell_styles import Cells, PrintedCell
from samples.reports.expected_sums import failing_sums
from samples.reports.figures import Key
from samples.reports.report import SampleReport

Number = int | float | None
TableValues = dict[str, dict[str, Number]]


def expected_json(report: SampleReport) -> dict[str, object]:
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
        "sections": report.sections | _signature_section(report),
        **{table: _expected_table(report.cells, table) for table in ("disclosure", "requests", "challenges")},
        "states": expected_states(report),
        "raw": {_dotted_key(key): cell.raw for key, cell in report.cells.items() if cell.raw},
        "units": {_dotted_key(key): cell.unit for key, cell in report.cells.items() if cell.unit},
        "failed": failing_sums(report.form, report.cells),
    }


def _signature_section(report: SampleReport) -> dict[str, str]:
    """The signature's lines as a section; a report without one has no such section."""
    return {"signature": "\n".join(report.signature)} if report.signature else {}


def expected_states(report: SampleReport) -> dict[str, str]:
    """State of every figure that the form expects and that is no plain number."""
    missing = PrintedCell("", "absent")
    states = {key: report.cells.get(key, missing).state for key in expected_figures(report.form)}
    return {_dotted_key(key): state for key, state in states.items() if state != "reported"}


def _dotted_key(key: Key) -> str:
    return ".".join(key)


def _expected_table(cells: Cells, table: str) -> TableValues:
    """Rows of one table as printed; a row that is cut out or merged into another is left out."""
    rows: TableValues = {}
    for (name, row, column), cell in cells.items():
        if name == table and cell.state != "absent":
            rows.setdefault(row, {})[column] = _json_number(cell.number)
    return rows


def _json_number(value: Decimal | None) -> Number:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
