"""Extracts the straight lines that the paths of a PDF page draw."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2

from archive.readers.fixed_layout.dotted_rules import center_line, dotted_lines, is_mark
from archive.readers.fixed_layout.geometry import MAX_STROKES, Bounds, straight_segments
from archive.readers.fixed_layout.pdf.objects import (
    IDENTITY,
    RECTANGLE_POINTS,
    PageObject,
    box_around,
    multiply,
    object_bounds,
    object_matrix,
    placed_bounds,
)

raw: Any = pypdfium2.raw


# Where pdfium writes its answers: making new places for each path takes longer than the question.
_FILL, _STROKE = ctypes.c_int(), ctypes.c_int()
_MAX_MARKS = 100_000
_MAX_DRAWINGS = 5000
# Characters that are drawn as outlines have fewer points; what has more is no character.
_MAX_SEARCHED_POINTS = 40
# A filled rectangle that is no wider is one line; a wider one has two edges.
_MAX_RULE_POINTS = 2.0


@dataclass(slots=True)
class PathLines:
    """The lines that the paths of a page draw; more than `MAX_STROKES` are not kept.

    `drawings` are the boxes of the other paths: those with curves, such as characters drawn as outlines.
    """

    drawings: list[Bounds] = field(default_factory=list)
    _segments: list[Bounds] = field(default_factory=list)
    _marks: list[Bounds] = field(default_factory=list)

    def add(self, path: PageObject) -> None:
        """Take a path into account."""
        if len(self._segments) > MAX_STROKES or len(self._marks) > _MAX_MARKS:
            return
        if thin := _thin_rectangle(path):
            box = thin
            segments = [center_line(thin)]
        else:
            if len(self.drawings) < _MAX_DRAWINGS and _has_curves(path):
                self.drawings.append(placed_bounds(path))
            segments = list(_path_segments(path))
            if not segments:
                return
            box = box_around([(x, y) for ax, ay, bx, by in segments for x, y in ((ax, ay), (bx, by))])
        if is_mark(box):
            self._marks.append(box)
        else:
            self._segments += straight_segments(segments)

    def segments(self) -> list[Bounds]:
        """Return the straight lines along the axes, from point to point; dots and dashes are joined."""
        return [*self._segments, *straight_segments(dotted_lines(self._marks))]


def _thin_rectangle(path: PageObject) -> Bounds | None:
    """Return the box of a path that is filled as a rule: most programs draw the rules of a table so."""
    if (
        path.matrix != IDENTITY
        or raw.FPDFPath_CountSegments(path.item) not in RECTANGLE_POINTS
        or _draw_mode(path.item) != (True, False)
    ):
        return None
    box = object_bounds(path.item)
    return box if box and min(box[2] - box[0], box[3] - box[1]) <= _MAX_RULE_POINTS else None


def _path_segments(path: PageObject) -> Iterator[Bounds]:
    """Yield the straight segments of a path that is drawn, from point to point on the page."""
    if not any(_draw_mode(path.item)):
        return
    a, b, c, d, e, f = multiply(object_matrix(path.item), path.matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    at_x, at_y = ctypes.byref(x), ctypes.byref(y)
    start = previous = (0.0, 0.0)
    for number in range(min(raw.FPDFPath_CountSegments(path.item), MAX_STROKES + 1)):
        segment = raw.FPDFPath_GetPathSegment(path.item, number)
        raw.FPDFPathSegment_GetPoint(segment, at_x, at_y)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield (*previous, *point)
        if raw.FPDFPathSegment_GetClose(segment):
            yield (*point, *start)
        previous = point


def _has_curves(path: PageObject) -> bool:
    """Return whether a path that is drawn has a curve among its first points."""
    count = raw.FPDFPath_CountSegments(path.item)
    if count in RECTANGLE_POINTS or count <= 2 or not any(_draw_mode(path.item)):
        return False
    return any(
        raw.FPDFPathSegment_GetType(raw.FPDFPath_GetPathSegment(path.item, number))
        == raw.FPDF_SEGMENT_BEZIERTO
        for number in range(min(count, _MAX_SEARCHED_POINTS))
    )


def is_filled(path: Any) -> bool:
    """Return whether a path is filled."""
    return _draw_mode(path)[0]


def _draw_mode(path: Any) -> tuple[bool, bool]:
    """Return whether the path is filled and whether it is stroked."""
    raw.FPDFPath_GetDrawMode(path, _FILL, _STROKE)
    return bool(_FILL.value), bool(_STROKE.value)
