"""The indicators of one report as its page shows them: a count, or a share with what it is a share of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.analysis.indicators import columns, indicators
from archive.presentation.labels import plain_number


@dataclass(frozen=True, slots=True)
class Measure:
    """One line: `value` is "" where an input is no number; `parts` is what a share is made of."""

    label: str
    value: str
    parts: str


def measures(row: Mapping[str, Any] | None) -> tuple[Measure, ...]:
    """Every indicator in its order; none where the release has no such row."""
    if row is None:
        return ()
    return tuple(_measure(one.zh, one.unit, [row[name] for name in columns(one.key)]) for one in indicators())


def _measure(label: str, unit: str, numbers: list[float | None]) -> Measure:
    if len(numbers) == 1:
        (count,) = numbers
        return Measure(label, f"{plain_number(count)} {unit}".strip() if count is not None else "", "")
    value, above, below = numbers
    parts = (
        f"{plain_number(above)} / {plain_number(below)}" if above is not None and below is not None else ""
    )
    return Measure(label, f"{value * 100:.1f}%" if value is not None else "", parts)
