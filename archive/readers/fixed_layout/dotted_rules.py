"""Joins the dots and dashes of a page that form a line: each is often drawn as an area of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from archive.readers.fixed_layout.geometry import Bounds

# A dot or dash is at most this long and wide; the gaps of a line are about as long as its dashes.
_MAX_LENGTH_POINTS, _MAX_WIDTH_POINTS = 14.0, 3.0
_MAX_GAP_POINTS, _MAX_GAP_PER_LENGTH = 4.5, 1.5
_MIN_MARKS = 4
_MIN_LINE_POINTS = 8.0
# Marks of one line are drawn to within this distance of it.
_ALIGNMENT_POINTS = 0.25


def is_mark(box: Bounds) -> bool:
    """Return whether a drawn area is as small as a dot or dash."""
    width, height = box[2] - box[0], box[3] - box[1]
    return min(width, height) <= _MAX_WIDTH_POINTS and max(width, height) <= _MAX_LENGTH_POINTS


def dotted_lines(marks: Sequence[Bounds]) -> list[Bounds]:
    """Return the lines that the marks form, from end to end, and those marks alone that form none."""
    lines: list[Bounds] = []
    used: set[Bounds] = set()
    for is_vertical in (False, True):
        for chain in _chains(marks, is_vertical):
            used.update(chain)
            x0, y0 = min(mark[0] for mark in chain), min(mark[1] for mark in chain)
            x1, y1 = max(mark[2] for mark in chain), max(mark[3] for mark in chain)
            x, y = (x0 + x1) / 2, (y0 + y1) / 2
            lines.append((x, y0, x, y1) if is_vertical else (x0, y, x1, y))
    return lines + [center_line(mark) for mark in marks if mark not in used]


def _chains(marks: Iterable[Bounds], is_vertical: bool) -> Iterator[list[Bounds]]:
    """Yield the runs of marks on one line with small gaps."""
    along, across = (1, 0) if is_vertical else (0, 1)
    lines: dict[int, list[Bounds]] = {}
    for mark in marks:
        if mark[across + 2] - mark[across] <= _MAX_WIDTH_POINTS:
            center = (mark[across] + mark[across + 2]) / 2
            lines.setdefault(round(center / _ALIGNMENT_POINTS), []).append(mark)
    for line in lines.values():
        line.sort(key=lambda mark: mark[along])
        chain: list[Bounds] = []
        for mark in line:
            if chain and mark[along] - chain[-1][along + 2] > _max_gap(chain[-1], along):
                yield from _long_chains(chain, along)
                chain = []
            chain.append(mark)
        yield from _long_chains(chain, along)


def _max_gap(mark: Bounds, along: int) -> float:
    return max(_MAX_GAP_POINTS, _MAX_GAP_PER_LENGTH * (mark[along + 2] - mark[along]))


def _long_chains(chain: list[Bounds], along: int) -> Iterator[list[Bounds]]:
    length = max(mark[along + 2] for mark in chain) - chain[0][along]
    if len(chain) >= _MIN_MARKS and length >= _MIN_LINE_POINTS:
        yield chain


def center_line(mark: Bounds) -> Bounds:
    """Return the line along the middle of a thin area."""
    x, y = (mark[0] + mark[2]) / 2, (mark[1] + mark[3]) / 2
    is_wide = mark[2] - mark[0] > mark[3] - mark[1]
    return (mark[0], y, mark[2], y) if is_wide else (x, mark[1], x, mark[3])
