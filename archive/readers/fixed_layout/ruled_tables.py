"""Ruled tables of a page as placed cells, without the frames and shadings that only surround prose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pdfplumber import table as plumber

from archive.model import Cell
from archive.readers.common import section_titles
from archive.readers.common.framed_tables import is_prose
from archive.readers.fixed_layout.geometry import MOST_STROKES
from archive.readers.fixed_layout.page import Glyph, Page, Stroke
from archive.readers.fixed_layout.text_lines import TextLine, is_in, lines

_CAPTION = 24
_FULL = 0.97
_SLACK = 1.0
# In points: lines nearer than this are one line drawn twice, or meet. pdfplumber's own measure.
_NEAR = 3
# What a cell leaves empty beside a full line, in points: Word's margins, and the next character.
_MARGINS = 12.0


@dataclass(frozen=True, slots=True)
class Box:
    """One ruled cell, in points from the top left, its text, and whether its last line fills it."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str
    full: bool = False


@dataclass(frozen=True, slots=True)
class Region:
    """A table on one page: the room that it takes, its cells, where its columns start.

    `full` names the cells, by row and column, whose last line leaves no room for another character.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    cells: tuple[Cell, ...]
    lefts: tuple[float, ...]
    full: frozenset[tuple[int, int]]


def regions(page: Page, glyphs: Sequence[Glyph]) -> list[Region] | None:
    """The tables of a page, whose text is taken from `glyphs`; None when too much is drawn to find them."""
    if len(page.strokes) > MOST_STROKES:
        return None
    return [region for cells in _ruled(page.strokes) for region in _regions(cells, glyphs, page.number)]


def _ruled(strokes: Sequence[Stroke]) -> list[list[tuple[float, float, float, float]]]:
    """The cells that the strokes draw, a list for each table."""
    edges = plumber.merge_edges([_edge(stroke) for stroke in strokes], _NEAR, _NEAR, _NEAR, _NEAR)
    edges = [edge for edge in edges if max(edge["x1"] - edge["x0"], edge["bottom"] - edge["top"]) >= _NEAR]
    crossings = plumber.edges_to_intersections(edges, _NEAR, _NEAR)
    tables: list[list[tuple[float, float, float, float]]] = plumber.cells_to_tables(
        plumber.intersections_to_cells(crossings)
    )
    return tables


def _edge(stroke: Stroke) -> dict[str, Any]:
    """A stroke in pdfplumber's words."""
    lies = stroke.x1 - stroke.x0 > stroke.bottom - stroke.top
    middle = (stroke.top + stroke.bottom) / 2, (stroke.x0 + stroke.x1) / 2
    return {
        "orientation": "h" if lies else "v",
        "width": stroke.x1 - stroke.x0 if lies else 0,
        "height": 0 if lies else stroke.bottom - stroke.top,
        "x0": stroke.x0 if lies else middle[1],
        "x1": stroke.x1 if lies else middle[1],
        "top": middle[0] if lies else stroke.top,
        "bottom": middle[0] if lies else stroke.bottom,
    }


def _regions(
    cells: Sequence[tuple[float, float, float, float]], glyphs: Sequence[Glyph], page: int
) -> Iterator[Region]:
    """The parts of a ruled area that are tables: runs of rows without those that hold only prose."""
    boxes = [_box(cell, inside, page) for cell, inside in _shared(cells, glyphs)]
    x0, x1 = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
    rows = [[box for box in boxes if box.top == top] for top in sorted({box.top for box in boxes})]
    alone = [_is_alone(row, boxes, (x1 - x0) * _FULL) for row in rows]
    prose = set(_prose(rows, alone))
    run: list[Box] = []
    for number, row in enumerate(rows):
        if number in prose:
            yield from _region(run)
            run = []
        else:
            run += row
    yield from _region(run)


def _shared(
    cells: Sequence[tuple[float, float, float, float]], glyphs: Sequence[Glyph]
) -> Iterator[tuple[Stroke, list[Glyph]]]:
    """Each cell with the characters in it, in order of their rows."""
    top, bottom = min(cell[1] for cell in cells), max(cell[3] for cell in cells)
    near = [glyph for glyph in glyphs if top <= (glyph.top + glyph.bottom) / 2 <= bottom]
    for cell in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        box = Stroke(*cell)
        yield box, [glyph for glyph in near if is_in(glyph, box)]


def _box(cell: Stroke, glyphs: Sequence[Glyph], page: int) -> Box:
    printed = lines(glyphs, page)
    return Box(*cell, "\n".join(line.text for line in printed), bool(printed) and _fills(cell, printed[-1]))


def _fills(cell: Stroke, line: TextLine) -> bool:
    """Whether the line leaves no room for one more character as wide as it is high."""
    return (cell.x1 - cell.x0) - (line.x1 - line.x0) < line.size + _MARGINS


def _is_alone(row: Sequence[Box], boxes: Sequence[Box], width: float) -> bool:
    """Whether the row is one cell over the whole width that nothing from above reaches into."""
    if len(row) != 1 or row[0].x1 - row[0].x0 < width:
        return False
    top = row[0].top
    return not any(box.top < top < box.bottom - _SLACK for box in boxes)


def _prose(rows: Sequence[Sequence[Box]], alone: Sequence[bool]) -> Iterator[int]:
    """Rows that are lines of prose with a shading or a frame behind each, as in a real report of 2024.

    Three such rows on end are prose, except a caption that stands right on the table; one or two are, when
    they read as such.
    """
    start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and alone[end]:
            end += 1
        for number in range(start, end):
            text = rows[number][0].text
            is_caption = (
                number == end - 1 < len(rows) - 1 and len(text) <= _CAPTION and not section_titles.is_title(text)
            )
            if is_prose(text) or (end - start > 2 and not is_caption):
                yield number
        start = max(end, start + 1)


def _region(boxes: Sequence[Box]) -> Iterator[Region]:
    """The cells of a run of rows, placed in the grid that their edges draw; one column is no table."""
    lefts = sorted({box.x0 for box in boxes})
    tops = sorted({box.top for box in boxes})
    if len(lefts) < 2 or not any(box.text for box in boxes):
        return
    cells = tuple(
        Cell(
            box.text,
            tops.index(box.top),
            lefts.index(box.x0),
            max(1, sum(box.top <= top < box.bottom - _SLACK for top in tops)),
            max(1, sum(box.x0 <= left < box.x1 - _SLACK for left in lefts)),
        )
        for box in sorted(boxes, key=lambda box: (box.top, box.x0))
    )
    full = frozenset((tops.index(box.top), lefts.index(box.x0)) for box in boxes if box.full)
    x1, bottom = max(box.x1 for box in boxes), max(box.bottom for box in boxes)
    yield Region(lefts[0], tops[0], x1, bottom, cells, tuple(lefts), full)
