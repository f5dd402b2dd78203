"""Defines a page of a laid-out file: glyphs and straight strokes in points, with the text upright."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Glyph(NamedTuple):
    """One printed character with its box in points from the top left, and the y of its base line.

    `has_space_before` is set if the file has a blank before it, or leaves the width of one after a Latin
    word.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    has_space_before: bool


class Stroke(NamedTuple):
    """One straight line along an axis, as a box in points whose width or height is almost zero."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page with its text upright, in points; `number` counts from 0. `has_image`: it shows a picture."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    strokes: tuple[Stroke, ...]
    has_image: bool
