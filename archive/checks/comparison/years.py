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

from archive.checks.arithmetic import OPAQUE_STATES
from archive.checks.catalog import catalog
from archive.forms import figure_keys as figures_of
from archive.forms import forms
from archive.model import Figure, Finding, Result

SUCCESSION_DETAIL = "succession"
"""The detail of a check that is not made because the agency was renamed or merged in between."""
_TERM_PATTERN = re.compile(r"([+-]?)\s*(now|before)\.([\w.]+)\s*")


@dataclass(frozen=True, slots=True)
class YearFigures:
    """What a report gives to the checks between years: `figures` by key, absent rows left out."""

    year: int
    form: str
    agency_name: str
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class _YearTerm:
    sign: int
    is_current: bool
    key: str


@dataclass(frozen=True, slots=True)
class _YearRule:
    id: str
    left: _YearTerm
    right: tuple[_YearTerm, ...]


def year_findings(previous: YearFigures, current: YearFigures) -> Iterator[Finding]:
    """Findings on `now`, whose agency and scope are those of `before`, one year earlier."""
    renamed = previous.agency_name != current.agency_name
    for rule in _rules():
        if all(
            term.key in _form_figure_keys((current if term.is_current else previous).form)
            for term in (rule.left, *rule.right)
        ):
            yield _roll_forward(rule, previous, current, renamed)
    for said in _year_rule_data()["jump"]:
        yield from _jump_findings(said, previous, current, renamed)


def _roll_forward(rule: _YearRule, previous: YearFigures, current: YearFigures, renamed: bool) -> Finding:
    terms = (rule.left, *rule.right)
    found = [(current if term.is_current else previous).figures.get(term.key) for term in terms]
    numbers = [figure.number if figure else None for figure in found]
    opaque = any(figure and figure.state in OPAQUE_STATES for figure in found)
    if renamed or opaque or all(number is None for number in numbers):
        return _finding(rule.id, rule.left.key, Result.NA, SUCCESSION_DETAIL if renamed else "")
    left = numbers[0] or Decimal(0)
    signed = zip(rule.right, numbers[1:], strict=True)
    right = sum((term.sign * (number or Decimal(0)) for term, number in signed), Decimal(0))
    whole = all(number is not None for number in numbers)
    if left != right and not whole:
        return _finding(rule.id, rule.left.key, Result.NA, "blank_unexplained")
    result = Result.FAIL if left != right else Result.PASS if whole else Result.PASS_BLANK0
    cells = tuple(term.key for term in terms if term.is_current)
    return _add_operands(_finding(rule.id, rule.left.key, result), left, right, cells)


def _jump_findings(
    rule: Mapping[str, Any], previous: YearFigures, current: YearFigures, renamed: bool
) -> Iterator[Finding]:
    numbers = [
        figure.number
        for one in (current, previous)
        if (figure := one.figures.get(rule["figure"])) is not None
    ]
    known = [number for number in numbers if number is not None]
    if len(known) < 2 or renamed:
        return
    less, more = sorted(known)
    leaps = more - less > rule["least"] and more > rule["times"] * less
    result = Result.FAIL if leaps else Result.PASS
    yield _add_operands(_finding(rule["id"], rule["figure"], result), known[0], known[1], (rule["figure"],))


def _finding(check: str, key: str, result: Result, detail: str = "") -> Finding:
    table, row, column = key.split(".")
    return Finding(check, result, catalog()[check].severity, table, row, column, detail=detail)


def _add_operands(finding: Finding, left: Decimal, right: Decimal, cells: tuple[str, ...]) -> Finding:
    return finding._replace(left=left, right=right, delta=left - right, cells=cells)


@cache
def _year_rule_data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("years.toml").read_text(encoding="utf-8"))


@cache
def _rules() -> tuple[_YearRule, ...]:
    return tuple(rule for said in _year_rule_data()["rule"] for rule in _expand_rule(said))


def _expand_rule(rule: Mapping[str, Any]) -> Iterator[_YearRule]:
    for row, column in product(rule.get("rows", [""]), rule.get("columns", [""])):
        left, right = (_parse_terms(rule[side].format(row=row, column=column)) for side in ("left", "right"))
        yield _YearRule(rule["id"], left[0], tuple(right))


def _parse_terms(text: str) -> Sequence[_YearTerm]:
    return [
        _YearTerm(-1 if sign == "-" else 1, year == "now", key)
        for sign, year, key in _TERM_PATTERN.findall(text)
    ]


@cache
def _form_figure_keys(form: str) -> frozenset[str]:
    """The figures of a form; a report for a year before 2019 has none of any."""
    return frozenset(".".join(place) for place in figures_of(form)) if form in forms() else frozenset()
