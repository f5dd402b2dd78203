"""What a check may do with the figures that it compares."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from archive.model import Figure, State

_NOUGHT = Decimal(0)
OPAQUE = (State.DASH, State.UNREADABLE, State.UNCERTAIN)
"""States that keep a check from being made at all."""


def total_of(figures: Iterable[Figure]) -> Decimal:
    """The sum of the numbers among `figures`; what has none counts as 0."""
    return sum([figure.number for figure in figures if figure.number is not None], _NOUGHT)
