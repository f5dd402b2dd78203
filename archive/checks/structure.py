"""Checks of a report's build: sections, tables, form, rows.

They come first: a sum over a missing row says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.checks.catalog import catalog
from archive.extraction.sections import SectionLayout
from archive.extraction.tables.align import Alignment
from archive.forms import Form, forms, section_titles
from archive.model import Finding, Result, State
from archive.model.report import MERGED
from archive.text.normalise import normalise_text

_MIN_PROBLEMS_LENGTH = 10


@dataclass(frozen=True, slots=True)
class StructureInput:
    """What the structure checks look at."""

    layout: SectionLayout
    form: Form
    has_mixed_labels: bool
    year: int | None
    alignment: Alignment


def structure_findings(report: StructureInput) -> Iterator[Finding]:
    """One finding for each structure check, passed or failed."""
    missing = [titles[0] for key, titles in section_titles().items() if key not in report.layout.texts]
    yield _finding("F_SECTIONS", not missing, "、".join(missing))
    tables = [table.zh for table in report.form.tables if not _has_figures(report.alignment, table.key)]
    yield _finding("F_TABLES", not tables, "、".join(tables))
    yield _finding("F_MIXED", not report.has_mixed_labels)
    yield _year_form_finding(report)
    rows = _missing_rows(report)
    yield _finding("F_ROWS_MISSING", not rows, "、".join(rows))
    extra = [row.label for row in report.alignment.extra_rows]
    yield _finding("F_EXTRA_ROWS", not extra, "、".join(extra))
    problems = normalise_text("".join(report.layout.texts.get("problems", ())))
    yield _finding("F_S5_EMPTY", len(problems) >= _MIN_PROBLEMS_LENGTH)


def _finding(check: str, holds: bool, detail: str = "") -> Finding:
    result = Result.PASS if holds else Result.FAIL
    return Finding(check, result, catalog()[check].severity, detail=detail)


def _year_form_finding(report: StructureInput) -> Finding:
    """The form that was in force for the report's year: the newest that is not younger."""
    if report.year is None:
        return Finding("F_YEAR_FORM", Result.NA, catalog()["F_YEAR_FORM"].severity)
    due = [form.id for form in forms().values() if form.first_year <= report.year]
    return _finding("F_YEAR_FORM", bool(due) and due[-1] == report.form.id, report.form.id)


def _has_figures(alignment: Alignment, table: str) -> bool:
    return any(figure.table == table and figure.state is not State.ABSENT for figure in alignment.figures)


def _missing_rows(report: StructureInput) -> list[str]:
    absent = {
        (figure.table, figure.row)
        for figure in report.alignment.figures
        if figure.state is State.ABSENT and figure.raw != MERGED
    }
    return [
        row.term.zh for table in report.form.tables for row in table.rows if (table.key, row.key) in absent
    ]
