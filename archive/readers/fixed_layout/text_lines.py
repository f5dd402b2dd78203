"""Groups the glyphs of a page into lines by position and finds running lines and page numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from archive.readers.common import clean_line, matching_rule_id
from archive.readers.fixed_layout.page import Glyph, PrintedPage

EDGE_SHARE = 0.09
"""Page numbers and running lines are in this share of the height, at the upper and the lower edge."""
# In units of the line height: base lines closer than this are one, wider gaps are a blank.
_BASELINE_TOLERANCE = 0.35
_MIN_BLANK_WIDTH = 1.2
_MIN_BASELINE_TOLERANCE_POINTS = 2.0
# Page numbers may move by this much from page to page.
_PAGE_NUMBER_TOLERANCE_POINTS = 6.0


class _HasBounds(Protocol):
    @property
    def x0(self) -> float: ...
    @property
    def top(self) -> float: ...
    @property
    def x1(self) -> float: ...
    @property
    def bottom(self) -> float: ...


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line with its box, in points from the top left; `page` counts from 0.

    `glyphs` are its characters from left to right.
    """

    text: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    glyphs: tuple[Glyph, ...] = ()

    @property
    def size(self) -> float:
        """Its height in points, approximately the size of its characters."""
        return self.bottom - self.top


def is_inside(glyph: Glyph, box: _HasBounds) -> bool:
    """Return whether the centre of the glyph is in `box`."""
    return (
        box.top <= (glyph.top + glyph.bottom) / 2 <= box.bottom
        and box.x0 <= (glyph.x0 + glyph.x1) / 2 <= box.x1
    )


def text_lines(glyphs: Iterable[Glyph], page: int) -> list[TextLine]:
    """Return the lines that the glyphs form, from top to bottom."""
    lines = (_to_text_line(row, page) for row in _baseline_rows(glyphs))
    return [line for line in lines if line.text]


def _baseline_rows(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Yield the glyphs of each base line."""
    row: list[Glyph] = []
    tolerance = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: glyph.baseline):
        if row and glyph.baseline - row[0].baseline > tolerance:
            yield row
            row, tolerance = [], 0.0
        row.append(glyph)
        tolerance = max(
            tolerance, _MIN_BASELINE_TOLERANCE_POINTS, _BASELINE_TOLERANCE * (glyph.bottom - glyph.top)
        )
    if row:
        yield row


def _to_text_line(row: list[Glyph], page: int) -> TextLine:
    row.sort(key=lambda glyph: glyph.x0)
    top, bottom = min(glyph.top for glyph in row), max(glyph.bottom for glyph in row)
    min_blank_width = _MIN_BLANK_WIDTH * (bottom - top)
    parts: list[str] = []
    previous: Glyph | None = None
    for glyph in row:
        if previous is not None:
            if _is_fake_bold(previous, glyph):
                continue
            gap = glyph.x0 - previous.x1
            if gap > min_blank_width or (glyph.has_space_before and gap > 0):
                parts.append(" ")
        parts.append(glyph.text)
        previous = glyph
    x1 = max(glyph.x1 for glyph in row)
    return TextLine(clean_line("".join(parts)), page, row[0].x0, top, x1, bottom, tuple(row))


def _is_fake_bold(first: Glyph, second: Glyph) -> bool:
    """Return whether a character was printed twice with a small offset to look bold."""
    return first.text == second.text and second.x0 - first.x0 < (first.x1 - first.x0) / 2


def edge_lines(page: PrintedPage) -> list[TextLine]:
    """Return the lines at the upper and lower edge, where page numbers and running lines are printed."""
    upper, lower = page.height * EDGE_SHARE, page.height * (1 - EDGE_SHARE)
    upper_glyphs = [glyph for glyph in page.glyphs if glyph.bottom < upper]
    lower_glyphs = [glyph for glyph in page.glyphs if glyph.top > lower]
    return text_lines(upper_glyphs, page.number) + text_lines(lower_glyphs, page.number)


def running_lines(pages: Sequence[PrintedPage]) -> list[TextLine]:
    """Return page numbers and the lines at the edge of most pages, in reading order."""
    edges = [line for page in pages for line in edge_lines(page)]
    by_text = sorted(edges, key=lambda line: line.text)
    repeated = {
        text
        for text, same_text in groupby(by_text, key=lambda line: line.text)
        if len({line.page for line in same_text}) * 2 > len(pages) > 2
    }
    return [
        line
        for line in edges
        if line.text in repeated or is_page_number(line.text) or _is_bare_page_number(line, edges)
    ]


def is_page_number(text: str) -> bool:
    """Return whether a line at the edge of a page reads as a page number such as 第1页 or -1-."""
    return not text.isdigit() and matching_rule_id(text, in_report=True) == "page_number"


def _is_bare_page_number(line: TextLine, edges: Sequence[TextLine]) -> bool:
    """Return whether a bare number is the page number: adjacent pages have theirs in the same place.

    A value in a table that reaches the edge of the page looks the same.
    """
    if not (line.text.isascii() and line.text.isdigit()) or len(line.text) > 4:
        return False
    first_number = int(line.text) - line.page
    neighbours = [
        edge
        for edge in edges
        if abs(edge.page - line.page) == 1
        and edge.text.isascii()
        and edge.text.isdigit()
        and int(edge.text[:4]) - edge.page == first_number
        and abs(edge.bottom - line.bottom) < _PAGE_NUMBER_TOLERANCE_POINTS
    ]
    return bool(neighbours) or (first_number in (0, 1) and all(edge.page == line.page for edge in edges))
