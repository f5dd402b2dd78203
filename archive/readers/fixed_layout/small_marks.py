"""Drops characters that are no part of the text around them: raised marks and struck-out text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from archive.readers.fixed_layout.page import Glyph, Stroke

# In units of the size of the text beside it: a mark is smaller and its base line is higher.
_MAX_MARK_SIZE = 0.9
_MIN_RISE, _MAX_RISE = 0.15, 0.8
_MAX_MARK_DISTANCE = 0.6
# A line through text is between these shares of its size above the base line, and ends near the text.
_MIN_STRIKE_HEIGHT, _MAX_STRIKE_HEIGHT = 0.15, 0.6
_MAX_STRIKE_EXCESS = 0.35


def drop_raised_and_struck(glyphs: Sequence[Glyph], strokes: Sequence[Stroke]) -> list[Glyph]:
    """Return the glyphs without superscripts and without text that a line is drawn through."""
    dropped = set(_raised_glyphs(glyphs)) | set(_struck_glyphs(glyphs, strokes))
    return [glyph for index, glyph in enumerate(glyphs) if index not in dropped]


def _raised_glyphs(glyphs: Sequence[Glyph]) -> Iterator[int]:
    """Yield the numbers of glyphs in runs that stand, small and raised, beside larger text."""
    sizes = {round(glyph.size, 1) for glyph in glyphs if glyph.size}
    if len(sizes) < 2:
        return
    by_height = sorted((glyph.baseline, index) for index, glyph in enumerate(glyphs) if glyph.size)
    largest = max(sizes)
    smallest_text = min(sizes) / _MAX_MARK_SIZE
    raised: dict[int, Glyph] = {}
    for index, glyph in sorted(enumerate(glyphs), key=lambda item: item[1].x0):
        if not glyph.size or glyph.size > largest * _MAX_MARK_SIZE:
            continue
        start = bisect_left(by_height, (glyph.baseline + _MIN_RISE * smallest_text, -1))
        end = bisect_right(by_height, (glyph.baseline + _MAX_RISE * largest, len(glyphs)))
        if any(_is_mark_of(glyph, glyphs[other]) for _, other in by_height[start:end]) or any(
            _continues_mark(glyph, mark) for mark in raised.values()
        ):
            raised[index] = glyph
            yield index


def _is_mark_of(glyph: Glyph, text: Glyph) -> bool:
    rise = text.baseline - glyph.baseline
    distance = max(glyph.x0 - text.x1, text.x0 - glyph.x1)
    return (
        glyph.size <= text.size * _MAX_MARK_SIZE
        and _MIN_RISE * text.size <= rise <= _MAX_RISE * text.size
        and distance <= _MAX_MARK_DISTANCE * glyph.size
        # A small line above a larger one overlaps it: a mark begins where its text ends.
        and (glyph.x0 >= (text.x0 + text.x1) / 2 or glyph.x1 <= (text.x0 + text.x1) / 2)
        and glyph.bottom > text.top
    )


def _continues_mark(glyph: Glyph, mark: Glyph) -> bool:
    return (
        abs(glyph.baseline - mark.baseline) < 0.5
        and abs(glyph.size - mark.size) < 0.1
        and -0.5 * glyph.size < glyph.x0 - mark.x1 <= _MAX_MARK_DISTANCE * glyph.size
    )


def _struck_glyphs(glyphs: Sequence[Glyph], strokes: Sequence[Stroke]) -> Iterator[int]:
    """Yield the numbers of glyphs that a short horizontal line is drawn through."""
    by_height = sorted((glyph.baseline, index) for index, glyph in enumerate(glyphs) if glyph.size)
    if not by_height:
        return
    largest = max(glyph.size for glyph in glyphs)
    for stroke in strokes:
        if stroke.x1 - stroke.x0 <= stroke.bottom - stroke.top:
            continue
        y = (stroke.top + stroke.bottom) / 2
        start = bisect_left(by_height, (y, -1))
        end = bisect_right(by_height, (y + largest * _MAX_STRIKE_HEIGHT, len(glyphs)))
        struck = [index for _, index in by_height[start:end] if _is_crossed(glyphs[index], stroke, y)]
        if struck:
            excess = _MAX_STRIKE_EXCESS * glyphs[struck[0]].size
            left = min(glyphs[index].x0 for index in struck)
            right = max(glyphs[index].x1 for index in struck)
            if left - stroke.x0 < excess and stroke.x1 - right < excess:
                yield from struck


def _is_crossed(glyph: Glyph, stroke: Stroke, y: float) -> bool:
    center = (glyph.x0 + glyph.x1) / 2
    height = (glyph.baseline - y) / glyph.size
    return stroke.x0 <= center <= stroke.x1 and _MIN_STRIKE_HEIGHT <= height <= _MAX_STRIKE_HEIGHT
