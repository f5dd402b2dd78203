"""Marks the figures of a table that is a picture, whole or in part: they are printed, but cannot be read."""

from __future__ import annotations

from collections.abc import Iterable

from archive.extraction.tables.table_selection import TableContext, is_pictured
from archive.forms import Form
from archive.model import Figure, Finding, Result, Severity, State


def mark_pictured_figures(
    figures: Iterable[Figure], form: Form, context: TableContext
) -> tuple[tuple[Figure, ...], tuple[Finding, ...]]:
    """Return figures and findings; missing figures are unreadable where a picture stands for their table.

    Figures that were found stay as they are: then the picture is the rest of the table, or a chart.
    """
    pictured = [table for table in form.tables if is_pictured(table, context)]
    if not pictured:
        return tuple(figures), ()
    keys = {table.key for table in pictured}
    figures = tuple(figures)
    missing = [figure.table in keys and figure.state is State.ABSENT and not figure.raw for figure in figures]
    marked = tuple(
        Figure(figure.table, figure.row, figure.column, State.UNREADABLE) if is_missing else figure
        for figure, is_missing in zip(figures, missing, strict=True)
    )
    tables = {figure.table for figure, is_missing in zip(figures, missing, strict=True) if is_missing}
    findings = (
        Finding("F_TABLE_PICTURE", Result.FAIL, Severity.WARNING, table.key, detail=table.zh)
        for table in pictured
        if table.key in tables
    )
    return marked, tuple(findings)
