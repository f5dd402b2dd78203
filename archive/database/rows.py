"""Converts one report to rows of the published tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from archive.agencies import locate_agency, system_of
from archive.analysis import IndicatorValue, compute_indicators, indicator_columns
from archive.checks import catalog
from archive.database.archived_tables import grid_rows
from archive.database.ids import stable_id
from archive.database.legacy_rows import legacy_rows
from archive.database.schema import load_schema
from archive.extraction import read_plain_number
from archive.forms import LEGACY_FORM, TABLE_KEYS, form, section_keys
from archive.model import Figure, Finding, Hint, Report, Result, Severity, State
from archive.text import remove_whitespace

DatabaseRow = dict[str, object]
"""Column → value."""
ReportRows = dict[str, list[DatabaseRow]]
"""Table → rows."""
ReportKey = tuple[str, int, str]
"""Agency, year and scope, which identify a report."""

REPORT_TABLES = (
    "sections",
    *TABLE_KEYS,
    "cells",
    "extra_cells",
    "legacy_cells",
    "grids",
    "leftovers",
    "candidates",
    "checks",
    "indicators",
)
"""The tables whose rows belong to a report; their column `report_id` says to which."""

_MAX_SQLITE_INTEGER = 2**63 - 1
_OUTER_SECTIONS = ("preamble", "signature")


@dataclass(frozen=True, slots=True)
class ReportSource:
    """The file that a report was read from, as far as the row in `reports` names it."""

    url: str
    document_id: int
    media_type: str
    parser_version: str
    source_id: str | None = None
    province: str | None = None


def report_key(report: Report) -> ReportKey | None:
    """Return agency, year and scope; None if agency or year is unknown."""
    identity = report.identity
    if not identity.agency or identity.year is None:
        return None
    return identity.agency, identity.year, identity.scope.value


def printed_figure_count(report: Report) -> int:
    """Return how many cells of its form or statistics table the report prints, whether numbers or not."""
    states = [figure.state for figure in report.figures] + [cell.state for cell in report.legacy_cells]
    return sum(state not in (State.ABSENT, State.UNCERTAIN) for state in states)


def report_rows(report: Report, key: ReportKey, source: ReportSource) -> ReportRows:
    """Return all rows of `report`, whose key is `key`, by table."""
    report_id = stable_id(*key)
    values = compute_indicators(report)
    rows: ReportRows = {
        "reports": [{**_report_row(report, report_id, key, source), **_headline_counts(values)}]
    }
    rows_by_table: dict[str, Iterator[DatabaseRow]] = {
        "sections": _section_rows(report),
        **{table: _statutory_rows(report, table) for table in TABLE_KEYS},
        "cells": _cell_rows(report),
        "extra_cells": _extra_cell_rows(report),
        "legacy_cells": legacy_rows(report),
        "grids": grid_rows(report),
        "leftovers": ({"number": number, "text": text} for number, text in enumerate(report.leftovers)),
        "candidates": _candidate_rows(report),
        "checks": (check_row(number, finding) for number, finding in enumerate(report.findings)),
        "indicators": _indicator_rows(values),
    }
    for table in REPORT_TABLES:
        rows[table] = [{"report_id": report_id, **row} for row in rows_by_table[table]]
    return rows


def _report_row(report: Report, report_id: int, key: ReportKey, source: ReportSource) -> DatabaseRow:
    identity = report.identity
    agency, year, scope = key
    place = locate_agency(agency, (identity.region,) if identity.region else ())
    states = [figure.state for figure in report.figures]
    return {
        "id": report_id,
        "label": f"{agency} {year}年度",
        "agency_id": stable_id(agency),
        "agency": agency,
        "agency_printed": identity.agency_printed,
        "year": year,
        "scope": scope,
        "title": identity.title,
        "joint_issuers": "、".join(identity.joint_issuers) or None,
        "province": place.province or source.province,
        "region": place.region.code if place.region else None,
        "level": place.level,
        "system": system_of(agency),
        "form": report.form,
        "published": identity.published,
        "signed": identity.signed,
        "provenance": identity.provenance.value,
        "failed_checks": sum(
            finding.result is Result.FAIL and finding.severity is Severity.ERROR
            for finding in report.findings
        ),
        "blank_figures": states.count(State.BLANK),
        "absent_figures": states.count(State.ABSENT),
        "reader": report.reader,
        "media_type": source.media_type,
        "url": source.url,
        "source_id": source.source_id,
        "document_id": source.document_id,
        "parsed": source.parser_version,
    }


def _headline_counts(values: Mapping[str, IndicatorValue]) -> DatabaseRow:
    """Return the indicators that are columns of `reports`: counts, as whole numbers."""
    counts = (
        (name, values[name].value) for name in load_schema().table("reports").column_names if name in values
    )
    return {name: None if count is None else _whole_number(count) for name, count in counts}


def _section_rows(report: Report) -> Iterator[DatabaseRow]:
    if report.form == LEGACY_FORM:
        chapters = tuple(key for key in report.sections if key not in _OUTER_SECTIONS)
        keys = (_OUTER_SECTIONS[0], *chapters, _OUTER_SECTIONS[1])
    else:
        keys = tuple(section_keys())
    for number, section in enumerate(keys):
        if section in report.sections:
            text = report.sections[section]
            yield {
                "number": number,
                "section": section,
                "text": text,
                "characters": len(remove_whitespace(text)),
            }


def _statutory_rows(report: Report, table: str) -> Iterator[DatabaseRow]:
    """Yield one row for each row of the form that the report prints, none for an absent row."""
    printed: dict[str, list[Figure]] = {}
    for figure in report.figures:
        if figure.table == table and figure.state is not State.ABSENT:
            printed.setdefault(figure.row, []).append(figure)
    if not printed:
        return
    for number, row in enumerate(form(report.form).table(table).rows, 1):
        if figures := printed.get(row.key):
            position = next((figure.position for figure in figures if figure.position), None)
            yield {
                "number": number,
                "row": row.key,
                "label": row.term.zh,
                **{figure.column: _stored_number(figure) for figure in figures},
                "grid": position and position.grid,
                "grid_row": position and position.row,
            }


def _cell_rows(report: Report) -> Iterator[DatabaseRow]:
    for figure in report.figures:
        if _is_plain(figure):
            continue
        position = figure.position
        yield {
            "figure": figure.key,
            "table_key": figure.table,
            "row_key": figure.row,
            "column_key": figure.column,
            "state": figure.state.value,
            "raw": figure.raw,
            "unit": figure.unit,
            "value": None if figure.number is None else format(figure.number, "f"),
            "grid": position and position.grid,
            "grid_row": position and position.row,
            "grid_column": position and position.column,
        }


def _is_plain(figure: Figure) -> bool:
    """True if `cells` has nothing to add: the figure is printed as a plain number and stored exactly."""
    number = figure.number
    if figure.state is not State.REPORTED or number is None or figure.unit:
        return False
    stored = _stored_number(figure)
    return stored is not None and Decimal(str(stored)) == number and read_plain_number(figure.raw) == number


def _stored_number(figure: Figure) -> int | float | None:
    """Return the number in the type of its column; None if an integer column would have to round it."""
    number = figure.number
    if number is None:
        return None
    if load_schema().table(figure.table).column(figure.column).type == "real":
        return float(number)
    return _whole_number(number)


def _whole_number(number: Decimal) -> int | None:
    is_exact = number == number.to_integral_value() and abs(number) <= _MAX_SQLITE_INTEGER
    return int(number) if is_exact else None


def _extra_cell_rows(report: Report) -> Iterator[DatabaseRow]:
    for number, row in enumerate(report.extra_rows):
        common: DatabaseRow = {
            "table_key": row.table,
            "label": row.label,
            "grid": row.position.grid,
            "grid_row": row.position.row,
        }
        if not row.cells:
            yield {"number": number, "position": -1, "raw": None, **common}
        for position, raw in enumerate(row.cells):
            yield {"number": number, "position": position, "raw": raw, **common}


def _candidate_rows(report: Report) -> Iterator[DatabaseRow]:
    for number, candidate in enumerate(report.identity.candidates):
        yield {
            "number": number,
            "field": candidate.field,
            "value": candidate.value,
            "source": candidate.source,
        }


def check_row(number: int, finding: Finding) -> DatabaseRow:
    """Return a finding as a row of `checks`, without `report_id`."""
    return {
        "number": number,
        "check_id": finding.id,
        "result": finding.result.value,
        "severity": finding.severity.value,
        "table_key": finding.table,
        "row_key": finding.row,
        "column_key": finding.column,
        "left": _to_float(finding.left),
        "right": _to_float(finding.right),
        "delta": _to_float(finding.delta),
        "detail": finding.detail,
        "explanation": catalog()[finding.id].explanation,
        "verdict": finding.attribution.value if finding.attribution else None,
        "cells": " ".join(finding.cells) if finding.result is Result.FAIL else None,
        "hint": " ".join(map(_hint_text, finding.hints)) or None,
    }


def _hint_text(hint: Hint) -> str:
    return f"{hint.figure}={hint.printed:f}>{hint.balanced:f}"


def _indicator_rows(values: Mapping[str, IndicatorValue]) -> Iterator[DatabaseRow]:
    row: DatabaseRow = {}
    for key, value in values.items():
        numbers = (value.value, value.numerator, value.denominator)
        row |= dict(zip(indicator_columns(key), map(_to_float, numbers), strict=False))
    yield row


def _to_float(number: Decimal | None) -> float | None:
    return None if number is None else float(number)
