"""Checks single cells: whole numbers, units, unreadable and uncertain cells."""

from __future__ import annotations

from collections.abc import Iterator

from archive.checks.catalog import catalog
from archive.forms import Form, FormColumn
from archive.model import Figure, Finding, Result, State


def cell_findings(form: Form, figures: tuple[Figure, ...]) -> Iterator[Finding]:
    """Yield a finding for each cell with an error, and none for the others: a report has 200 cells."""
    for figure in figures:
        # Nearly all cells are empty or hold only digits: whole numbers without a unit, which always pass.
        if figure.raw and not figure.raw.isdecimal():
            column = _column_of(form, figure)
            yield from _integer_findings(figure, column)
            yield from _unit_findings(figure, column)
    yield from _state_findings(figures)


def _column_of(form: Form, figure: Figure) -> FormColumn:
    columns = form.table(figure.table).rows_by_key[figure.row].columns
    return next(column for column in columns if column.key == figure.column)


def _integer_findings(figure: Figure, column: FormColumn) -> Iterator[Finding]:
    if figure.number is None or column.kind == "amount":
        return
    is_integer = figure.number == figure.number.to_integral_value()
    if not is_integer or (figure.number < 0 and column.kind != "change"):
        yield _failed_finding("T2_INT" if figure.table == "disclosure" else "T3_INT", figure, figure.raw)


def _unit_findings(figure: Figure, column: FormColumn) -> Iterator[Finding]:
    # Seed 004 prints 17,350.00元 under a header that says 万元.
    if column.key == "fee_amount" and figure.unit and figure.unit not in (column.unit, "万"):
        yield _failed_finding("T2_FEE_UNIT", figure, f"{figure.raw} → {figure.number} {column.unit}")


def _state_findings(figures: tuple[Figure, ...]) -> Iterator[Finding]:
    uncertain: dict[tuple[str, str], list[Figure]] = {}
    for figure in figures:
        if figure.state is State.UNREADABLE:
            yield _failed_finding("F_UNREADABLE", figure, figure.raw)
        elif figure.state is State.UNCERTAIN:
            uncertain.setdefault((figure.table, figure.row), []).append(figure)
    severity = catalog()["F_UNCERTAIN"].severity
    for row, cells in uncertain.items():
        keys = tuple(figure.key for figure in cells)
        yield Finding("F_UNCERTAIN", Result.FAIL, severity, *row, detail=cells[0].raw, cells=keys)


def _failed_finding(check: str, figure: Figure, detail: str) -> Finding:
    severity = catalog()[check].severity
    return Finding(
        check,
        Result.FAIL,
        severity,
        figure.table,
        figure.row,
        figure.column,
        figure.number,
        detail=detail,
        cells=(figure.key,),
    )
