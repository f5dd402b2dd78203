"""Finds ruled tables on a page and ignores frames and shadings around prose."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pdfplumber import table as plumber

from archive.model import OBJECT_CHARACTER, Cell
from archive.readers.common import is_prose_cell, is_section_title
from archive.readers.fixed_layout.geometry import MAX_STROKES
from archive.readers.fixed_layout.page import Glyph, PrintedPage, Stroke, TurnedView
from archive.readers.fixed_layout.page_rules import JOIN_TOLERANCE_POINTS, page_rules, smallest_cells
from archive.readers.fixed_layout.text_lines import TextLine, is_inside, text_lines

_MAX_CAPTION_CHARS = 24
_MIN_FULL_WIDTH_SHARE = 0.97
# More text between the cells than this share of the text in them: the cells are only coloured grounds.
_MAX_OUTSIDE_SHARE, _MIN_COVERED_SHARE = 0.2, 0.98
_MIN_SHADED_ROWS, _MAX_SHADED_ROWS = 3, 300
# Smaller pictures are dots; one that fills its cell is its ground.
_MIN_PICTURE_POINTS, _MAX_PICTURE_SHARE = 2.0, 0.98
_OVERLAP_TOLERANCE_POINTS = 1.0
# Space that a full line leaves in its cell: Word's cell margins and part of a character.
_CELL_MARGIN_POINTS = 12.0


@dataclass(frozen=True, slots=True)
class RuledCell:
    """One ruled cell with its text, in points from the top left; `is_full`: its last line fills it."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str
    is_full: bool = False
    glyph_count: int = 0


@dataclass(frozen=True, slots=True)
class TableRegion:
    """A table on one page: its box in points, its cells, and the left edges of its columns.

    `full_cells` are the cells, by row and column, whose last line has no space for another character.
    `has_text_outside`: there is text between its cells.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    cells: tuple[Cell, ...]
    lefts: tuple[float, ...]
    full_cells: frozenset[tuple[int, int]]
    has_text_outside: bool = False


def find_tables(page: PrintedPage, glyphs: Sequence[Glyph]) -> list[TableRegion] | None:
    """Return the tables of a page with text from `glyphs`, None if it has too many strokes to search."""
    if len(page.strokes) > MAX_STROKES:
        return None
    regions = [
        region for cells in _ruled_tables(page.strokes) for region in _table_regions(cells, glyphs, page)
    ]
    return [region for region in regions if not _is_shading(region, regions)]


def _is_shading(region: TableRegion, regions: Sequence[TableRegion]) -> bool:
    """Return whether a region is the coloured ground of every second row of a table.

    Text between its cells is not in any of them, or there are several regions of one row with the same edges.
    """
    if region.has_text_outside:
        return True
    if max(cell.row for cell in region.cells) > 0:
        return False
    like = [
        other
        for other in regions[:_MAX_SHADED_ROWS]
        if abs(other.x0 - region.x0) < JOIN_TOLERANCE_POINTS
        and abs(other.x1 - region.x1) < JOIN_TOLERANCE_POINTS
        and (other.has_text_outside or max(cell.row for cell in other.cells) == 0)
    ]
    return len(like) >= _MIN_SHADED_ROWS


def _ruled_tables(strokes: Sequence[Stroke]) -> list[list[tuple[float, float, float, float]]]:
    """Return the boxes of the cells that the strokes draw, one list for each table."""
    edges = page_rules(strokes)
    crossings = plumber.edges_to_intersections(edges, JOIN_TOLERANCE_POINTS, JOIN_TOLERANCE_POINTS)
    tables: list[list[tuple[float, float, float, float]]] = plumber.cells_to_tables(smallest_cells(crossings))
    return tables


def _table_regions(
    cells: Sequence[tuple[float, float, float, float]], glyphs: Sequence[Glyph], page: PrintedPage
) -> Iterator[TableRegion]:
    """Yield the tables in a ruled area: runs of rows, without the rows that hold only prose."""
    pictures = sorted(page.pictures, key=lambda picture: picture.top)
    boxes = [
        _to_ruled_cell(cell, cell_glyphs, page, pictures)
        for cell, cell_glyphs in _cells_with_glyphs(cells, glyphs)
    ]
    x0, x1 = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
    rows = [[box for box in boxes if box.top == top] for top in sorted({box.top for box in boxes})]
    is_full_width = [_is_full_width_row(row, boxes, (x1 - x0) * _MIN_FULL_WIDTH_SHARE) for row in rows]
    prose_rows = set(_prose_rows(rows, is_full_width))
    run: list[RuledCell] = []
    for number, row in enumerate(rows):
        if number in prose_rows:
            yield from _build_region(run, glyphs)
            run = []
        else:
            run += row
    yield from _build_region(run, glyphs)


def _cells_with_glyphs(
    cells: Sequence[tuple[float, float, float, float]], glyphs: Sequence[Glyph]
) -> Iterator[tuple[Stroke, list[Glyph]]]:
    """Yield each cell with its glyphs, cells in reading order."""
    by_height = sorted(((glyph.top + glyph.bottom) / 2, index) for index, glyph in enumerate(glyphs))
    for cell in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        box = Stroke(*cell)
        start = bisect_left(by_height, (box.top, -1))
        end = bisect_right(by_height, (box.bottom, len(glyphs)))
        inside = sorted(index for _, index in by_height[start:end] if is_inside(glyphs[index], box))
        yield box, [glyphs[index] for index in inside]


def _to_ruled_cell(
    cell: Stroke, glyphs: Sequence[Glyph], page: PrintedPage, pictures: Sequence[Stroke]
) -> RuledCell:
    lines = text_lines(glyphs, page.number)
    if not lines:
        text = _turned_text(cell, page.turned_views)
        return RuledCell(*cell, text or (OBJECT_CHARACTER if _has_picture(cell, pictures) else ""))
    text = "\n".join(line.text for line in lines)
    return RuledCell(*cell, text, _is_line_full(cell, lines[-1]), len(glyphs))


def _has_picture(cell: Stroke, pictures: Sequence[Stroke]) -> bool:
    """Return whether a picture or a drawing is in the cell, and is not its ground or frame.

    `pictures` are sorted by their upper edge.
    """
    start = bisect_left(pictures, cell.top, key=lambda picture: picture.top)
    end = bisect_right(pictures, cell.bottom, key=lambda picture: picture.top)
    return any(
        picture.x0 >= cell.x0
        and picture.x1 <= cell.x1
        and picture.bottom <= cell.bottom
        and min(picture.x1 - picture.x0, picture.bottom - picture.top) >= _MIN_PICTURE_POINTS
        and picture.x1 - picture.x0 < _MAX_PICTURE_SHARE * (cell.x1 - cell.x0)
        for picture in pictures[start:end]
    )


def _turned_text(cell: Stroke, views: Sequence[TurnedView]) -> str:
    """Return the text in a cell whose label is set sideways."""
    for view in views:
        glyphs = [
            glyph
            for glyph, (x, y) in zip(view.page.glyphs, view.centers, strict=True)
            if cell.x0 <= x <= cell.x1 and cell.top <= y <= cell.bottom
        ]
        if glyphs:
            return "\n".join(line.text for line in text_lines(glyphs, view.page.number))
    return ""


def _is_line_full(cell: Stroke, line: TextLine) -> bool:
    """Return whether the line has no space for one more character as wide as it is high."""
    return (cell.x1 - cell.x0) - (line.x1 - line.x0) < line.size + _CELL_MARGIN_POINTS


def _is_full_width_row(row: Sequence[RuledCell], boxes: Sequence[RuledCell], width: float) -> bool:
    """Return whether the row is one cell over the full width and no cell from above reaches into it."""
    if len(row) != 1 or row[0].x1 - row[0].x0 < width:
        return False
    top = row[0].top
    return not any(box.top < top < box.bottom - _OVERLAP_TOLERANCE_POINTS for box in boxes)


def _prose_rows(rows: Sequence[Sequence[RuledCell]], is_full_width: Sequence[bool]) -> Iterator[int]:
    """Yield rows that are lines of prose with a shading or a frame, as in a real report of 2024.

    `is_full_width` says it for each row. Three such rows in succession are prose, except a caption directly
    above the table; one or two are prose if they read like it.
    """
    start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and is_full_width[end]:
            end += 1
        for number in range(start, end):
            text = rows[number][0].text
            is_caption = (
                number == end - 1 < len(rows) - 1
                and len(text) <= _MAX_CAPTION_CHARS
                and not is_section_title(text)
            )
            if is_prose_cell(text) or (end - start > 2 and not is_caption):
                yield number
        start = max(end, start + 1)


def _build_region(boxes: Sequence[RuledCell], glyphs: Sequence[Glyph]) -> Iterator[TableRegion]:
    """Yield the table that a run of rows forms, if it has two columns and text."""
    lefts = sorted({box.x0 for box in boxes})
    tops = sorted({box.top for box in boxes})
    if len(lefts) < 2 or not any(box.text for box in boxes):
        return
    cells = tuple(
        Cell(
            box.text,
            tops.index(box.top),
            lefts.index(box.x0),
            max(1, sum(box.top <= top < box.bottom - _OVERLAP_TOLERANCE_POINTS for top in tops)),
            max(1, sum(box.x0 <= left < box.x1 - _OVERLAP_TOLERANCE_POINTS for left in lefts)),
        )
        for box in sorted(boxes, key=lambda box: (box.top, box.x0))
    )
    full_cells = frozenset((tops.index(box.top), lefts.index(box.x0)) for box in boxes if box.is_full)
    x1, bottom = max(box.x1 for box in boxes), max(box.bottom for box in boxes)
    has_text_outside = _has_text_outside(boxes, glyphs, Stroke(lefts[0], tops[0], x1, bottom))
    yield TableRegion(
        lefts[0], tops[0], x1, bottom, cells, tuple(lefts), full_cells, has_text_outside=has_text_outside
    )


def _has_text_outside(boxes: Sequence[RuledCell], glyphs: Sequence[Glyph], region: Stroke) -> bool:
    """Return whether much text of a region is in none of its cells; they usually cover the whole region."""
    area = sum((box.x1 - box.x0) * (box.bottom - box.top) for box in boxes)
    if area > _MIN_COVERED_SHARE * (region.x1 - region.x0) * (region.bottom - region.top):
        return False
    inside = sum(box.glyph_count for box in boxes)
    return sum(is_inside(glyph, region) for glyph in glyphs) - inside > _MAX_OUTSIDE_SHARE * inside
