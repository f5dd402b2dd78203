"""Indicators of one report: formulas of `indicators.toml` over its figures, with numerator and denominator.

An indicator is None wherever one of its inputs is not a reported number: blank is not zero. Reports of
different scopes are never added up here or anywhere.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files

from archive.model import MERGED_ROW, Report, Result, Severity, State

_TERM_PATTERN = re.compile(r"([+-]?)\s*([\w.*]+)\s*")
_QUOTIENT_PRECISION = Decimal("0.000001")
_UNRECOGNISED_STATES = (State.ABSENT, State.UNCERTAIN)

Inputs = Mapping[str, Decimal | None]
"""Every number that a formula may name; None where the report prints none."""


@dataclass(frozen=True, slots=True)
class FormulaTerm:
    """A figure's key, or a pattern of keys, and its sign."""

    sign: int
    key_pattern: str


Formula = tuple[FormulaTerm, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator. A count has no `denominator`, and a unit; a rate is a quotient."""

    key: str
    zh: str
    en: str
    numerator: Formula
    denominator: Formula
    unit: str
    formula: str


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """An indicator of one report. `value` is the count, or the quotient to six places."""

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None


@cache
def indicators() -> tuple[Indicator, ...]:
    """Every indicator in the order of its file."""
    data = tomllib.loads(files(__package__).joinpath("indicators.toml").read_text(encoding="utf-8"))
    return tuple(_parse_indicator(key, said) for key, said in data.items())


def compute_indicators(report: Report) -> dict[str, IndicatorValue]:
    """Every indicator of `report`, by key; a report in no statutory form has none."""
    inputs = _formula_inputs(report) if report.figures else {}
    return {one.key: _indicator_value(one, inputs) for one in indicators()}


def indicator_columns(key: str) -> tuple[str, ...]:
    """The columns that an indicator has in the published table: the value first."""
    one = next(one for one in indicators() if one.key == key)
    return (key, f"{key}_numerator", f"{key}_denominator") if one.denominator else (key,)


def _parse_indicator(key: str, data: Mapping[str, str]) -> Indicator:
    count, below = data.get("count", ""), data.get("denominator", "")
    above = count or data["numerator"]
    formula = count or f"({above}) / ({below})"
    return Indicator(
        key,
        data["zh"],
        data["en"],
        _parse_formula(above),
        _parse_formula(below),
        data.get("unit", ""),
        formula,
    )


def _parse_formula(text: str) -> Formula:
    return tuple(FormulaTerm(-1 if sign == "-" else 1, keys) for sign, keys in _TERM_PATTERN.findall(text))


def _formula_inputs(report: Report) -> Inputs:
    own = [one for one in report.figures if not (one.state is State.ABSENT and one.raw == MERGED_ROW)]
    printed: dict[str, Decimal | None] = {one.key: one.number for one in own}
    sums = [
        one.result
        for one in report.findings
        if one.severity is Severity.ERROR and one.result is not Result.NA and one.delta is not None
    ]
    fee = [one.left for one in report.findings if one.id == "P_FEE" and one.result is Result.PASS]
    return {
        **printed,
        "figures.recognised": Decimal(sum(one.state not in _UNRECOGNISED_STATES for one in own)),
        "figures.expected": Decimal(len(own)),
        "checks.passed": Decimal(sum(result is not Result.FAIL for result in sums)),
        "checks.assessed": Decimal(len(sums)),
        "prose.information_fee": fee[0] if fee else None,
        **_flag_inputs(report, printed),
    }


def _flag_inputs(report: Report, printed: Inputs) -> Inputs:
    """What is 1 or 0 of one report, and a share of many: the denominator is 1 where it can be told."""
    asked = printed.get("requests.new_requests.total")
    dated = [one.result for one in report.findings if one.id == "D_LATE" and one.result is not Result.NA]
    return {
        "report.without_requests": None if asked is None else Decimal(asked == 0),
        "report.requests_stated": None if asked is None else Decimal(1),
        "report.on_time": Decimal(Result.FAIL not in dated) if dated else None,
        "report.dated": Decimal(1) if dated else None,
    }


def _indicator_value(indicator: Indicator, inputs: Inputs) -> IndicatorValue:
    above = _evaluate_formula(indicator.numerator, inputs)
    if not indicator.denominator:
        return IndicatorValue(above, None, None)
    below = _evaluate_formula(indicator.denominator, inputs)
    if above is None or below is None:
        return IndicatorValue(None, above, below)
    return IndicatorValue((above / below).quantize(_QUOTIENT_PRECISION) if below > 0 else None, above, below)


def _evaluate_formula(formula: Formula, inputs: Inputs) -> Decimal | None:
    """The sum of all terms; None where one of them has no number, or nothing that could have."""
    total = Decimal(0)
    for term in formula:
        found = [inputs[key] for key in _matching_keys(term.key_pattern, tuple(inputs))]
        if not found:
            return None
        for number in found:
            if number is None:
                return None
            total += term.sign * number
    return total


@cache
def _matching_keys(pattern: str, keys: tuple[str, ...]) -> tuple[str, ...]:
    if "*" not in pattern:
        return (pattern,) if pattern in keys else ()
    return tuple(key for key in keys if fnmatchcase(key, pattern))
