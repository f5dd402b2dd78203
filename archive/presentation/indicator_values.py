"""The indicators of one report as its page shows them: a count, or a share with what it is a share of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.analysis.indicators import indicator_columns, indicators
from archive.presentation.labels import plain_number


@dataclass(frozen=True, slots=True)
class DisplayedIndicator:
    """One line: `value` is "" where an input is no number; `parts` is what a share is made of."""

    label: str
    value: str
    parts: str


def displayed_indicators(row: Mapping[str, Any] | None) -> tuple[DisplayedIndicator, ...]:
    """Every indicator in its order; none where the release has no such row."""
    if row is None:
        return ()
    return tuple(
        _displayed_indicator(one.zh, one.unit, [row[name] for name in indicator_columns(one.key)])
        for one in indicators()
    )


def _displayed_indicator(label: str, unit: str, numbers: list[float | None]) -> DisplayedIndicator:
    if len(numbers) == 1:
        (count,) = numbers
        return DisplayedIndicator(
            label, f"{plain_number(count)} {unit}".strip() if count is not None else "", ""
        )
    value, above, below = numbers
    parts = (
        f"{plain_number(above)} / {plain_number(below)}" if above is not None and below is not None else ""
    )
    return DisplayedIndicator(label, f"{value * 100:.1f}%" if value is not None else "", parts)
