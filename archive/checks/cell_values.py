"""Checks of single cells: whole numbers, units, and cells that nobody could read."""

from __future__ import annotations

from collections.abc import Iterator

from archive.checks.catalog import catalog
from archive.forms import Form, FormColumn
from archive.model import Figure, Finding, Result, State

_DOUBTFUL_STATES = (State.UNREADABLE, State.UNCERTAIN)


def cell_findings(form: Form, figures: tuple[Figure, ...]) -> Iterator[Finding]:
    """Findings on single cells, only where something is wrong: a report has 200 cells that are right."""
    for figure in figures:
        # Bare digits are a whole number without a unit, and nearly all cells hold those, or nothing.
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
    whole = figure.number == figure.number.to_integral_value()
    if not whole or (figure.number < 0 and column.kind != "change"):
        yield _failed_finding("T2_INT" if figure.table == "disclosure" else "T3_INT", figure, figure.raw)


def _unit_findings(figure: Figure, column: FormColumn) -> Iterator[Finding]:
    # Seed 004 prints 17,350.00元 under a header that says 万元.
    if column.key == "fee_amount" and figure.unit and figure.unit not in (column.unit, "万"):
        yield _failed_finding("T2_FEE_UNIT", figure, f"{figure.raw} → {figure.number} {column.unit}")


def _state_findings(figures: tuple[Figure, ...]) -> Iterator[Finding]:
    uncertain: dict[tuple[str, str], list[Figure]] = {}
    for figure in [one for one in figures if one.state in _DOUBTFUL_STATES]:
        if figure.state is State.UNREADABLE:
            yield _failed_finding("F_UNREADABLE", figure, figure.raw)
        else:
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
