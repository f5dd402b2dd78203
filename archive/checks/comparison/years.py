"""Compares a report with that of the previous year: carried-over requests, roll-forward and jumps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import product

from msgspec import field, structs

from archive.checks.arithmetic import OPAQUE_STATES
from archive.checks.catalog import catalog
from archive.forms import figure_keys, forms
from archive.model import DataRecord, Figure, Finding, Result, load_data

SUCCESSION_DETAIL = "succession"
"""Detail of a check without result because the agency was renamed or merged between the two years."""
_TERM_PATTERN = re.compile(r"([+-]?)\s*(now|before)\.([\w.]+)\s*")


@dataclass(frozen=True, slots=True)
class YearFigures:
    """What the checks between years need of a report: `figures` by key, without absent rows."""

    year: int
    form: str
    agency_name: str
    figures: Mapping[str, Figure]


class _RuleEntry(DataRecord, frozen=True, kw_only=True):
    """A rule of `years.toml`: one `_YearRule` for each combination of `rows` and `columns`."""

    id: str
    left: str
    right: str
    rows: tuple[str, ...] = ("",)
    columns: tuple[str, ...] = ("",)


class _JumpRule(DataRecord, frozen=True, kw_only=True):
    """A figure fails if it grew or shrank by more than the factor and by more than the difference."""

    id: str
    figure: str
    max_factor: int = field(name="times")
    max_difference: int = field(name="least")


class _YearRules(DataRecord, frozen=True, kw_only=True):
    """`years.toml`."""

    rules: tuple[_RuleEntry, ...] = field(name="rule")
    jumps: tuple[_JumpRule, ...] = field(name="jump")


@dataclass(frozen=True, slots=True)
class _YearTerm:
    sign: int
    is_current: bool
    key: str


@dataclass(frozen=True, slots=True)
class _YearRule:
    """The equation left = Σ right."""

    id: str
    left: _YearTerm
    right: tuple[_YearTerm, ...]


def year_findings(previous: YearFigures, current: YearFigures) -> Iterator[Finding]:
    """Yield findings on `current`; `previous` is the report of the same agency and scope one year before."""
    is_renamed = previous.agency_name != current.agency_name
    for rule in _year_rules():
        if all(
            term.key in _form_figure_keys((current if term.is_current else previous).form)
            for term in (rule.left, *rule.right)
        ):
            yield _roll_forward(rule, previous, current, is_renamed)
    for jump_rule in _rules_file().jumps:
        yield from _jump_findings(jump_rule, previous, current, is_renamed)


def _roll_forward(rule: _YearRule, previous: YearFigures, current: YearFigures, is_renamed: bool) -> Finding:
    terms = (rule.left, *rule.right)
    figures = [(current if term.is_current else previous).figures.get(term.key) for term in terms]
    numbers = [figure.number if figure else None for figure in figures]
    is_opaque = any(figure and figure.state in OPAQUE_STATES for figure in figures)
    if is_renamed or is_opaque or all(number is None for number in numbers):
        return _finding(rule.id, rule.left.key, Result.NA, SUCCESSION_DETAIL if is_renamed else "")
    left = numbers[0] or Decimal(0)
    signed = zip(rule.right, numbers[1:], strict=True)
    right = sum((term.sign * (number or Decimal(0)) for term, number in signed), Decimal(0))
    is_complete = all(number is not None for number in numbers)
    if left != right and not is_complete:
        return _finding(rule.id, rule.left.key, Result.NA, "blank_unexplained")
    result = Result.FAIL if left != right else Result.PASS if is_complete else Result.PASS_BLANK0
    cells = tuple(term.key for term in terms if term.is_current)
    return _add_operands(_finding(rule.id, rule.left.key, result), left, right, cells)


def _jump_findings(
    rule: _JumpRule, previous: YearFigures, current: YearFigures, is_renamed: bool
) -> Iterator[Finding]:
    figures = [report.figures.get(rule.figure) for report in (current, previous)]
    numbers = [figure.number for figure in figures if figure and figure.number is not None]
    if len(numbers) < 2 or is_renamed:
        return
    smaller, larger = sorted(numbers)
    is_jump = larger - smaller > rule.max_difference and larger > rule.max_factor * smaller
    result = Result.FAIL if is_jump else Result.PASS
    yield _add_operands(_finding(rule.id, rule.figure, result), numbers[0], numbers[1], (rule.figure,))


def _finding(check: str, key: str, result: Result, detail: str = "") -> Finding:
    table, row, column = key.split(".")
    return Finding(check, result, catalog()[check].severity, table, row, column, detail=detail)


def _add_operands(finding: Finding, left: Decimal, right: Decimal, cells: tuple[str, ...]) -> Finding:
    return structs.replace(finding, left=left, right=right, delta=left - right, cells=cells)


def _rules_file() -> _YearRules:
    return load_data(__package__, "years.toml", _YearRules)


@cache
def _year_rules() -> tuple[_YearRule, ...]:
    return tuple(rule for entry in _rules_file().rules for rule in _expand_rule(entry))


def _expand_rule(entry: _RuleEntry) -> Iterator[_YearRule]:
    for row, column in product(entry.rows, entry.columns):
        left, right = (
            _parse_terms(side.format(row=row, column=column)) for side in (entry.left, entry.right)
        )
        yield _YearRule(entry.id, left[0], tuple(right))


def _parse_terms(text: str) -> Sequence[_YearTerm]:
    return [
        _YearTerm(-1 if sign == "-" else 1, year == "now", key)
        for sign, year, key in _TERM_PATTERN.findall(text)
    ]


@cache
def _form_figure_keys(form: str) -> frozenset[str]:
    """Return the figure keys of a form; a report for a year before 2019 has no form and no such keys."""
    return frozenset(".".join(key) for key in figure_keys(form)) if form in forms() else frozenset()
