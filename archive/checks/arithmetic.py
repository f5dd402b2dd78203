"""The sums and identities of a form, with the four results.

`pass`: every operand is a number and it holds. `pass_blank0`: it holds when blanks are read as 0, and at
least one operand is a number. `fail`: nothing that the blanks could hold makes it hold. `na`: the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from archive.align import MERGED
from archive.checks.catalog import catalog
from archive.checks.operands import OPAQUE, total_of
from archive.forms import ColumnSum, Form, RowSum
from archive.model import Figure, Finding, Result, State

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
    """A finding for each equation of `form`, in its order."""
    for equation in equations(form, figures):
        yield evaluate(equation)


def evaluate(equation: Equation) -> Finding:
    """The finding for one equation; left, right and delta read blanks as 0."""
    operands = (*equation.left, *equation.right)
    blanks = [figure for figure in operands if figure.number is None]
    compared = len(blanks) < len(operands) and not any(figure.state in OPAQUE for figure in blanks)
    left, right = total_of(equation.left), total_of(equation.right)
    result, detail = _result(equation, left - right, blank=bool(blanks)) if compared else (Result.NA, "")
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


def _result(equation: Equation, delta: Decimal, *, blank: bool) -> tuple[Result, str]:
    """The result where nothing is opaque and something is a number."""
    if not delta:
        return (Result.PASS_BLANK0 if blank else Result.PASS), ""
    smaller = equation.left if delta < 0 else equation.right
    if not any(figure.number is None for figure in smaller):
        return Result.FAIL, ""
    return Result.NA, "total_blank" if equation.total and smaller is equation.right else "blank_unexplained"


def equations(form: Form, figures: Figures) -> Iterator[Equation]:
    """Every equation that `form` prints or implies, over the figures of one report."""
    for one in form.sums:
        if isinstance(one, RowSum):
            yield from _along_rows(one, form, figures)
        else:
            yield from _along_columns(one, form, figures)


def _along_rows(one: RowSum, form: Form, figures: Figures) -> Iterator[Equation]:
    for row in form.table(one.table).rows:
        columns = [column.key for column in row.columns]
        if one.total in columns:
            parts = tuple(figures[one.table, row.key, key] for key in columns if key != one.total)
            total = figures[one.table, row.key, one.total]
            if not all(map(_is_merged, parts)):
                yield Equation(one.id, one.table, row.key, "", parts, (total,))


def _along_columns(one: ColumnSum, form: Form, figures: Figures) -> Iterator[Equation]:
    for column in form.table(one.table).by_key[one.right[0]].columns:
        left, right = (
            tuple(figures[one.table, row, column.key] for row in side) for side in (one.left, one.right)
        )
        parts = tuple(figure for figure in left if not _is_merged(figure))
        yield Equation(one.id, one.table, one.row, column.key, parts, right, total=one.is_total)


def _is_merged(figure: Figure) -> bool:
    """Whether it belongs to a row that the report prints inside another: no operand of any sum."""
    return figure.state is State.ABSENT and figure.raw == MERGED
