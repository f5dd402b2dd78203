"""Compares what the reader answers with what a careful person reads."""

from __future__ import annotations

from bench.foreign.scoring.measure import DocumentScore, foreign_rates, score_foreign, summarise

__all__ = [
    "DocumentScore",
    "foreign_rates",
    "score_foreign",
    "summarise",
]
