"""Transforms page coordinates to an upright page and selects the lines along its axes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MAX_STROKES = 12000
"""No page of a report has more; finding tables takes more than linear time in the number of strokes."""
# A segment that deviates less from an axis is straight; a shorter one is no ruling line.
_MAX_DEVIATION_POINTS = 0.5
_MIN_LENGTH_POINTS = 1.0

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

    def transform_box(self, left: float, bottom: float, right: float, top: float) -> Bounds:
        """Return the box on the upright page: x0, top, x1, bottom."""
        ax, ay = self.transform_point(left, top)
        bx, by = self.transform_point(right, bottom)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _rotate(x: float, y: float, quarter_turns: int) -> tuple[float, float]:
    return ((x, y), (y, -x), (-x, -y), (-y, x))[quarter_turns]


def axis_aligned_boxes(segments: Iterable[Bounds], transform: PageTransform) -> Iterator[Bounds]:
    """Yield the segments (x, y, x, y) along an axis of the page, each as a box on the upright page."""
    for ax, ay, bx, by in segments:
        length = max(abs(ax - bx), abs(ay - by))
        if length >= _MIN_LENGTH_POINTS and min(abs(ax - bx), abs(ay - by)) <= _MAX_DEVIATION_POINTS:
            yield transform.transform_box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
