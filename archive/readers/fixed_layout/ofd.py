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
from archive.readers.fixed_layout.content import content
from archive.readers.fixed_layout.geometry import MOST_STROKES, Box, Turn, along_axes
from archive.readers.fixed_layout.ofd_geometry import Matrix, numbers, segments, steps
from archive.readers.fixed_layout.ofd_package import Sheet, opened
from archive.readers.fixed_layout.page import Glyph, Page, Stroke

pass

NAME = "ofd"


def read(document: Document) -> Content:
    """The blocks of an OFD, in order; page numbers and running lines are chrome."""
    sheets, title = opened(document.data)
    pages = [page_of(sheet, number) for number, sheet in enumerate(sheets)]
    if not any(page.glyphs for page in pages):
        raise NeedsOcr("OFD 里没有文字，可能是扫描件，需要文字识别")
    return content(NAME, pages, (Candidate("title", title, "OFD Title"),) if title else ())

# Points in a millimetre.
_POINTS = 72 / 25.4
_DEEPEST = 8
# Objects and characters of one page: a drawing that places a drawing that places one grows without end.
_MOST = 200_000
# In parts of the size of a character: above its base line, below it, and the width of a Latin one.
_ASCENT, _DESCENT, _NARROW = 0.86, 0.14, 0.5


class _Letter(NamedTuple):
    """A character in the page's own points, counted upwards; `quarter` is how far it is turned."""

    text: str
    box: Box
    base: tuple[float, float]
    spaced: bool
    quarter: int


@dataclass(slots=True)
class _Drawn:
    """What has been found on a page so far."""

    letters: list[_Letter] = field(default_factory=list)
    lines: list[Box] = field(default_factory=list)
    has_image: bool = False
    steps: int = 0


def page_of(sheet: Sheet, number: int) -> Page:
    """The page, upright; `number` counts from 0. Raises `UnreadableFile` for one of endless drawings."""
    drawn = _Drawn()
    # Millimetres from the top are made points from the bottom, as in a PDF.
    whole = Matrix(_POINTS, 0, 0, -_POINTS)
    for drawing in sheet.contents:
        for layer in drawing.findall("{*}Content/{*}Layer"):
            _walk(layer, whole, sheet, drawn)
    if drawn.steps > _MOST:
        raise UnreadableFile(f"OFD 第 {number + 1} 页的内容过多，可能是炸弹文件")
    left, top, width, height = sheet.box
    corners = *whole.point(left, top + height), *whole.point(left + width, top)
    turns = Counter(letter.quarter for letter in drawn.letters)
    turn = Turn.of(corners, turns.most_common(1)[0][0] if turns else 0)
    return Page(
        number,
        turn.width,
        turn.height,
        tuple(_glyph(letter, turn) for letter in drawn.letters),
        tuple(Stroke(*box) for box in along_axes(drawn.lines, turn)),
        drawn.has_image,
    )


def _glyph(letter: _Letter, turn: Turn) -> Glyph:
    return Glyph(letter.text, *turn.box(*letter.box), turn.point(*letter.base)[1], letter.spaced)


def _walk(objects: Iterable[Element], matrix: Matrix, sheet: Sheet, drawn: _Drawn, depth: int = 0) -> None:
    for one in objects:
        drawn.steps += 1
        if drawn.steps > _MOST or one.get("Visible") == "false":
            continue
        kind = str(one.tag).rpartition("}")[2]
        if kind == "TextObject":
            drawn.letters += _letters(one, matrix.of(_placed(one)), drawn)
        elif kind == "PathObject" and len(drawn.lines) <= MOST_STROKES:
            drawn.lines += _lines(one, matrix.of(_placed(one)))
        elif kind == "PageBlock" and depth < _DEEPEST:
            _walk(one, matrix, sheet, drawn, depth + 1)
        elif kind == "CompositeObject" and depth < _DEEPEST:
            unit = sheet.units.get(one.get("ResourceID", ""))
            content = unit.find("{*}Content") if unit is not None else None
            _walk(content if content is not None else (), matrix.of(_placed(one)), sheet, drawn, depth + 1)
        drawn.has_image = drawn.has_image or kind == "ImageObject"


def _placed(item: Element) -> Matrix:
    """From an object's own coordinates to those around it: its matrix, then its corner."""
    box, own = numbers(item.get("Boundary")), numbers(item.get("CTM"))
    matrix = Matrix(*own) if len(own) == 6 else Matrix()
    return matrix._replace(e=matrix.e + box[0], f=matrix.f + box[1]) if len(box) == 4 else matrix


def _lines(path: Element, matrix: Matrix) -> Iterator[Box]:
    # The standard strokes a path and fills none, unless it says otherwise.
    if path.get("Stroke") == "false" and path.get("Fill") != "true":
        return
    for ax, ay, bx, by in segments(path.findtext("{*}AbbreviatedData"), MOST_STROKES + 1):
        yield (*matrix.point(ax, ay), *matrix.point(bx, by))


def _letters(item: Element, matrix: Matrix, drawn: _Drawn) -> Iterator[_Letter]:
    size = _first(item.get("Size"), 0.0)
    stretched = _first(item.get("HScale"), 1.0)
    quarter = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
    x = y = 0.0
    for code in item.findall("{*}TextCode"):
        # One that states no place goes on where the one before it began.
        x, y = _first(code.get("X"), x), _first(code.get("Y"), y)
        spaced = False
        for text, left, base, width in _set(code, (x, y), size * stretched):
            drawn.steps += 1
            if drawn.steps > _MOST:
                return
            if text.isspace() or unicodedata.category(text) == "Cc":
                spaced = True
                continue
            box = (
                *matrix.point(left, base + _DESCENT * size),
                *matrix.point(left + width, base - _ASCENT * size),
            )
            yield _Letter(text, box, matrix.point(left, base), spaced, quarter)
            spaced = False


def _set(code: Element, start: tuple[float, float], size: float) -> Iterator[tuple[str, float, float, float]]:
    """The characters of a run, each with its place and its width.

    Where no step is stated the next one stands behind it, or below it in a run that steps down.
    """
    text = code.text or ""
    across, down = (steps(code.get(name), len(text)) for name in ("DeltaX", "DeltaY"))
    x, y = start
    for place, character in enumerate(text):
        width = size * (1.0 if unicodedata.east_asian_width(character) in "WF" else _NARROW)
        unsaid = 0.0 if down else width
        ahead = across[place] if place < len(across) else unsaid
        yield character, x, y, min(width, ahead) if ahead > 0 else width
        x += ahead
        y += down[place] if place < len(down) else 0.0


def _first(stated: str | None, otherwise: float) -> float:
    return (*numbers(stated), otherwise)[0]
