"""Computes figures from the figures of reports: indicators."""

from __future__ import annotations

from archive.analysis.indicators import (
    Indicator,
    IndicatorValue,
    compute_indicators,
    indicator_columns,
    indicators,
)

__all__ = [
    "Indicator",
    "IndicatorValue",
    "compute_indicators",
    "indicator_columns",
    "indicators",
]
