"""Checks that sections, tables and rows of the form are present, and that the form is that of the year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.checks.catalog import catalog
from archive.extraction import Alignment, SectionLayout
from archive.forms import Form, forms, section_titles
from archive.model import MERGED_ROW, Finding, Result, State
from archive.text import normalise_text

_MIN_PROBLEMS_LENGTH = 10


@dataclass(frozen=True, slots=True)
class StructureInput:
    """What the structure checks need of a report."""

    layout: SectionLayout
    form: Form
    has_mixed_labels: bool
    year: int | None
    alignment: Alignment


def structure_findings(report: StructureInput) -> Iterator[Finding]:
    """Yield one finding for each structure check, passed or failed."""
    missing_sections = [
        titles[0] for key, titles in section_titles().items() if key not in report.layout.texts
    ]
    yield _finding("F_SECTIONS", not missing_sections, "、".join(missing_sections))
    missing_tables = [
        table.zh for table in report.form.tables if not _has_figures(report.alignment, table.key)
    ]
    yield _finding("F_TABLES", not missing_tables, "、".join(missing_tables))
    yield _finding("F_MIXED", not report.has_mixed_labels)
    yield _year_form_finding(report)
    missing_rows = _missing_rows(report)
    yield _finding("F_ROWS_MISSING", not missing_rows, "、".join(missing_rows))
    extra_labels = [row.label for row in report.alignment.extra_rows]
    yield _finding("F_EXTRA_ROWS", not extra_labels, "、".join(extra_labels))
    problems = normalise_text("".join(report.layout.texts.get("problems", ())))
    yield _finding("F_S5_EMPTY", len(problems) >= _MIN_PROBLEMS_LENGTH)


def _finding(check: str, holds: bool, detail: str = "") -> Finding:
    result = Result.PASS if holds else Result.FAIL
    return Finding(check, result, catalog()[check].severity, detail=detail)


def _year_form_finding(report: StructureInput) -> Finding:
    """Return the finding on the form: it must be the newest that was in force in the report's year."""
    if report.year is None:
        return Finding("F_YEAR_FORM", Result.NA, catalog()["F_YEAR_FORM"].severity)
    in_force = [form.id for form in forms().values() if form.first_year <= report.year]
    return _finding("F_YEAR_FORM", bool(in_force) and in_force[-1] == report.form.id, report.form.id)


def _has_figures(alignment: Alignment, table: str) -> bool:
    return any(figure.table == table and figure.state is not State.ABSENT for figure in alignment.figures)


def _missing_rows(report: StructureInput) -> list[str]:
    absent = {
        (figure.table, figure.row)
        for figure in report.alignment.figures
        if figure.state is State.ABSENT and figure.raw != MERGED_ROW
    }
    return [
        row.term.zh for table in report.form.tables for row in table.rows if (table.key, row.key) in absent
    ]
