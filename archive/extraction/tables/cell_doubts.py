"""Finds cells that print more than a number, or a number that may not be one: 22（其中修订16件）, 133 64."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from archive.extraction.cells import cell_remark, has_suspicious_digits, is_plain_integer
from archive.forms import Form, RowSum
from archive.model import Figure, Finding, Result, Severity


def doubtful_cell_findings(figures: Sequence[Figure], form: Form) -> Iterator[Finding]:
    """Yield findings on cells that contain more than a number, for a person to check."""
    doubtful_figures = [
        figure
        for figure in figures
        if figure.number is not None
        and not is_plain_integer(figure.raw)
        and (cell_remark(figure.raw) or has_suspicious_digits(figure.raw))
    ]
    balanced_rows = _balanced_rows(figures, form) if doubtful_figures else set()
    for figure in doubtful_figures:
        if cell_remark(figure.raw):
            yield _cell_finding("F_CELL_REMARK", Severity.NOTE, figure)
        # Narrow PDF cells break 13364 into 133 and 64: if the row adds up, it is one number.
        if has_suspicious_digits(figure.raw) and (figure.table, figure.row) not in balanced_rows:
            yield _cell_finding("F_CELL_DOUBTFUL", Severity.WARNING, figure)


def _cell_finding(check: str, severity: Severity, figure: Figure) -> Finding:
    return Finding(
        check,
        Result.FAIL,
        severity,
        figure.table,
        figure.row,
        figure.column,
        detail=figure.raw,
        cells=(figure.key,),
    )


def _balanced_rows(figures: Sequence[Figure], form: Form) -> set[tuple[str, str]]:
    """The rows (table, row) that consist of numbers whose parts add up to a total other than zero."""
    totals = {form_sum.table: form_sum.total_column for form_sum in form.sums if isinstance(form_sum, RowSum)}
    rows: dict[tuple[str, str], dict[str, Decimal | None]] = {}
    for figure in figures:
        rows.setdefault((figure.table, figure.row), {})[figure.column] = figure.number
    balanced_rows = set()
    for key, row in rows.items():
        total = row.pop(totals.get(key[0], ""), None)
        parts = [number for number in row.values() if number is not None]
        if total and len(parts) == len(row) and sum(parts) == total:
            balanced_rows.add(key)
    return balanced_rows
