"""Checks the sums and identities of a form and gives each one of four results.

`pass`: every operand is a number and the equation holds. `pass_blank0`: it holds if blanks are read as 0,
and at least one operand is a number. `fail`: no value of the blanks makes it hold. `na`: all other cases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from msgspec import Struct

from archive.checks.catalog import catalog
from archive.forms import Form
from archive.model import MERGED_ROW, Figure, Finding, Result, State

_ZERO = Decimal(0)
OPAQUE_STATES = (State.DASH, State.UNREADABLE, State.UNCERTAIN)
"""A check with an operand in one of these states has no result: its value is unknown."""

Figures = Mapping[tuple[str, str, str], Figure]
"""Figures of a report by table, row and column."""


class Equation(Struct, frozen=True, gc=False):
    """The equation Σ left = Σ right. `is_total`: the right side is the printed total of the left.

    `names` has the names of all figures if they are known already.
    """

    id: str
    table: str
    row: str
    column: str
    left: tuple[Figure, ...]
    right: tuple[Figure, ...]
    is_total: bool = True
    names: tuple[str, ...] = ()

    def figure_names(self) -> tuple[str, ...]:
        """Return `table.row.column` of each figure."""
        return self.names or tuple([figure.key for figure in (*self.left, *self.right)])


def sum_numbers(figures: Iterable[Figure]) -> Decimal:
    """Return the sum of `figures`; a figure without a number counts as 0."""
    return sum([figure.number for figure in figures if figure.number is not None], _ZERO)


def arithmetic_findings(equations: Iterable[Equation]) -> list[Finding]:
    """Return one finding for each equation, in their order."""
    return [evaluate_equation(equation) for equation in equations]


def evaluate_equation(equation: Equation) -> Finding:
    """Return the finding for one equation; its left, right and delta read blanks as 0."""
    left, right = sum_numbers(equation.left), sum_numbers(equation.right)
    delta = left - right
    blanks = [figure for side in (equation.left, equation.right) for figure in side if figure.number is None]
    compared = not blanks or (
        len(blanks) < len(equation.left) + len(equation.right)
        and not any(figure.state in OPAQUE_STATES for figure in blanks)
    )
    if not blanks and not delta:
        result, detail = Result.PASS, ""
    elif compared:
        result, detail = _equation_result(equation, delta, has_blanks=bool(blanks))
    else:
        result, detail = Result.NA, ""
    return Finding(
        equation.id,
        result,
        catalog()[equation.id].severity,
        equation.table,
        equation.row,
        equation.column,
        left if compared else None,
        right if compared else None,
        delta if compared else None,
        detail,
        equation.figure_names(),
    )


def _equation_result(equation: Equation, delta: Decimal, *, has_blanks: bool) -> tuple[Result, str]:
    """Return result and detail of an equation without opaque operands and with at least one number."""
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
    """Yield every equation that `form` prints or implies, over the figures of one report.

    Rows that the report prints inside another row are not operands.
    """
    merged = {
        key for key, figure in figures.items() if figure.raw == MERGED_ROW and figure.state is State.ABSENT
    }
    for rule in form.figure_sums:
        parts = [key for key in rule.left if key not in merged] if merged else rule.left
        if parts or rule.column:
            left = tuple([figures[key] for key in parts])
            right = tuple([figures[key] for key in rule.right])
            names = rule.figure_names if parts is rule.left else ()
            yield Equation(rule.id, rule.table, rule.row, rule.column, left, right, rule.is_total, names)
