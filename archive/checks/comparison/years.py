"""The report of one year against that of the year before: carry-over, roll-forward, jumps."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any

from archive.checks.arithmetic import OPAQUE
from archive.checks.catalog import catalog
from archive.forms import figures as figures_of
from archive.forms import forms
from archive.model import Figure, Finding, Result

SUCCESSION = "succession"
"""The detail of a check that is not made because the agency was renamed or merged in between."""
_TERM = re.compile(r"([+-]?)\s*(now|before)\.([\w.]+)\s*")


@dataclass(frozen=True, slots=True)
class Yearly:
    """What a report gives to the checks between years: `figures` by key, absent rows left out."""

    year: int
    form: str
    name: str
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class _Term:
    sign: int
    now: bool
    key: str


@dataclass(frozen=True, slots=True)
class _Rule:
    id: str
    left: _Term
    right: tuple[_Term, ...]


def between_years(before: Yearly, now: Yearly) -> Iterator[Finding]:
    """Findings on `now`, whose agency and scope are those of `before`, one year earlier."""
    renamed = before.name != now.name
    for rule in _rules():
        if all(term.key in _known((now if term.now else before).form) for term in (rule.left, *rule.right)):
            yield _rolled(rule, before, now, renamed)
    for said in _said()["jump"]:
        yield from _jump(said, before, now, renamed)


def _rolled(rule: _Rule, before: Yearly, now: Yearly, renamed: bool) -> Finding:
    terms = (rule.left, *rule.right)
    found = [(now if term.now else before).figures.get(term.key) for term in terms]
    numbers = [figure.number if figure else None for figure in found]
    opaque = any(figure and figure.state in OPAQUE for figure in found)
    if renamed or opaque or all(number is None for number in numbers):
        return _finding(rule.id, rule.left.key, Result.NA, SUCCESSION if renamed else "")
    left = numbers[0] or Decimal(0)
    signed = zip(rule.right, numbers[1:], strict=True)
    right = sum((term.sign * (number or Decimal(0)) for term, number in signed), Decimal(0))
    whole = all(number is not None for number in numbers)
    if left != right and not whole:
        return _finding(rule.id, rule.left.key, Result.NA, "blank_unexplained")
    result = Result.FAIL if left != right else Result.PASS if whole else Result.PASS_BLANK0
    cells = tuple(term.key for term in terms if term.now)
    return _compared(_finding(rule.id, rule.left.key, result), left, right, cells)


def _jump(said: Mapping[str, Any], before: Yearly, now: Yearly, renamed: bool) -> Iterator[Finding]:
    numbers = [
        figure.number for one in (now, before) if (figure := one.figures.get(said["figure"])) is not None
    ]
    known = [number for number in numbers if number is not None]
    if len(known) < 2 or renamed:
        return
    less, more = sorted(known)
    leaps = more - less > said["least"] and more > said["times"] * less
    result = Result.FAIL if leaps else Result.PASS
    yield _compared(_finding(said["id"], said["figure"], result), known[0], known[1], (said["figure"],))


def _finding(check: str, key: str, result: Result, detail: str = "") -> Finding:
    table, row, column = key.split(".")
    return Finding(check, result, catalog()[check].severity, table, row, column, detail=detail)


def _compared(finding: Finding, left: Decimal, right: Decimal, cells: tuple[str, ...]) -> Finding:
    return finding._replace(left=left, right=right, delta=left - right, cells=cells)


@cache
def _said() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("years.toml").read_text(encoding="utf-8"))


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(rule for said in _said()["rule"] for rule in _spelled(said))


def _spelled(said: Mapping[str, Any]) -> Iterator[_Rule]:
    for row, column in product(said.get("rows", [""]), said.get("columns", [""])):
        left, right = (_terms(said[side].format(row=row, column=column)) for side in ("left", "right"))
        yield _Rule(said["id"], left[0], tuple(right))


def _terms(text: str) -> Sequence[_Term]:
    return [_Term(-1 if sign == "-" else 1, year == "now", key) for sign, year, key in _TERM.findall(text)]


@cache
def _known(form: str) -> frozenset[str]:
    """The figures of a form; a report for a year before 2019 has none of any."""
    return frozenset(".".join(place) for place in figures_of(form)) if form in forms() else frozenset()
