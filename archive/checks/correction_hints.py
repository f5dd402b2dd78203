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

from archive.checks.arithmetic import Equation, evaluate
from archive.model import Figure, Finding, Hint, Result

Place = tuple[str, str, str]
"""Check, row, column."""
_MOST = 3
_COMPARED = (Result.PASS, Result.PASS_BLANK0, Result.FAIL)


@dataclass(frozen=True, slots=True)
class _Use:
    """A cell's part in an equation; `balance` is left less right, `sign` the side where it stands."""

    balance: Decimal
    sign: int


def hints(equations: Sequence[Equation], failed: Sequence[Finding]) -> dict[Place, tuple[Hint, ...]]:
    """Failing equation → the cells that would mend it without breaking another."""
    wanted = {(one.id, one.row, one.column) for one in failed}
    if not any((one.id, one.row, one.column) in wanted for one in equations):
        return {}
    uses = _uses(equations)
    found: dict[Place, tuple[Hint, ...]] = {}
    for one in equations:
        place = (one.id, one.row, one.column)
        if place in wanted:
            found[place] = _best(_mending(one, uses))
    return found


def _uses(equations: Sequence[Equation]) -> dict[str, list[_Use]]:
    uses: dict[str, list[_Use]] = {}
    for one in equations:
        finding = evaluate(one)
        if finding.result not in _COMPARED or finding.delta is None:
            continue
        for sign, side in ((1, one.left), (-1, one.right)):
            for figure in side:
                uses.setdefault(figure.key, []).append(_Use(finding.delta, sign))
    return uses


def _mending(equation: Equation, uses: dict[str, list[_Use]]) -> Iterator[Hint]:
    balance = evaluate(equation).delta or Decimal(0)
    for sign, side in ((1, equation.left), (-1, equation.right)):
        for figure in side:
            change = -sign * balance
            if figure.number is None or figure.number + change < 0:
                continue
            if all(use.balance + use.sign * change == 0 for use in uses[figure.key]):
                yield _hint(figure, figure.number, change)


def _hint(figure: Figure, number: Decimal, change: Decimal) -> Hint:
    return Hint(figure.key, number, number + change)


def _best(mending: Iterator[Hint]) -> tuple[Hint, ...]:
    ranked = sorted(mending, key=lambda hint: (-_likeness(hint), hint.figure))
    best = [one for one in ranked if _likeness(one) == _likeness(ranked[0])]
    return tuple(best) if len(best) <= _MOST else ()


def _likeness(hint: Hint) -> float:
    return SequenceMatcher(None, f"{hint.printed:f}", f"{hint.balanced:f}").ratio()
