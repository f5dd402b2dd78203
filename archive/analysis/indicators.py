"""Computes the indicators of a report from the formulas in `indicators.toml`.

An indicator is None if one of its inputs is not a reported number: blank is not zero.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from fnmatch import fnmatchcase
from functools import cache

from archive.model import MERGED_ROW, DataRecord, Report, Result, Severity, State, load_data

_TERM_PATTERN = re.compile(r"([+-]?)\s*([\w.*]+)\s*")
_QUOTIENT_PRECISION = Decimal("0.000001")
_WIDE_CONTEXT = Context(prec=60)
"""With the usual 28 digits, rounding a quotient above 10²² is an error."""
_UNRECOGNISED_STATES = (State.ABSENT, State.UNCERTAIN)

Inputs = Mapping[str, Decimal | None]
"""Every number that a formula may name; None if the report prints no number."""


@dataclass(frozen=True, slots=True)
class FormulaTerm:
    """A figure's key, or a pattern of keys, and its sign."""

    sign: int
    key_pattern: str


Formula = tuple[FormulaTerm, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: a count, which has a unit and an empty `denominator`, or a rate, which is a quotient."""

    key: str
    zh: str
    en: str
    numerator: Formula
    denominator: Formula
    unit: str
    formula: str


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """An indicator of one report. `value` is the count, or the quotient rounded to six places."""

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None


class _IndicatorEntry(DataRecord, frozen=True, kw_only=True):
    """A count has `count` and `unit`, a rate has `numerator` and `denominator`."""

    zh: str
    en: str
    count: str = ""
    unit: str = ""
    numerator: str = ""
    denominator: str = ""

    def __post_init__(self) -> None:
        if bool(self.count) == bool(self.numerator and self.denominator):
            raise ValueError("an indicator has either count, or numerator and denominator")


@cache
def indicators() -> tuple[Indicator, ...]:
    """Return every indicator in the order of `indicators.toml`."""
    entries = load_data(__package__, "indicators.toml", dict[str, _IndicatorEntry])
    return tuple(_parse_indicator(key, entry) for key, entry in entries.items())


def compute_indicators(report: Report) -> dict[str, IndicatorValue]:
    """Return every indicator of `report` by key; all values are None if the report has no statutory form."""
    inputs = _formula_inputs(report) if report.figures else {}
    return {indicator.key: _indicator_value(indicator, inputs) for indicator in indicators()}


def indicator_columns(key: str) -> tuple[str, ...]:
    """Return the columns of an indicator in the published table, the value first."""
    indicator = next(indicator for indicator in indicators() if indicator.key == key)
    return (key, f"{key}_numerator", f"{key}_denominator") if indicator.denominator else (key,)


def _parse_indicator(key: str, entry: _IndicatorEntry) -> Indicator:
    return Indicator(
        key,
        entry.zh,
        entry.en,
        _parse_formula(entry.count or entry.numerator),
        _parse_formula(entry.denominator),
        entry.unit,
        entry.count or f"({entry.numerator}) / ({entry.denominator})",
    )


def _parse_formula(text: str) -> Formula:
    return tuple(FormulaTerm(-1 if sign == "-" else 1, keys) for sign, keys in _TERM_PATTERN.findall(text))


def _formula_inputs(report: Report) -> Inputs:
    expected = [
        figure for figure in report.figures if not (figure.state is State.ABSENT and figure.raw == MERGED_ROW)
    ]
    numbers: dict[str, Decimal | None] = {figure.key: figure.number for figure in expected}
    sum_results = [
        finding.result
        for finding in report.findings
        if finding.severity is Severity.ERROR
        and finding.result is not Result.NA
        and finding.delta is not None
    ]
    fees = [
        finding.left for finding in report.findings if finding.id == "P_FEE" and finding.result is Result.PASS
    ]
    return {
        **numbers,
        "figures.recognised": Decimal(sum(figure.state not in _UNRECOGNISED_STATES for figure in expected)),
        "figures.expected": Decimal(len(expected)),
        "checks.passed": Decimal(sum(result is not Result.FAIL for result in sum_results)),
        "checks.assessed": Decimal(len(sum_results)),
        "prose.information_fee": fees[0] if fees else None,
        **_flag_inputs(report, numbers),
    }


def _flag_inputs(report: Report, numbers: Inputs) -> Inputs:
    """Return inputs that are 1 or 0 in one report and become shares over many; None if not known."""
    new_requests = numbers.get("requests.new_requests.total")
    deadline_results = [
        finding.result
        for finding in report.findings
        if finding.id == "D_LATE" and finding.result is not Result.NA
    ]
    return {
        "report.without_requests": None if new_requests is None else Decimal(new_requests == 0),
        "report.requests_stated": None if new_requests is None else Decimal(1),
        "report.on_time": Decimal(Result.FAIL not in deadline_results) if deadline_results else None,
        "report.dated": Decimal(1) if deadline_results else None,
    }


def _indicator_value(indicator: Indicator, inputs: Inputs) -> IndicatorValue:
    numerator = _evaluate_formula(indicator.numerator, inputs)
    if not indicator.denominator:
        return IndicatorValue(numerator, None, None)
    denominator = _evaluate_formula(indicator.denominator, inputs)
    if numerator is None or denominator is None:
        return IndicatorValue(None, numerator, denominator)
    quotient = (
        (numerator / denominator).quantize(_QUOTIENT_PRECISION, context=_WIDE_CONTEXT)
        if denominator > 0
        else None
    )
    return IndicatorValue(quotient, numerator, denominator)


def _evaluate_formula(formula: Formula, inputs: Inputs) -> Decimal | None:
    """Return the sum of all terms; None if a term has no number or matches no input."""
    total = Decimal(0)
    for term in formula:
        numbers = [inputs[key] for key in _matching_keys(term.key_pattern, tuple(inputs))]
        if not numbers:
            return None
        for number in numbers:
            if number is None:
                return None
            total += term.sign * number
    return total


@cache
def _matching_keys(pattern: str, keys: tuple[str, ...]) -> tuple[str, ...]:
    if "*" not in pattern:
        return (pattern,) if pattern in keys else ()
    return tuple(key for key in keys if fnmatchcase(key, pattern))
