"""What stands on a page of a laid-out file: characters and straight strokes, in points, the text upright."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Glyph(NamedTuple):
    """One printed character, its box in points from the top left, and its base line.

    `spaced` says that the file puts a blank before it, or leaves the room of one behind a Latin word.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    has_space_before: bool


class Stroke(NamedTuple):
    """One straight line along an axis, as a box of which one side is next to nothing."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page with its text upright; `number` counts from 0. `has_image` is set where a picture is shown."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    strokes: tuple[Stroke, ...]
    has_image: bool
