"""Sums and identities of tables 3 and 4, with the four results.

`pass`: every operand is a number and it holds. `pass_blank0`: it holds when blanks are read as 0, and at
least one operand is a number. `fail`: nothing that the blanks could hold makes it hold. `na`: the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from archive.align import MERGED
from archive.checks.catalog import catalog
from archive.checks.operands import OPAQUE, total_of
from archive.forms import Form
from archive.model import Figure, Finding, Result, State

_TOTAL = "total"

Figures = Mapping[tuple[str, str, str], Figure]


@dataclass(frozen=True, slots=True)
class Equation:
    """Σ left = Σ right. `total` says that the right side is a total of the left."""

    id: str
    table: str
    row: str
    column: str
    left: tuple[Figure, ...]
    right: tuple[Figure, ...]
    total: bool = True


def arithmetic(form: Form, figures: Figures) -> Iterator[Finding]:
    """Row sums, column sums and the printed identity of table 3, then the sums of table 4."""
    for equation in equations(form, figures):
        yield evaluate(equation)


def evaluate(equation: Equation) -> Finding:
    """The finding for one equation; left, right and delta read blanks as 0."""
    operands = (*equation.left, *equation.right)
    left, right = total_of(equation.left), total_of(equation.right)
    result, detail = _result(equation, left, right)
    known = any(figure.state is State.REPORTED for figure in operands)
    opaque = any(figure.state in OPAQUE for figure in operands)
    compared = known and not opaque
    return Finding(
        equation.id,
        result,
        catalog()[equation.id].severity,
        equation.table,
        equation.row,
        equation.column,
        left if compared else None,
        right if compared else None,
        left - right if compared else None,
        detail,
        tuple(figure.key for figure in operands),
    )


def _result(equation: Equation, left: Decimal, right: Decimal) -> tuple[Result, str]:
    operands = (*equation.left, *equation.right)
    if any(figure.state in OPAQUE for figure in operands):
        return Result.NA, ""
    if all(figure.number is None for figure in operands):
        return Result.NA, ""
    if left == right:
        blank = any(figure.number is None for figure in operands)
        return (Result.PASS_BLANK0 if blank else Result.PASS), ""
    smaller = equation.left if left < right else equation.right
    if not any(figure.number is None for figure in smaller):
        return Result.FAIL, ""
    return Result.NA, "total_blank" if equation.total and smaller is equation.right else "blank_unexplained"


def equations(form: Form, figures: Figures) -> Iterator[Equation]:
    """Every equation that `form` prints or implies, over the figures of one report."""
    requests = form.table("requests")
    columns = [column.key for column in requests.rows[0].columns]

    def cell(row: str, column: str) -> Figure:
        return figures["requests", row, column]

    for row in requests.rows:
        parts = tuple(cell(row.key, column) for column in columns if column != _TOTAL)
        if not _merged(parts):
            yield Equation("T3_ROW", "requests", row.key, "", parts, (cell(row.key, _TOTAL),))
    results = [row.key for row in requests.rows if row.groups and row.key != "processed_total"]
    for column in columns:
        parts = tuple(figure for row in results if not _merged((figure := cell(row, column),)))
        total = cell("processed_total", column)
        yield Equation("T3_SUM", "requests", "processed_total", column, parts, (total,))
    for column in columns:
        left = (cell("new_requests", column), cell("carried_over", column))
        right = (cell("processed_total", column), cell("carried_forward", column))
        yield Equation("T3_IDENT", "requests", "identity", column, left, right, total=False)
    yield from _challenge_sums(form, figures)


def _challenge_sums(form: Form, figures: Figures) -> Iterator[Equation]:
    for row in form.table("challenges").rows:
        parts = tuple(
            figures["challenges", row.key, column.key] for column in row.columns if column.key != _TOTAL
        )
        total = figures["challenges", row.key, _TOTAL]
        yield Equation("T4_SUM", "challenges", row.key, "", parts, (total,))


def _merged(figures: Sequence[Figure]) -> bool:
    """Whether these belong to a row that the report prints inside another: no operand of any sum."""
    return all(figure.state is State.ABSENT and figure.raw == MERGED for figure in figures)
