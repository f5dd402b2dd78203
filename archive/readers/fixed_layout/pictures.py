"""Finds the pictures of a page that may be a table: large, without text on them, and in no cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from archive.readers.fixed_layout.page import Glyph, PrintedPage, Stroke
from archive.readers.fixed_layout.text_lines import EDGE_SHARE, is_inside

# A statutory table that can be read is wider and higher; seals, codes to scan and logos are smaller.
_MIN_WIDTH_SHARE, _MIN_HEIGHT_POINTS = 1 / 3, 36.0
# A scanner or a printer cuts a picture into strips, and a drawing consists of its characters.
_MAX_GAP_POINTS = 12.0
# A picture with more characters on it is their ground. A few may be a mark over a table.
_MAX_GLYPHS_ON_PICTURE = 8
# Grounds are looked for among the first pictures of half a page.
_MIN_GROUND_SHARE, _MAX_GROUNDS = 0.5, 20


class PagePicture(NamedTuple):
    """The box of a picture, in points from the top left."""

    x0: float
    top: float
    x1: float
    bottom: float


def table_pictures(page: PrintedPage, glyphs: Sequence[Glyph], tables: Sequence[Stroke]) -> list[PagePicture]:
    """Return the pictures that may be a table, from top to bottom; `tables` are the boxes of read tables."""
    if not page.pictures:
        return []
    boxes = list(_without_grounds(page, glyphs))
    found = [box for box in _joined(boxes) if _may_be_table(box, page)]
    return [
        box
        for box in found
        if not any(_overlaps(box, table) for table in tables)
        and _glyph_count(box, glyphs) <= _MAX_GLYPHS_ON_PICTURE
    ]


def _without_grounds(page: PrintedPage, glyphs: Sequence[Glyph]) -> Iterator[Stroke]:
    """Yield the pictures except those that lie under the text of the page."""
    min_area = _MIN_GROUND_SHARE * page.width * page.height
    searched = 0
    for box in page.pictures:
        is_large = (box.x1 - box.x0) * (box.bottom - box.top) >= min_area
        searched += is_large
        if not is_large or searched > _MAX_GROUNDS or _glyph_count(box, glyphs) <= _MAX_GLYPHS_ON_PICTURE:
            yield box


def _joined(boxes: Iterable[Stroke]) -> Iterator[PagePicture]:
    """Yield boxes around pictures that follow each other down the page without a gap."""
    joined: PagePicture | None = None
    for box in sorted(boxes, key=lambda box: box.top):
        if joined is not None and box.top <= joined.bottom + _MAX_GAP_POINTS:
            joined = PagePicture(
                min(joined.x0, box.x0), joined.top, max(joined.x1, box.x1), max(joined.bottom, box.bottom)
            )
            continue
        if joined is not None:
            yield joined
        joined = PagePicture(*box)
    if joined is not None:
        yield joined


def _may_be_table(box: PagePicture, page: PrintedPage) -> bool:
    """Return whether a picture has the size of a table and is not at the edge, where running lines are."""
    left, right = max(box.x0, 0.0), min(box.x1, page.width)
    top, bottom = max(box.top, 0.0), min(box.bottom, page.height)
    is_at_edge = bottom < page.height * EDGE_SHARE or top > page.height * (1 - EDGE_SHARE)
    return (
        right - left >= _MIN_WIDTH_SHARE * page.width
        and bottom - top >= _MIN_HEIGHT_POINTS
        and not is_at_edge
    )


def _overlaps(box: PagePicture, table: Stroke) -> bool:
    return box.x0 < table.x1 and table.x0 < box.x1 and box.top < table.bottom and table.top < box.bottom


def _glyph_count(box: Stroke | PagePicture, glyphs: Sequence[Glyph]) -> int:
    return sum(is_inside(glyph, box) for glyph in glyphs)
