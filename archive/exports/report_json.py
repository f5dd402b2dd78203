"""Converts a report to the JSON object that `gongkai read --json` prints."""

from __future__ import annotations

from decimal import Decimal

from archive.analysis import IndicatorValue, compute_indicators
from archive.extraction import read_plain_number
from archive.forms import LEGACY_FORM, TABLE_KEYS
from archive.model import Figure, Finding, LegacyCell, Report, Result, Severity, State

JsonNumber = int | float | None


def report_to_json(report: Report) -> dict[str, object]:
    """`report` as plain data: values by table, row and column; states, raw texts, units by figure key.

    The keys are the public contract of `gongkai read --json`.
    """
    identity = report.identity
    return {
        "agency": identity.agency,
        "agency_printed": identity.agency_printed,
        "year": identity.year,
        "form": report.form,
        "title": identity.title,
        "published": identity.published,
        "signed": identity.signed,
        "scope": identity.scope.value,
        "region": identity.region,
        "level": identity.level,
        "system": identity.system,
        "joint_issuers": list(identity.joint_issuers),
        "aliases": list(identity.aliases),
        "provenance": identity.provenance.value,
        "reader": report.reader,
        "sections": dict(report.sections),
        **{table: _table_values(report.figures, table) for table in TABLE_KEYS},
        "states": {
            figure.key: figure.state.value for figure in report.figures if figure.state is not State.REPORTED
        },
        "raw": {figure.key: figure.raw for figure in report.figures if _has_more_than_number(figure)},
        "units": {figure.key: figure.unit for figure in report.figures if figure.unit},
        "other_lines": {
            table: lines for table in TABLE_KEYS if (lines := _lines_without_figures(report, table))
        },
        "checks": [_finding_json(finding) for finding in report.findings],
        "extra_rows": [
            {"table": row.table, "label": row.label, "cells": list(row.cells)} for row in report.extra_rows
        ],
        **_legacy_json(report),
        "leftovers": list(report.leftovers),
        "failed": failed_check_keys(report),
        "indicators": {key: _indicator_json(value) for key, value in compute_indicators(report).items()},
    }


def _legacy_json(report: Report) -> dict[str, object]:
    """The statistics table of a report before 2019; nothing for other reports."""
    if report.form != LEGACY_FORM:
        return {}
    return {"legacy_cells": [_legacy_cell_json(cell) for cell in report.legacy_cells]}


def _legacy_cell_json(cell: LegacyCell) -> dict[str, object]:
    return {
        "path": list(cell.path),
        "label": cell.label,
        "unit": cell.unit or None,
        "column": cell.column or None,
        "state": cell.state.value,
        "raw": cell.raw,
        "value": json_number(cell.number),
    }


def failed_check_keys(report: Report) -> list[str]:
    """`table.row.column` of every failed check with severity `error`, in the order of the report."""
    return [
        ".".join(part for part in (finding.table, finding.row, finding.column) if part)
        for finding in report.findings
        if finding.result is Result.FAIL and finding.severity is Severity.ERROR
    ]


def json_number(value: Decimal | None) -> JsonNumber:
    """`value` as a JSON number: an int if it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _table_values(figures: tuple[Figure, ...], table: str) -> dict[str, dict[str, JsonNumber]]:
    values: dict[str, dict[str, JsonNumber]] = {}
    for figure in figures:
        if figure.table == table and figure.state is not State.ABSENT:
            values.setdefault(figure.row, {})[figure.column] = json_number(figure.number)
    return values


def _lines_without_figures(report: Report, table: str) -> list[str]:
    """The lines of a table that have no figure, as printed: its header, titles, labels of groups, notes.

    They are the evidence for the columns of its figures.
    """
    positions = [figure.position for figure in report.figures if figure.table == table and figure.position]
    numbers = {position.grid for position in positions}
    rows_with_figures = {(position.grid, position.row) for position in positions}
    lines = (
        line
        for number, grid in enumerate(report.grids)
        if number in numbers
        for line in grid.rows()
        if (number, line[0].row) not in rows_with_figures
    )
    texts = (
        " | ".join(cell.text.strip() for cell in line if cell.text.strip() and not cell.padding)
        for line in lines
    )
    return [text for text in texts if text]


def _indicator_json(indicator: IndicatorValue) -> dict[str, JsonNumber]:
    return {
        "value": json_number(indicator.value),
        "numerator": json_number(indicator.numerator),
        "denominator": json_number(indicator.denominator),
    }


def _has_more_than_number(figure: Figure) -> bool:
    """True if the cell prints more than its number."""
    return bool(figure.raw) and (figure.number is None or read_plain_number(figure.raw) != figure.number)


def _finding_json(finding: Finding) -> dict[str, object]:
    return {
        "id": finding.id,
        "result": finding.result.value,
        "severity": finding.severity.value,
        "table": finding.table or None,
        "row": finding.row or None,
        "column": finding.column or None,
        "left": json_number(finding.left),
        "right": json_number(finding.right),
        "delta": json_number(finding.delta),
        "detail": finding.detail or None,
        "cells": list(finding.cells),
        "verdict": finding.attribution.value if finding.attribution else None,
        "hint": [
            {
                "figure": hint.figure,
                "printed": json_number(hint.printed),
                "balanced": json_number(hint.balanced),
            }
            for hint in finding.hints
        ],
    }
