"""The shapes: deliberate changes of layout, headers and values, each with what it makes of the figures."""

from __future__ import annotations

from bench.foreign.shapes.catalog import FAITHFUL, Shape, list_shapes
from bench.foreign.shapes.losses import apply_losses
from bench.foreign.shapes.values import spell_number

__all__ = [
    "FAITHFUL",
    "Shape",
    "apply_losses",
    "list_shapes",
    "spell_number",
]
