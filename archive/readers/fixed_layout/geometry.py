"""From the coordinates of a file to those of an upright page, and which of its lines can rule a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MAX_STROKES = 12000
"""Nothing in a report is drawn with more; finding tables takes more than linear time in them."""
# In points: what deviates less is straight, what is shorter rules nothing.
_MAX_DEVIATION_POINTS = 0.5
_MIN_LENGTH_POINTS = 1.0

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PageTransform:
    """From the page's own coordinates to points from the top left of the upright page."""

    quarter_turns: int
    x0: float
    y0: float
    width: float
    height: float

    @classmethod
    def from_mediabox(cls, mediabox: Bounds, quarter_turns: int) -> PageTransform:
        """The turn that sets upright what is turned by so many quarters against the clock."""
        corners = [_rotate(x, y, quarter_turns) for x, y in (mediabox[:2], mediabox[2:])]
        (x0, x1), (y0, y1) = (sorted(side) for side in zip(*corners, strict=True))
        return cls(quarter_turns, x0, y1, x1 - x0, y1 - y0)

    def transform_point(self, x: float, y: float) -> tuple[float, float]:
        """The place of one point."""
        x, y = _rotate(x, y, self.quarter_turns)
        return x - self.x0, self.y0 - y

    def transform_box(self, left: float, bottom: float, right: float, top: float) -> Bounds:
        """The place of a box: x0, top, x1, bottom."""
        ax, ay = self.transform_point(left, top)
        bx, by = self.transform_point(right, bottom)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _rotate(x: float, y: float, quarter_turns: int) -> tuple[float, float]:
    return ((x, y), (y, -x), (-x, -y), (-y, x))[quarter_turns]


def axis_aligned_boxes(segments: Iterable[Bounds], transform: PageTransform) -> Iterator[Bounds]:
    """The segments (x, y, x, y) that lie along an axis of the page, each as a box on the upright page."""
    for ax, ay, bx, by in segments:
        along = max(abs(ax - bx), abs(ay - by))
        if along >= _MIN_LENGTH_POINTS and min(abs(ax - bx), abs(ay - by)) <= _MAX_DEVIATION_POINTS:
            yield transform.transform_box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
