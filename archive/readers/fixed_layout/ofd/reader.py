"""Reads OFD files (GB/T 33190) as pages of glyphs and strokes, upright and in points."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from archive.model import Candidate, Content, Document, NeedsOcr, TooCostly
from archive.readers.fixed_layout.content import to_content
from archive.readers.fixed_layout.geometry import MAX_STROKES, Bounds, text_direction
from archive.readers.fixed_layout.ofd.geometry import Matrix, parse_numbers, parse_steps, path_segments
from archive.readers.fixed_layout.ofd.package import OfdPage, read_pages
from archive.readers.fixed_layout.page import PrintedPage
from archive.readers.fixed_layout.upright_pages import RawGlyph, RawPage, to_upright_page

NAME = "ofd"

_POINTS_PER_MILLIMETRE = 72 / 25.4
_MAX_DEPTH = 8
# Objects and characters of one page: drawings that place each other could grow without end.
_MAX_OBJECTS = 200_000
_MAX_PICTURES = 2000
# In units of the character size: height above and depth below the base line, width of a Latin character.
_ASCENT, _DESCENT, _LATIN_WIDTH = 0.86, 0.14, 0.5


@dataclass(slots=True)
class _PageDrawing:
    """Content of a page so far; `object_count` counts objects and characters."""

    glyphs: list[RawGlyph] = field(default_factory=list)
    lines: list[Bounds] = field(default_factory=list)
    pictures: list[Bounds] = field(default_factory=list)
    object_count: int = 0


def read(document: Document) -> Content:
    """Return the blocks of an OFD, in order; page numbers and running lines are boilerplate.

    Raises `UnreadableFile` if the file is damaged, `NeedsOcr` if it has no text.
    """
    sheets, title = read_pages(document.data)
    pages = [to_printed_page(sheet, number) for number, sheet in enumerate(sheets)]
    if not any(page.glyphs for page in pages):
        raise NeedsOcr("OFD 里没有文字，可能是扫描件，需要文字识别")
    return to_content(NAME, pages, (Candidate("title", title, "OFD Title"),) if title else ())


def to_printed_page(ofd_page: OfdPage, number: int) -> PrintedPage:
    """Return the upright page; `number` counts from 0.

    Raises `TooCostly` if the page has too many objects.
    """
    drawing = _PageDrawing()
    # Converts millimetres from the top to points from the bottom, as in a PDF.
    page_matrix = Matrix(_POINTS_PER_MILLIMETRE, 0, 0, -_POINTS_PER_MILLIMETRE)
    for content in ofd_page.contents:
        for layer in content.findall("{*}Content/{*}Layer"):
            _collect_objects(layer, page_matrix, ofd_page, drawing)
    if drawing.object_count > _MAX_OBJECTS:
        raise TooCostly(f"OFD 第 {number + 1} 页的内容过多，可能是炸弹文件")
    left, top, width, height = ofd_page.box
    corners = (
        *page_matrix.transform_point(left, top + height),
        *page_matrix.transform_point(left + width, top),
    )
    return to_upright_page(
        RawPage(
            number,
            corners,
            corners,
            drawing.glyphs,
            drawing.lines,
            bool(drawing.pictures),
            drawing.pictures[:_MAX_PICTURES],
        )
    )


def _collect_objects(
    objects: Iterable[Element], matrix: Matrix, ofd_page: OfdPage, drawing: _PageDrawing, depth: int = 0
) -> None:
    for item in objects:
        drawing.object_count += 1
        if drawing.object_count > _MAX_OBJECTS or item.get("Visible") == "false":
            continue
        kind = str(item.tag).rpartition("}")[2]
        if kind == "TextObject":
            drawing.glyphs += _text_glyphs(item, matrix.compose(_object_matrix(item)), drawing)
        elif kind == "PathObject" and len(drawing.lines) <= MAX_STROKES:
            drawing.lines += _line_segments(item, matrix.compose(_object_matrix(item)))
        elif kind == "PageBlock" and depth < _MAX_DEPTH:
            _collect_objects(item, matrix, ofd_page, drawing, depth + 1)
        elif kind == "CompositeObject" and depth < _MAX_DEPTH:
            unit = ofd_page.graphic_units.get(item.get("ResourceID", ""))
            content = unit.find("{*}Content") if unit is not None else None
            _collect_objects(
                content if content is not None else (),
                matrix.compose(_object_matrix(item)),
                ofd_page,
                drawing,
                depth + 1,
            )
        elif kind == "ImageObject":
            drawing.pictures.append(_picture_box(item, matrix))


def _picture_box(item: Element, matrix: Matrix) -> Bounds:
    """Return the box in which a picture is shown; empty if the file does not state it."""
    left, top, width, height = (*parse_numbers(item.get("Boundary")), 0.0, 0.0, 0.0, 0.0)[:4]
    corners = [matrix.transform_point(x, y) for x in (left, left + width) for y in (top, top + height)]
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _object_matrix(item: Element) -> Matrix:
    """Return the transform from an object's coordinates to those around it: its matrix, then its corner."""
    box, stated = parse_numbers(item.get("Boundary")), parse_numbers(item.get("CTM"))
    matrix = Matrix(*stated) if len(stated) == 6 else Matrix()
    return matrix._replace(e=matrix.e + box[0], f=matrix.f + box[1]) if len(box) == 4 else matrix


def _line_segments(path: Element, matrix: Matrix) -> Iterator[Bounds]:
    # By the standard a path is stroked and not filled unless it says otherwise.
    if path.get("Stroke") == "false" and path.get("Fill") != "true":
        return
    for ax, ay, bx, by in path_segments(path.findtext("{*}AbbreviatedData"), MAX_STROKES + 1):
        yield (*matrix.transform_point(ax, ay), *matrix.transform_point(bx, by))


def _text_glyphs(item: Element, matrix: Matrix, drawing: _PageDrawing) -> Iterator[RawGlyph]:
    size = _first_number(item.get("Size"), 0.0)
    horizontal_scale = _first_number(item.get("HScale"), 1.0)
    quarter_turns = text_direction(matrix.a, matrix.b)
    if quarter_turns is None or _is_transparent(item):
        return
    x = y = 0.0
    for text_code in item.findall("{*}TextCode"):
        # A TextCode without a position starts where the previous one started.
        x, y = _first_number(text_code.get("X"), x), _first_number(text_code.get("Y"), y)
        has_space_before = False
        for text, left, baseline, width in _character_positions(text_code, (x, y), size * horizontal_scale):
            drawing.object_count += 1
            if drawing.object_count > _MAX_OBJECTS:
                return
            if text.isspace() or unicodedata.category(text) == "Cc":
                has_space_before = True
                continue
            box = (
                *matrix.transform_point(left, baseline + _DESCENT * size),
                *matrix.transform_point(left + width, baseline - _ASCENT * size),
            )
            yield RawGlyph(
                text,
                box,
                matrix.transform_point(left, baseline),
                has_space_before,
                quarter_turns,
                size * math.hypot(matrix.a, matrix.b),
            )
            has_space_before = False


def _is_transparent(item: Element) -> bool:
    """Return whether the text is not drawn, or with an opacity of zero."""
    colour = item.find("{*}FillColor")
    opacities = (item.get("Alpha"), colour.get("Alpha") if colour is not None else None)
    is_stroked = item.get("Stroke") == "true"
    return "0" in opacities or (item.get("Fill") == "false" and not is_stroked)


def _character_positions(
    text_code: Element, start: tuple[float, float], size: float
) -> Iterator[tuple[str, float, float, float]]:
    """Yield the characters of a run, each with x, y and width.

    Without a stated step the next character stands to the right, or at the same x in a run that steps down.
    """
    text = text_code.text or ""
    x_steps, y_steps = (parse_steps(text_code.get(name), len(text)) for name in ("DeltaX", "DeltaY"))
    x, y = start
    for index, character in enumerate(text):
        width = size * (1.0 if unicodedata.east_asian_width(character) in "WF" else _LATIN_WIDTH)
        default_step = 0.0 if y_steps else width
        step = x_steps[index] if index < len(x_steps) else default_step
        yield character, x, y, min(width, step) if step > 0 else width
        x += step
        y += y_steps[index] if index < len(y_steps) else 0.0


def _first_number(value: str | None, default: float) -> float:
    return (*parse_numbers(value), default)[0]
