"""From the coordinates of a file to those of an upright page, and which of its lines can rule a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MOST_STROKES = 12000
"""Nothing in a report is drawn with more; finding tables takes more than linear time in them."""
# In points: what deviates less is straight, what is shorter rules nothing.
_STRAIGHT = 0.5
_SHORTEST = 1.0

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Turn:
    """From the page's own coordinates to points from the top left of the upright page."""

    quarters: int
    x0: float
    y0: float
    width: float
    height: float

    @classmethod
    def of(cls, mediabox: Box, quarters: int) -> Turn:
        """The turn that sets upright what is turned by so many quarters against the clock."""
        corners = [_turned(x, y, quarters) for x, y in (mediabox[:2], mediabox[2:])]
        (x0, x1), (y0, y1) = (sorted(side) for side in zip(*corners, strict=True))
        return cls(quarters, x0, y1, x1 - x0, y1 - y0)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """The place of one point."""
        x, y = _turned(x, y, self.quarters)
        return x - self.x0, self.y0 - y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """The place of a box: x0, top, x1, bottom."""
        ax, ay = self.point(left, top)
        bx, by = self.point(right, bottom)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _turned(x: float, y: float, quarters: int) -> tuple[float, float]:
    return ((x, y), (y, -x), (-x, -y), (-y, x))[quarters]


def along_axes(segments: Iterable[Box], turn: Turn) -> Iterator[Box]:
    """The segments (x, y, x, y) that lie along an axis of the page, each as a box on the upright page."""
    for ax, ay, bx, by in segments:
        along = max(abs(ax - bx), abs(ay - by))
        if along >= _SHORTEST and min(abs(ax - bx), abs(ay - by)) <= _STRAIGHT:
            yield turn.box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
