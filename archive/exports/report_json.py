"""A report as the JSON object that `gongkai read --json` prints, one key for each promise of the contract."""

from __future__ import annotations

from decimal import Decimal

from archive.analysis.indicators import IndicatorValue, compute_indicators
from archive.extraction.cells import read_plain_number
from archive.forms import TABLE_KEYS
from archive.forms.legacy import LEGACY_FORM
from archive.model import Figure, Finding, LegacyCell, Report, Result, Severity, State

JsonNumber = int | float | None


def report_to_json(report: Report) -> dict[str, object]:
    """`report` as plain data: values by table, row and column; states, raws, units by `table.row.column`."""
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
        "states": {one.key: one.state.value for one in report.figures if one.state is not State.REPORTED},
        "raw": {one.key: one.raw for one in report.figures if _has_more_than_number(one)},
        "units": {one.key: one.unit for one in report.figures if one.unit},
        "checks": [_finding_json(finding) for finding in report.findings],
        "extra_rows": [
            {"table": row.table, "label": row.label, "cells": list(row.cells)} for row in report.extra_rows
        ],
        **_legacy_json(report),
        "leftovers": list(report.leftovers),
        "failed": failed_check_keys(report),
        "indicators": {key: _indicator_json(one) for key, one in compute_indicators(report).items()},
    }


def _legacy_json(report: Report) -> dict[str, object]:
    """The statistics table, for a report of the time when there was one."""
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
    """The key of every error-level check that failed, in report order."""
    return [
        ".".join(part for part in (one.table, one.row, one.column) if part)
        for one in report.findings
        if one.result is Result.FAIL and one.severity is Severity.ERROR
    ]


def json_number(value: Decimal | None) -> JsonNumber:
    """`value` as JSON has numbers: an int where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _table_values(figures: tuple[Figure, ...], table: str) -> dict[str, dict[str, JsonNumber]]:
    values: dict[str, dict[str, JsonNumber]] = {}
    for one in figures:
        if one.table == table and one.state is not State.ABSENT:
            values.setdefault(one.row, {})[one.column] = json_number(one.number)
    return values


def _indicator_json(measured: IndicatorValue) -> dict[str, JsonNumber]:
    return {
        "value": json_number(measured.value),
        "numerator": json_number(measured.numerator),
        "denominator": json_number(measured.denominator),
    }


def _has_more_than_number(figure: Figure) -> bool:
    """Whether the cell prints more than its number."""
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
        "verdict": finding.verdict.value if finding.verdict else None,
        "hint": [
            {"figure": one.figure, "printed": json_number(one.printed), "balanced": json_number(one.balanced)}
            for one in finding.hint
        ],
    }
