"""Transforms page coordinates to an upright page and selects the lines along its axes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MAX_STROKES = 12000
"""No page of a report has more; finding tables takes more than linear time in the number of strokes."""
# A segment that deviates less from an axis is straight; a shorter one is no ruling line.
_MAX_DEVIATION_POINTS = 0.5
_MIN_LENGTH_POINTS = 1.0
# Text that is turned further from every axis is a watermark.
_MAX_SLANT = math.radians(10)

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PageTransform:
    """Transform from the page's own coordinates to points from the top left of the upright page."""

    quarter_turns: int
    x0: float
    y0: float
    width: float
    height: float

    @classmethod
    def from_mediabox(cls, mediabox: Bounds, quarter_turns: int) -> PageTransform:
        """Return the transform for a page whose text is turned counterclockwise by `quarter_turns`."""
        corners = [_rotate(x, y, quarter_turns) for x, y in (mediabox[:2], mediabox[2:])]
        (x0, x1), (y0, y1) = (sorted(side) for side in zip(*corners, strict=True))
        return cls(quarter_turns, x0, y1, x1 - x0, y1 - y0)

    def transform_point(self, x: float, y: float) -> tuple[float, float]:
        """Return the point on the upright page."""
        x, y = _rotate(x, y, self.quarter_turns)
        return x - self.x0, self.y0 - y

    def original_point(self, x: float, y: float) -> tuple[float, float]:
        """Return the point of the page's own coordinates that `transform_point` moves to (x, y)."""
        return _rotate(x + self.x0, self.y0 - y, -self.quarter_turns % 4)

    def transform_box(self, left: float, bottom: float, right: float, top: float) -> Bounds:
        """Return the box on the upright page: x0, top, x1, bottom."""
        if not self.quarter_turns and left <= right and bottom <= top:
            return left - self.x0, self.y0 - top, right - self.x0, self.y0 - bottom
        ax, ay = self.transform_point(left, top)
        bx, by = self.transform_point(right, bottom)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _rotate(x: float, y: float, quarter_turns: int) -> tuple[float, float]:
    return ((x, y), (y, -x), (-x, -y), (-y, x))[quarter_turns]


def text_direction(a: float, b: float) -> int | None:
    """Return by how many quarter turns text is turned that runs along (a, b), None if it is slanted."""
    angle = math.atan2(b, a)
    turns = round(angle / (math.pi / 2))
    return turns % 4 if abs(angle - turns * math.pi / 2) <= _MAX_SLANT else None


def straight_segments(segments: Iterable[Bounds]) -> Iterator[Bounds]:
    """Yield the segments (x, y, x, y) that run along an axis of the page and are long enough for a rule."""
    for ax, ay, bx, by in segments:
        width, height = abs(ax - bx), abs(ay - by)
        if max(width, height) >= _MIN_LENGTH_POINTS and min(width, height) <= _MAX_DEVIATION_POINTS:
            yield ax, ay, bx, by


def axis_aligned_boxes(segments: Iterable[Bounds], transform: PageTransform) -> Iterator[Bounds]:
    """Yield the straight segments, each as a box on the upright page."""
    for ax, ay, bx, by in straight_segments(segments):
        yield transform.transform_box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
