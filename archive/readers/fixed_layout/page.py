"""Defines a page of a laid-out file: glyphs and straight strokes in points, with the text upright."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Glyph(NamedTuple):
    """One printed character with its box in points from the top left, and the y of its base line.

    `has_space_before` is set if the file has a blank before it, or leaves the width of one after a Latin
    word. `size` is the size of its font in points, 0 if unknown. `is_estimated`: the file does not say where
    on its line it is, only what is before it. `starts_number`: it begins a number with a place of its own.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    has_space_before: bool
    size: float = 0.0
    is_estimated: bool = False
    starts_number: bool = False


class Stroke(NamedTuple):
    """One straight line along an axis, as a box in points whose width or height is almost zero."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page with its text upright, in points; `number` counts from 0. `has_image`: it shows a picture.

    `pictures` are the boxes of its pictures and drawings. `turned_views` are the page turned so that text in
    another direction is upright, with that text only.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    strokes: tuple[Stroke, ...]
    has_image: bool
    turned_views: tuple[TurnedView, ...] = ()
    pictures: tuple[Stroke, ...] = ()


@dataclass(frozen=True, slots=True)
class TurnedView:
    """A page seen in another direction; `centers` are the centres of its glyphs on the upright page."""

    page: PrintedPage
    centers: tuple[tuple[float, float], ...]
