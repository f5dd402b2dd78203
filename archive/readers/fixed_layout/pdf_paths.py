"""The straight lines that a PDF page draws, out of its paths and of the forms that it places."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2

from archive.readers.fixed_layout.geometry import MOST_STROKES, Box, Turn, along_axes

raw: Any = pypdfium2.raw

_DEEPEST = 8

_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1, 0, 0, 1, 0, 0)


def strokes(page: Any, turn: Turn) -> tuple[list[Box], bool]:
    """The strokes along the axes, at most one more than `MOST_STROKES`, and whether a picture is shown."""
    found: list[Box] = []
    images = 0
    for item, matrix in _objects(page):
        kind = raw.FPDFPageObj_GetType(item)
        images += kind == raw.FPDF_PAGEOBJ_IMAGE
        if kind == raw.FPDF_PAGEOBJ_PATH and _is_drawn(item):
            found += along_axes(_segments(item, _times(_matrix(item), matrix)), turn)
        if len(found) > MOST_STROKES:
            break
    return found, images > 0


def _objects(page: Any) -> Iterator[tuple[Any, _Matrix]]:
    for number in range(raw.FPDFPage_CountObjects(page)):
        yield from _below(raw.FPDFPage_GetObject(page, number), _IDENTITY, 0)


def _below(item: Any, matrix: _Matrix, depth: int) -> Iterator[tuple[Any, _Matrix]]:
    """An object, or those of the form that it places, each with the matrix that puts it on the page."""
    if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_FORM:
        yield item, matrix
    elif depth < _DEEPEST:
        inner = _times(_matrix(item), matrix)
        for number in range(raw.FPDFFormObj_CountObjects(item)):
            yield from _below(raw.FPDFFormObj_GetObject(item, number), inner, depth + 1)


def _matrix(item: Any) -> _Matrix:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: _Matrix, second: _Matrix) -> _Matrix:
    """First the one, then the other."""
    if second == _IDENTITY:
        return first
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _is_drawn(path: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(fill.value or stroke.value)


def _segments(path: Any, matrix: _Matrix) -> Iterator[Box]:
    """The straight segments of a path, from point to point."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for number in range(min(raw.FPDFPath_CountSegments(path), MOST_STROKES + 1)):
        segment = raw.FPDFPath_GetPathSegment(path, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield (*last, *point)
        if raw.FPDFPathSegment_GetClose(segment):
            yield (*point, *start)
        last = point
