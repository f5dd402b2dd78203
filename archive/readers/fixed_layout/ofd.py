"""What an OFD page prints, as characters and strokes of an upright page, in points."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree.ElementTree import Element

from archive.model import Candidate, Content, Document, NeedsOcr, UnreadableFile
from archive.readers.fixed_layout.content import to_content
from archive.readers.fixed_layout.geometry import MAX_STROKES, Bounds, PageTransform, axis_aligned_boxes
from archive.readers.fixed_layout.ofd_geometry import Matrix, parse_numbers, parse_steps, path_segments
from archive.readers.fixed_layout.ofd_package import OfdPage, read_pages
from archive.readers.fixed_layout.page import Glyph, PrintedPage, Stroke

pass

NAME = "ofd"


def read(document: Document) -> Content:
    """The blocks of an OFD, in order; page numbers and running lines are chrome."""
    sheets, title = read_pages(document.data)
    pages = [to_printed_page(sheet, number) for number, sheet in enumerate(sheets)]
    if not any(page.glyphs for page in pages):
        raise NeedsOcr("OFD 里没有文字，可能是扫描件，需要文字识别")
    return to_content(NAME, pages, (Candidate("title", title, "OFD Title"),) if title else ())


# Points in a millimetre.
_POINTS_PER_MILLIMETRE = 72 / 25.4
_MAX_DEPTH = 8
# Objects and characters of one page: a drawing that places a drawing that places one grows without end.
_MAX_OBJECTS = 200_000
# In parts of the size of a character: above its base line, below it, and the width of a Latin one.
_ASCENT, _DESCENT, _LATIN_WIDTH = 0.86, 0.14, 0.5


class _RawGlyph(NamedTuple):
    """A character in the page's own points, counted upwards; `quarter` is how far it is turned."""

    text: str
    box: Bounds
    baseline_origin: tuple[float, float]
    has_space_before: bool
    quarter_turns: int


@dataclass(slots=True)
class _PageDrawing:
    """What has been found on a page so far."""

    glyphs: list[_RawGlyph] = field(default_factory=list)
    lines: list[Bounds] = field(default_factory=list)
    has_image: bool = False
    object_count: int = 0


def to_printed_page(ofd_page: OfdPage, number: int) -> PrintedPage:
    """The page, upright; `number` counts from 0. Raises `UnreadableFile` for one of endless drawings."""
    drawn = _PageDrawing()
    # Millimetres from the top are made points from the bottom, as in a PDF.
    whole = Matrix(_POINTS_PER_MILLIMETRE, 0, 0, -_POINTS_PER_MILLIMETRE)
    for drawing in ofd_page.contents:
        for layer in drawing.findall("{*}Content/{*}Layer"):
            _collect_objects(layer, whole, ofd_page, drawn)
    if drawn.object_count > _MAX_OBJECTS:
        raise UnreadableFile(f"OFD 第 {number + 1} 页的内容过多，可能是炸弹文件")
    left, top, width, height = ofd_page.box
    corners = *whole.transform_point(left, top + height), *whole.transform_point(left + width, top)
    turns = Counter(letter.quarter_turns for letter in drawn.glyphs)
    turn = PageTransform.from_mediabox(corners, turns.most_common(1)[0][0] if turns else 0)
    return PrintedPage(
        number,
        turn.width,
        turn.height,
        tuple(_to_glyph(letter, turn) for letter in drawn.glyphs),
        tuple(Stroke(*box) for box in axis_aligned_boxes(drawn.lines, turn)),
        drawn.has_image,
    )


def _to_glyph(raw_glyph: _RawGlyph, transform: PageTransform) -> Glyph:
    return Glyph(
        raw_glyph.text,
        *transform.transform_box(*raw_glyph.box),
        transform.transform_point(*raw_glyph.baseline_origin)[1],
        raw_glyph.has_space_before,
    )


def _collect_objects(
    objects: Iterable[Element], matrix: Matrix, ofd_page: OfdPage, drawn: _PageDrawing, depth: int = 0
) -> None:
    for one in objects:
        drawn.object_count += 1
        if drawn.object_count > _MAX_OBJECTS or one.get("Visible") == "false":
            continue
        kind = str(one.tag).rpartition("}")[2]
        if kind == "TextObject":
            drawn.glyphs += _text_glyphs(one, matrix.compose(_object_matrix(one)), drawn)
        elif kind == "PathObject" and len(drawn.lines) <= MAX_STROKES:
            drawn.lines += _line_segments(one, matrix.compose(_object_matrix(one)))
        elif kind == "PageBlock" and depth < _MAX_DEPTH:
            _collect_objects(one, matrix, ofd_page, drawn, depth + 1)
        elif kind == "CompositeObject" and depth < _MAX_DEPTH:
            unit = ofd_page.graphic_units.get(one.get("ResourceID", ""))
            content = unit.find("{*}Content") if unit is not None else None
            _collect_objects(
                content if content is not None else (),
                matrix.compose(_object_matrix(one)),
                ofd_page,
                drawn,
                depth + 1,
            )
        drawn.has_image = drawn.has_image or kind == "ImageObject"


def _object_matrix(item: Element) -> Matrix:
    """From an object's own coordinates to those around it: its matrix, then its corner."""
    box, own = parse_numbers(item.get("Boundary")), parse_numbers(item.get("CTM"))
    matrix = Matrix(*own) if len(own) == 6 else Matrix()
    return matrix._replace(e=matrix.e + box[0], f=matrix.f + box[1]) if len(box) == 4 else matrix


def _line_segments(path: Element, matrix: Matrix) -> Iterator[Bounds]:
    # The standard strokes a path and fills none, unless it says otherwise.
    if path.get("Stroke") == "false" and path.get("Fill") != "true":
        return
    for ax, ay, bx, by in path_segments(path.findtext("{*}AbbreviatedData"), MAX_STROKES + 1):
        yield (*matrix.transform_point(ax, ay), *matrix.transform_point(bx, by))


def _text_glyphs(item: Element, matrix: Matrix, drawn: _PageDrawing) -> Iterator[_RawGlyph]:
    size = _first_number(item.get("Size"), 0.0)
    stretched = _first_number(item.get("HScale"), 1.0)
    quarter = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
    x = y = 0.0
    for code in item.findall("{*}TextCode"):
        # One that states no place goes on where the one before it began.
        x, y = _first_number(code.get("X"), x), _first_number(code.get("Y"), y)
        spaced = False
        for text, left, base, width in _character_positions(code, (x, y), size * stretched):
            drawn.object_count += 1
            if drawn.object_count > _MAX_OBJECTS:
                return
            if text.isspace() or unicodedata.category(text) == "Cc":
                spaced = True
                continue
            box = (
                *matrix.transform_point(left, base + _DESCENT * size),
                *matrix.transform_point(left + width, base - _ASCENT * size),
            )
            yield _RawGlyph(text, box, matrix.transform_point(left, base), spaced, quarter)
            spaced = False


def _character_positions(
    code: Element, start: tuple[float, float], size: float
) -> Iterator[tuple[str, float, float, float]]:
    """The characters of a run, each with its place and its width.

    Where no step is stated the next one stands behind it, or below it in a run that steps down.
    """
    text = code.text or ""
    across, down = (parse_steps(code.get(name), len(text)) for name in ("DeltaX", "DeltaY"))
    x, y = start
    for place, character in enumerate(text):
        width = size * (1.0 if unicodedata.east_asian_width(character) in "WF" else _LATIN_WIDTH)
        unsaid = 0.0 if down else width
        ahead = across[place] if place < len(across) else unsaid
        yield character, x, y, min(width, ahead) if ahead > 0 else width
        x += ahead
        y += down[place] if place < len(down) else 0.0


def _first_number(stated: str | None, default: float) -> float:
    return (*parse_numbers(stated), default)[0]
