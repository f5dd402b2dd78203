"""Finds single cells whose correction would make every sum that uses them hold.

A hint for a person who looks at the original; it is never applied. A wrong row total breaks its row and its
column by the same amount, so mostly one cell remains. Of several cells those are kept whose correction
changes the fewest digits; if more than three remain, there is no hint.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from archive.checks.arithmetic import Equation, evaluate_equation
from archive.model import Finding, Hint, Result

EquationKey = tuple[str, str, str]
"""Check, row, column."""
_MAX_HINTS = 3
_COMPARED_RESULTS = (Result.PASS, Result.PASS_BLANK0, Result.FAIL)


@dataclass(frozen=True, slots=True)
class _EquationUse:
    """A cell's part in an equation: `balance` is left minus right; `sign` is 1 (left) or -1 (right)."""

    balance: Decimal
    sign: int


def correction_hints(
    equations: Sequence[Equation], failed: Sequence[Finding]
) -> dict[EquationKey, tuple[Hint, ...]]:
    """Return, for each failed equation, the cells whose correction balances it and breaks no other."""
    failed_keys = {(finding.id, finding.row, finding.column) for finding in failed}
    failed_equations = [equation for equation in equations if _equation_key(equation) in failed_keys]
    if not failed_equations:
        return {}
    uses = _uses_by_cell(equations)
    return {
        _equation_key(equation): _best_hints(_candidate_corrections(equation, uses))
        for equation in failed_equations
    }


def _equation_key(equation: Equation) -> EquationKey:
    return equation.id, equation.row, equation.column


def _uses_by_cell(equations: Sequence[Equation]) -> dict[str, list[_EquationUse]]:
    uses: dict[str, list[_EquationUse]] = {}
    for equation in equations:
        finding = evaluate_equation(equation)
        if finding.result not in _COMPARED_RESULTS or finding.delta is None:
            continue
        for sign, side in ((1, equation.left), (-1, equation.right)):
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
                yield Hint(figure.key, figure.number, figure.number + change)


def _best_hints(candidates: Iterator[Hint]) -> tuple[Hint, ...]:
    ranked = sorted(candidates, key=lambda hint: (-_digit_similarity(hint), hint.figure))
    best = [hint for hint in ranked if _digit_similarity(hint) == _digit_similarity(ranked[0])]
    return tuple(best) if len(best) <= _MAX_HINTS else ()


def _digit_similarity(hint: Hint) -> float:
    return SequenceMatcher(None, f"{hint.printed:f}", f"{hint.balanced:f}").ratio()
