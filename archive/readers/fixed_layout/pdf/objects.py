"""Walks over the objects of a PDF page, including those in its form objects."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2

from archive.model import TooCostly
from archive.readers.fixed_layout.geometry import Bounds

raw: Any = pypdfium2.raw

MAX_PAGE_OBJECTS = 100_000
"""A page of text has a few thousand; each form that is used again counts again."""
_MAX_DEPTH = 8
_MAX_CLIP_POINTS = 64
_EVERYWHERE: Bounds = (-1e9, -1e9, 1e9, 1e9)

PdfMatrix = tuple[float, float, float, float, float, float]
IDENTITY: PdfMatrix = (1, 0, 0, 1, 0, 0)


RECTANGLE_POINTS = (4, 5)
"""Numbers of points of a rectangle, which may be closed by a line or return to its start."""
_CORNERS = [ctypes.c_float() for _ in range(4)]


class PageObject(NamedTuple):
    """An object with the matrix that places it on the page; it is not visible outside of `clip`."""

    item: Any
    kind: int
    matrix: PdfMatrix
    clip: Bounds


def page_objects(page: Any) -> Iterator[PageObject]:
    """Yield the objects of a page in the order in which they are drawn.

    Raises `TooCostly` if there are too many: a form may hold forms that hold forms.
    """
    objects = (
        placed
        for number in range(raw.FPDFPage_CountObjects(page))
        for placed in _nested_objects(raw.FPDFPage_GetObject(page, number), IDENTITY, _EVERYWHERE, 0)
    )
    for count, placed in enumerate(objects):
        if count >= MAX_PAGE_OBJECTS:
            raise TooCostly("PDF 的一页里对象过多，可能是炸弹文件")
        yield placed


def _nested_objects(item: Any, matrix: PdfMatrix, clip: Bounds, depth: int) -> Iterator[PageObject]:
    """Yield an object, or those in its form; `matrix` and `clip` are those of the form that it is in."""
    kind = raw.FPDFPageObj_GetType(item)
    clip = _intersect(clip, _clip_bounds(item, matrix))
    if kind != raw.FPDF_PAGEOBJ_FORM:
        yield PageObject(item, kind, matrix, clip)
    elif depth < _MAX_DEPTH:
        inner = multiply(object_matrix(item), matrix)
        for number in range(raw.FPDFFormObj_CountObjects(item)):
            yield from _nested_objects(raw.FPDFFormObj_GetObject(item, number), inner, clip, depth + 1)


def _clip_bounds(item: Any, matrix: PdfMatrix) -> Bounds:
    """Return a box around what the clip path of an object leaves visible."""
    path = raw.FPDFPageObj_GetClipPath(item)
    bounds = _EVERYWHERE
    for number in range(raw.FPDFClipPath_CountPaths(path)):
        count = raw.FPDFClipPath_CountPathSegments(path, number)
        if 0 < count <= _MAX_CLIP_POINTS:
            segments = (raw.FPDFClipPath_GetPathSegment(path, number, index) for index in range(count))
            bounds = _intersect(bounds, box_around([segment_point(each, matrix) for each in segments]))
    return bounds


def segment_point(segment: Any, matrix: PdfMatrix) -> tuple[float, float]:
    """Return the end of a segment of a path, placed on the page by `matrix`."""
    x, y = ctypes.c_float(), ctypes.c_float()
    raw.FPDFPathSegment_GetPoint(segment, x, y)
    a, b, c, d, e, f = matrix
    return a * x.value + c * y.value + e, b * x.value + d * y.value + f


def box_around(points: list[tuple[float, float]]) -> Bounds:
    """Return the smallest box that holds the points."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _intersect(first: Bounds, second: Bounds) -> Bounds:
    if second is _EVERYWHERE:
        return first
    return (
        max(first[0], second[0]),
        max(first[1], second[1]),
        min(first[2], second[2]),
        min(first[3], second[3]),
    )


def object_matrix(item: Any) -> PdfMatrix:
    """Return the matrix of an object, which places it in what surrounds it."""
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def object_bounds(item: Any) -> Bounds | None:
    """Return the box of an object in what surrounds it."""
    if not raw.FPDFPageObj_GetBounds(item, *_CORNERS):
        return None
    left, bottom, right, top = (corner.value for corner in _CORNERS)
    return left, bottom, right, top


def placed_bounds(placed: PageObject) -> Bounds:
    """Return the box of the visible part of an object on the page; empty if it has none."""
    bounds = object_bounds(placed.item) or (0.0, 0.0, 0.0, 0.0)
    a, b, c, d, e, f = placed.matrix
    corners = [(x, y) for x in bounds[::2] for y in bounds[1::2]]
    box = box_around([(a * x + c * y + e, b * x + d * y + f) for x, y in corners])
    return _intersect(box, placed.clip)


def multiply(first: PdfMatrix, second: PdfMatrix) -> PdfMatrix:
    """Return the matrix that applies `first` and then `second`."""
    if second == IDENTITY:
        return first
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u
