"""Extracts the straight lines that a PDF page draws, including those in its form objects."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2

from archive.readers.fixed_layout.geometry import MAX_STROKES, Bounds, PageTransform, axis_aligned_boxes

raw: Any = pypdfium2.raw

_MAX_DEPTH = 8

_PdfMatrix = tuple[float, float, float, float, float, float]
_IDENTITY: _PdfMatrix = (1, 0, 0, 1, 0, 0)


def read_strokes(page: Any, transform: PageTransform) -> tuple[list[Bounds], bool]:
    """Return the strokes along the axes and whether the page shows a picture.

    Stops after more than `MAX_STROKES` strokes.
    """
    strokes: list[Bounds] = []
    image_count = 0
    for item, matrix in _page_objects(page):
        kind = raw.FPDFPageObj_GetType(item)
        image_count += kind == raw.FPDF_PAGEOBJ_IMAGE
        if kind == raw.FPDF_PAGEOBJ_PATH and _is_drawn(item):
            strokes += axis_aligned_boxes(
                _path_segments(item, _multiply(_object_matrix(item), matrix)), transform
            )
        if len(strokes) > MAX_STROKES:
            break
    return strokes, image_count > 0


def _page_objects(page: Any) -> Iterator[tuple[Any, _PdfMatrix]]:
    for number in range(raw.FPDFPage_CountObjects(page)):
        yield from _nested_objects(raw.FPDFPage_GetObject(page, number), _IDENTITY, 0)


def _nested_objects(item: Any, matrix: _PdfMatrix, depth: int) -> Iterator[tuple[Any, _PdfMatrix]]:
    """Yield an object, or those in its form, each with the matrix that places it on the page."""
    if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_FORM:
        yield item, matrix
    elif depth < _MAX_DEPTH:
        inner = _multiply(_object_matrix(item), matrix)
        for number in range(raw.FPDFFormObj_CountObjects(item)):
            yield from _nested_objects(raw.FPDFFormObj_GetObject(item, number), inner, depth + 1)


def _object_matrix(item: Any) -> _PdfMatrix:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _multiply(first: _PdfMatrix, second: _PdfMatrix) -> _PdfMatrix:
    """Return the matrix that applies `first` and then `second`."""
    if second == _IDENTITY:
        return first
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _is_drawn(path: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(fill.value or stroke.value)


def _path_segments(path: Any, matrix: _PdfMatrix) -> Iterator[Bounds]:
    """Yield the straight segments of a path, from point to point."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    start = previous = (0.0, 0.0)
    for number in range(min(raw.FPDFPath_CountSegments(path), MAX_STROKES + 1)):
        segment = raw.FPDFPath_GetPathSegment(path, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield (*previous, *point)
        if raw.FPDFPathSegment_GetClose(segment):
            yield (*point, *start)
        previous = point
