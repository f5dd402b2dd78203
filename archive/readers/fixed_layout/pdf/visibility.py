"""Tells which text objects of a PDF page are seen: their direction, colour, clip and what lies over them."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2

from archive.readers.fixed_layout.geometry import Bounds, text_direction
from archive.readers.fixed_layout.pdf.objects import (
    IDENTITY,
    RECTANGLE_POINTS,
    PageObject,
    multiply,
    object_bounds,
    object_matrix,
)
from archive.readers.fixed_layout.pdf.paths import is_filled

raw: Any = pypdfium2.raw

# Text in a lighter colour cannot be told from paper.
_MIN_WHITE = 250
_OPAQUE = 255
# Thinner areas are lines; a page with more areas than this is a drawing, where none is looked at.
_MIN_AREA_POINTS = 4.0
_MAX_AREAS = 1000
# Where pdfium writes its answers: making new places for each object takes longer than the question.
_CHANNELS = [ctypes.c_uint() for _ in range(4)]
_FONT_SIZE = ctypes.c_float()
_INVISIBLE_MODES = frozenset((3, 7))
_FILL_MODES = frozenset((0, 4))


class TextStyle(NamedTuple):
    """What the characters of a text object share; `order` counts the objects of the page.

    `quarter_turns` is None if the text is slanted.
    """

    size: float
    quarter_turns: int | None
    is_drawn: bool
    is_white: bool
    clip: Bounds
    order: int


class _Area(NamedTuple):
    """A filled area with the place in the order of drawing; `hides`: it is an opaque rectangle."""

    box: Bounds
    order: int
    is_white: bool
    hides: bool


@dataclass(slots=True)
class PageGround:
    """What is drawn over and under the text of a page; add the objects in the order of drawing."""

    styles: dict[int, TextStyle] = field(default_factory=dict)
    _areas: list[_Area] = field(default_factory=list)
    _order: int = 0

    def add(self, placed: PageObject) -> None:
        """Take the next object of the page into account."""
        self._order += 1
        if placed.kind == raw.FPDF_PAGEOBJ_TEXT:
            self.styles[address(placed.item)] = _text_style(placed, self._order)
        elif len(self._areas) <= _MAX_AREAS and (area := _area(placed, self._order)):
            self._areas.append(area)

    def is_seen(self, style: TextStyle, x: float, y: float) -> bool:
        """Return whether a character of that style can be seen at this place."""
        if not _is_within(style.clip, x, y):
            return False
        if not self._areas or len(self._areas) > _MAX_AREAS:
            return not style.is_white or bool(self._areas)
        here = [area for area in self._areas if _is_within(area.box, x, y)]
        if any(area.hides and area.order > style.order for area in here):
            return False
        under = [area for area in here if area.order < style.order]
        return not style.is_white or (bool(under) and not under[-1].is_white)


def address(item: Any) -> int:
    """Return the address of an object: equal for two handles of one object."""
    return ctypes.cast(item, ctypes.c_void_p).value or 0


def _is_within(box: Bounds, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _text_style(placed: PageObject, order: int) -> TextStyle:
    a, b, c, d, _, _ = multiply(object_matrix(placed.item), placed.matrix)
    raw.FPDFTextObj_GetFontSize(placed.item, _FONT_SIZE)
    mode = raw.FPDFTextObj_GetTextRenderMode(placed.item)
    red, green, blue, opacity = _fill_colour(placed.item)
    is_filled_text = mode in _FILL_MODES
    left, bottom, right, top = placed.clip
    return TextStyle(
        abs(_FONT_SIZE.value) * math.sqrt(abs(a * d - b * c)),
        text_direction(a, b),
        mode not in _INVISIBLE_MODES and not (is_filled_text and opacity == 0),
        mode == 0 and min(red, green, blue) >= _MIN_WHITE,
        (left - 1, bottom - 1, right + 1, top + 1),
        order,
    )


def _fill_colour(item: Any) -> tuple[int, int, int, int]:
    """Return red, green, blue and opacity; black if the file names none that can be converted."""
    if not raw.FPDFPageObj_GetFillColor(item, *_CHANNELS):
        return 0, 0, 0, _OPAQUE
    red, green, blue, opacity = (channel.value for channel in _CHANNELS)
    return red, green, blue, opacity


def _area(placed: PageObject, order: int) -> _Area | None:
    """Return the area that an object fills, None if it is a line or fills nothing."""
    is_path = placed.kind == raw.FPDF_PAGEOBJ_PATH
    if is_path and not is_filled(placed.item):
        return None
    bounds = object_bounds(placed.item)
    if bounds is None:
        return None
    box = _placed_box(bounds, placed)
    if min(box[2] - box[0], box[3] - box[1]) < _MIN_AREA_POINTS:
        return None
    red, green, blue, opacity = _fill_colour(placed.item)
    is_solid = is_path and opacity == _OPAQUE and not raw.FPDFPageObj_HasTransparency(placed.item)
    is_rectangle = is_path and raw.FPDFPath_CountSegments(placed.item) in RECTANGLE_POINTS
    is_white = is_solid and min(red, green, blue) >= _MIN_WHITE
    return _Area(box, order, is_white, is_solid and is_rectangle)


def _placed_box(bounds: Sequence[float], placed: PageObject) -> Bounds:
    """Return the bounds of an object on the page, within its clip."""
    a, b, c, d, e, f = placed.matrix
    left, bottom, right, top = bounds
    if min(right - left, top - bottom) < _MIN_AREA_POINTS and placed.matrix == IDENTITY:
        return left, bottom, right, top
    xs, ys = zip(
        *((a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)), strict=True
    )
    clip = placed.clip
    return max(min(xs), clip[0]), max(min(ys), clip[1]), min(max(xs), clip[2]), min(max(ys), clip[3])
