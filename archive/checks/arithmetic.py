"""The sums and identities of a form, with the four results.

`pass`: every operand is a number and it holds. `pass_blank0`: it holds when blanks are read as 0, and at
least one operand is a number. `fail`: nothing that the blanks could hold makes it hold. `na`: the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from archive.checks.catalog import catalog
from archive.forms import Form
from archive.model import Figure, Finding, Result, State
from archive.model.report import MERGED

_ZERO = Decimal(0)
OPAQUE_STATES = (State.DASH, State.UNREADABLE, State.UNCERTAIN)
"""States that keep a check from being made at all."""


def sum_numbers(figures: Iterable[Figure]) -> Decimal:
    """The sum of the numbers among `figures`; what has none counts as 0."""
    return sum([figure.number for figure in figures if figure.number is not None], _ZERO)


pass

Figures = Mapping[tuple[str, str, str], Figure]


class Equation(NamedTuple):
    """Σ left = Σ right. `total` says that the right side is a total of the left."""

    id: str
    table: str
    row: str
    column: str
    left: tuple[Figure, ...]
    right: tuple[Figure, ...]
    is_total: bool = True


def arithmetic_findings(form: Form, figures: Figures) -> Iterator[Finding]:
    """A finding for each equation of `form`, in its order."""
    for equation in equations(form, figures):
        yield evaluate_equation(equation)


def evaluate_equation(equation: Equation) -> Finding:
    """The finding for one equation; left, right and delta read blanks as 0."""
    operands = (*equation.left, *equation.right)
    blanks = [figure for figure in operands if figure.number is None]
    compared = len(blanks) < len(operands) and not any(figure.state in OPAQUE_STATES for figure in blanks)
    left, right = sum_numbers(equation.left), sum_numbers(equation.right)
    result, detail = (
        _equation_result(equation, left - right, has_blanks=bool(blanks)) if compared else (Result.NA, "")
    )
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
        tuple([figure.key for figure in operands]),
    )


def _equation_result(equation: Equation, delta: Decimal, *, has_blanks: bool) -> tuple[Result, str]:
    """The result where nothing is opaque and something is a number."""
    if not delta:
        return (Result.PASS_BLANK0 if has_blanks else Result.PASS), ""
    smaller = equation.left if delta < 0 else equation.right
    if not any(figure.number is None for figure in smaller):
        return Result.FAIL, ""
    return (
        Result.NA,
        "total_blank" if equation.is_total and smaller is equation.right else "blank_unexplained",
    )


def equations(form: Form, figures: Figures) -> Iterator[Equation]:
    """Every equation that `form` prints or implies, over the figures of one report.

    Rows that the report prints inside another are no operands.
    """
    merged = {key for key, one in figures.items() if one.raw == MERGED and one.state is State.ABSENT}
    for one in form.figure_sums:
        parts = [key for key in one.left if key not in merged] if merged else one.left
        if parts or one.column:
            left = tuple([figures[key] for key in parts])
            right = tuple([figures[key] for key in one.right])
            yield Equation(one.id, one.table, one.row, one.column, left, right, one.is_total)
