"""Places the texts of a header above the columns of a table, common headers above several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from archive.readers.fixed_layout.unruled.columns import column_at, columns_over
from archive.readers.fixed_layout.unruled.stacks import Stack
from archive.readers.fixed_layout.unruled.words import Span

# A common header is in the middle of its columns, or begins with the first. In shares of a column and
# in units of the size of the characters.
_MAX_OFF_CENTER = 0.4
_MAX_OFF_LEFT = 0.3
# In units of the size of the characters: texts at this distance in height are on one level.
_MAX_LEVEL_DISTANCE = 0.7
_MAX_COMMON_HEADERS = 60


class PlacedHeader(NamedTuple):
    """A text of a header with the columns that it is above."""

    stack: Stack
    first: int
    last: int


def header_cells(
    stacks: Sequence[Stack], leaves: Sequence[Stack], columns: Sequence[Span]
) -> Iterator[list[PlacedHeader]]:
    """Yield the texts of each level of a header, from top to bottom, from left to right.

    `leaves` are those with no other text below them.
    """
    is_leaf = {id(stack) for stack in leaves}
    own_tops: dict[int, float] = {}
    for leaf in leaves:
        for column in columns_over(leaf.span, columns):
            own_tops[column] = max(own_tops.get(column, leaf.first_y), leaf.first_y)
    for level in _levels(stacks):
        common = [stack for stack in level if id(stack) not in is_leaf]
        cells = [_leaf_cell(stack, columns) for stack in level if id(stack) in is_leaf]
        if common:
            free = [
                number
                for number in range(len(columns))
                if own_tops.get(number, float("inf")) > max(stack.last_y for stack in common)
            ]
            cells += _common_cells(common, columns, free)
        yield sorted(cells, key=lambda cell: cell.first)


def _leaf_cell(stack: Stack, columns: Sequence[Span]) -> PlacedHeader:
    over = columns_over(stack.span, columns) or [column_at(stack.span, columns)]
    return PlacedHeader(stack, over[0], over[-1])


def _levels(stacks: Sequence[Stack]) -> Iterator[list[Stack]]:
    level: list[Stack] = []
    for stack in sorted(stacks, key=lambda stack: stack.center_y):
        if level and stack.center_y - level[0].center_y > _MAX_LEVEL_DISTANCE * stack.size:
            yield level
            level = []
        level.append(stack)
    if level:
        yield level


def _common_cells(
    stacks: Sequence[Stack], columns: Sequence[Span], free: Sequence[int]
) -> list[PlacedHeader]:
    """Return the common headers of one level with as many columns as they can be above."""
    stacks = sorted(stacks, key=lambda stack: stack.x0)
    if len(stacks) > _MAX_COMMON_HEADERS or not free:
        return [_leaf_cell(stack, columns) for stack in stacks]
    centered = _centered_cells(stacks, columns, free)
    aligned = _left_aligned_cells(stacks, columns, free)
    if aligned and (centered is None or _width(centered) < len(free)):
        return aligned
    return centered or [_leaf_cell(stack, columns) for stack in stacks]


def _width(cells: Sequence[PlacedHeader]) -> int:
    return sum(cell.last - cell.first + 1 for cell in cells)


def _left_aligned_cells(
    stacks: Sequence[Stack], columns: Sequence[Span], free: Sequence[int]
) -> list[PlacedHeader] | None:
    """Return each text above the columns from its beginning to the next text, None if one begins at none."""
    starts: list[int] = []
    for stack in stacks:
        nearest = min(free, key=lambda number: abs(columns[number].x0 - stack.x0))
        if abs(columns[nearest].x0 - stack.x0) > _MAX_OFF_LEFT * stack.size:
            return None
        starts.append(nearest)
    if sorted(set(starts)) != starts:
        return None
    ends = [start - 1 for start in starts[1:]] + [free[-1]]
    return [PlacedHeader(stack, start, end) for stack, start, end in zip(stacks, starts, ends, strict=True)]


def _centered_cells(
    stacks: Sequence[Stack], columns: Sequence[Span], free: Sequence[int]
) -> list[PlacedHeader] | None:
    """Return the texts above columns of which they are in the middle, with as many columns as possible."""
    edges = _edges(columns)
    tolerance = _MAX_OFF_CENTER * min(right - left for left, right in pairwise(edges))
    # The best placing of the texts so far, by the first column that is still free: columns used, and cells.
    best: dict[int, tuple[int, tuple[PlacedHeader, ...]]] = {0: (0, ())}
    allowed = set(free)
    for stack in stacks:
        following: dict[int, tuple[int, tuple[PlacedHeader, ...]]] = {}
        for first, last in _centered_ranges(stack, edges, allowed, tolerance):
            for start, (width, cells) in best.items():
                if start <= first:
                    candidate = (width + last - first + 1, (*cells, PlacedHeader(stack, first, last)))
                    if candidate[0] > following.get(last + 1, (0, ()))[0]:
                        following[last + 1] = candidate
        best = following
    return list(max(best.values(), key=lambda placing: placing[0])[1]) if best else None


def _centered_ranges(
    stack: Stack, edges: Sequence[float], allowed: set[int], tolerance: float
) -> Iterator[tuple[int, int]]:
    for first in range(len(edges) - 1):
        for last in range(first, len(edges) - 1):
            if last not in allowed:
                break
            off_center = (edges[first] + edges[last + 1]) / 2 - stack.span.center
            if abs(off_center) <= tolerance:
                yield first, last
            elif off_center > 0:
                break


def _edges(columns: Sequence[Span]) -> list[float]:
    """Return the edges of the columns: half way between what they hold."""
    inner = [(left.x1 + right.x0) / 2 for left, right in pairwise(columns)]
    margin = (inner[0] - columns[0].x1, columns[-1].x0 - inner[-1]) if inner else (0.0, 0.0)
    return [columns[0].x0 - margin[0], *inner, columns[-1].x1 + margin[1]]
