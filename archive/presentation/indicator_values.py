"""Formats the indicators of one report for its page: a count, or a share with its two parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.analysis import indicator_columns, indicators
from archive.presentation.labels import plain_number


@dataclass(frozen=True, slots=True)
class DisplayedIndicator:
    """One line; `value` is "" if an input is not a number, `parts` shows the two parts of a share."""

    label: str
    value: str
    parts: str


def displayed_indicators(row: Mapping[str, Any] | None) -> tuple[DisplayedIndicator, ...]:
    """Every indicator in the order of its file. `row`: a row of `indicators`, None if the report has none."""
    if row is None:
        return ()
    return tuple(
        _displayed_indicator(
            indicator.zh, indicator.unit, [row[name] for name in indicator_columns(indicator.key)]
        )
        for indicator in indicators()
    )


def _displayed_indicator(label: str, unit: str, numbers: list[float | None]) -> DisplayedIndicator:
    if len(numbers) == 1:
        (count,) = numbers
        return DisplayedIndicator(
            label, f"{plain_number(count)} {unit}".strip() if count is not None else "", ""
        )
    value, numerator, denominator = numbers
    parts = ""
    if numerator is not None and denominator is not None:
        parts = f"{plain_number(numerator)} / {plain_number(denominator)}"
    return DisplayedIndicator(label, f"{value * 100:.1f}%" if value is not None else "", parts)
