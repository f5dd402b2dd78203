"""Checks of a report's build: sections, tables, form, rows.

They come first: a sum over a missing row says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.checks.catalog import catalog
from archive.extraction.sections import Layout
from archive.extraction.tables.align import Alignment
from archive.forms import Form, forms, section_titles
from archive.model import Finding, Result, State
from archive.model.report import MERGED
from archive.text.normalise import norm

_SHORTEST = 10


@dataclass(frozen=True, slots=True)
class Facts:
    """What the structure checks look at."""

    layout: Layout
    form: Form
    mixed: bool
    year: int | None
    alignment: Alignment


def structure(facts: Facts) -> Iterator[Finding]:
    """One finding for each structure check, passed or failed."""
    missing = [titles[0] for key, titles in section_titles().items() if key not in facts.layout.texts]
    yield _finding("F_SECTIONS", not missing, "、".join(missing))
    tables = [table.zh for table in facts.form.tables if not _found(facts.alignment, table.key)]
    yield _finding("F_TABLES", not tables, "、".join(tables))
    yield _finding("F_MIXED", not facts.mixed)
    yield _year_form(facts)
    rows = _missing_rows(facts)
    yield _finding("F_ROWS_MISSING", not rows, "、".join(rows))
    extra = [row.label for row in facts.alignment.extra_rows]
    yield _finding("F_EXTRA_ROWS", not extra, "、".join(extra))
    problems = norm("".join(facts.layout.texts.get("problems", ())))
    yield _finding("F_S5_EMPTY", len(problems) >= _SHORTEST)


def _finding(check: str, holds: bool, detail: str = "") -> Finding:
    result = Result.PASS if holds else Result.FAIL
    return Finding(check, result, catalog()[check].severity, detail=detail)


def _year_form(facts: Facts) -> Finding:
    """The form that was in force for the report's year: the newest that is not younger."""
    if facts.year is None:
        return Finding("F_YEAR_FORM", Result.NA, catalog()["F_YEAR_FORM"].severity)
    due = [form.id for form in forms().values() if form.first_year <= facts.year]
    return _finding("F_YEAR_FORM", bool(due) and due[-1] == facts.form.id, facts.form.id)


def _found(alignment: Alignment, table: str) -> bool:
    return any(figure.table == table and figure.state is not State.ABSENT for figure in alignment.figures)


def _missing_rows(facts: Facts) -> list[str]:
    absent = {
        (figure.table, figure.row)
        for figure in facts.alignment.figures
        if figure.state is State.ABSENT and figure.raw != MERGED
    }
    return [
        row.term.zh for table in facts.form.tables for row in table.rows if (table.key, row.key) in absent
    ]
