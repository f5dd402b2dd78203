"""Which single cell, had it said something else, would satisfy every sum that it is part of.

Only a hint for whoever looks at the original: never applied. A row total that is wrong breaks its row and
its column by the same amount, so that mostly one cell is left; where several are, the change that alters
the fewest digits comes first, and more than three are no hint at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from archive.checks.arithmetic import Equation, evaluate_equation
from archive.model import Figure, Finding, Hint, Result

EquationKey = tuple[str, str, str]
"""Check, row, column."""
_MAX_HINTS = 3
_COMPARED_RESULTS = (Result.PASS, Result.PASS_BLANK0, Result.FAIL)


@dataclass(frozen=True, slots=True)
class _EquationUse:
    """A cell's part in an equation; `balance` is left less right, `sign` the side where it stands."""

    balance: Decimal
    sign: int


def correction_hints(
    equations: Sequence[Equation], failed: Sequence[Finding]
) -> dict[EquationKey, tuple[Hint, ...]]:
    """Failing equation → the cells that would mend it without breaking another."""
    wanted = {(one.id, one.row, one.column) for one in failed}
    if not any((one.id, one.row, one.column) in wanted for one in equations):
        return {}
    uses = _uses_by_cell(equations)
    found: dict[EquationKey, tuple[Hint, ...]] = {}
    for one in equations:
        place = (one.id, one.row, one.column)
        if place in wanted:
            found[place] = _best_hints(_candidate_corrections(one, uses))
    return found


def _uses_by_cell(equations: Sequence[Equation]) -> dict[str, list[_EquationUse]]:
    uses: dict[str, list[_EquationUse]] = {}
    for one in equations:
        finding = evaluate_equation(one)
        if finding.result not in _COMPARED_RESULTS or finding.delta is None:
            continue
        for sign, side in ((1, one.left), (-1, one.right)):
            for figure in side:
                uses.setdefault(figure.key, []).append(_EquationUse(finding.delta, sign))
    return uses


def _candidate_corrections(equation: Equation, uses: dict[str, list[_EquationUse]]) -> Iterator[Hint]:
    balance = evaluate_equation(equation).delta or Decimal(0)
    for sign, side in ((1, equation.left), (-1, equation.right)):
        for figure in side:
            change = -sign * balance
            if figure.number is None or figure.number + change < 0:
                continue
            if all(use.balance + use.sign * change == 0 for use in uses[figure.key]):
                yield _make_hint(figure, figure.number, change)


def _make_hint(figure: Figure, number: Decimal, change: Decimal) -> Hint:
    return Hint(figure.key, number, number + change)


def _best_hints(candidates: Iterator[Hint]) -> tuple[Hint, ...]:
    ranked = sorted(candidates, key=lambda hint: (-_digit_similarity(hint), hint.figure))
    best = [one for one in ranked if _digit_similarity(one) == _digit_similarity(ranked[0])]
    return tuple(best) if len(best) <= _MAX_HINTS else ()


def _digit_similarity(hint: Hint) -> float:
    return SequenceMatcher(None, f"{hint.printed:f}", f"{hint.balanced:f}").ratio()
