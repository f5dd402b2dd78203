"""Characters of pages put together to lines, by where they stand and not by the order of the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from archive.readers.common import clean_line, matching_rule_id
from archive.readers.fixed_layout.page import Glyph, PrintedPage

_EDGE_SHARE = 0.09
# In parts of the height of a line: nearer base lines are one, wider rooms are a blank.
_BASELINE_TOLERANCE = 0.35
_MIN_BLANK_WIDTH = 1.2
_MIN_BASELINE_TOLERANCE_POINTS = 2.0
# How far page numbers wander from page to page, in points.
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
    """One line as printed and its box, in points from the top left; `page` counts from 0."""

    text: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def size(self) -> float:
        """Its height, near enough the size of its characters."""
        return self.bottom - self.top


def is_inside(glyph: Glyph, box: _HasBounds) -> bool:
    """Whether the middle of the character lies in `box`."""
    return (
        box.top <= (glyph.top + glyph.bottom) / 2 <= box.bottom
        and box.x0 <= (glyph.x0 + glyph.x1) / 2 <= box.x1
    )


def text_lines(glyphs: Iterable[Glyph], page: int) -> list[TextLine]:
    """The lines that the characters make, from top to bottom."""
    found = (_to_text_line(row, page) for row in _baseline_rows(glyphs))
    return [line for line in found if line.text]


def _baseline_rows(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Characters on one base line each."""
    row: list[Glyph] = []
    room = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: glyph.baseline):
        if row and glyph.baseline - row[0].baseline > room:
            yield row
            row, room = [], 0.0
        row.append(glyph)
        room = max(room, _MIN_BASELINE_TOLERANCE_POINTS, _BASELINE_TOLERANCE * (glyph.bottom - glyph.top))
    if row:
        yield row


def _to_text_line(row: list[Glyph], page: int) -> TextLine:
    row.sort(key=lambda glyph: glyph.x0)
    top, bottom = min(glyph.top for glyph in row), max(glyph.bottom for glyph in row)
    room = _MIN_BLANK_WIDTH * (bottom - top)
    parts: list[str] = []
    last: Glyph | None = None
    for glyph in row:
        if last is not None:
            if _is_fake_bold(last, glyph):
                continue
            apart = glyph.x0 - last.x1
            if apart > room or (glyph.has_space_before and apart > 0):
                parts.append(" ")
        parts.append(glyph.text)
        last = glyph
    x1 = max(glyph.x1 for glyph in row)
    return TextLine(clean_line("".join(parts)), page, row[0].x0, top, x1, bottom)


def _is_fake_bold(first: Glyph, second: Glyph) -> bool:
    """Whether a character was only printed twice, a hair apart, to look bold."""
    return first.text == second.text and second.x0 - first.x0 < (first.x1 - first.x0) / 2


def edge_lines(page: PrintedPage) -> list[TextLine]:
    """The lines at the upper and lower edge, where page numbers and running lines stand."""
    upper, lower = page.height * _EDGE_SHARE, page.height * (1 - _EDGE_SHARE)
    above = [glyph for glyph in page.glyphs if glyph.bottom < upper]
    below = [glyph for glyph in page.glyphs if glyph.top > lower]
    return text_lines(above, page.number) + text_lines(below, page.number)


def running_lines(pages: Sequence[PrintedPage]) -> list[TextLine]:
    """Page numbers, and lines that stand at the edge of most pages, in reading order."""
    edges = [line for page in pages for line in edge_lines(page)]
    texts = sorted(edges, key=lambda line: line.text)
    repeated = {
        text
        for text, same in groupby(texts, key=lambda line: line.text)
        if len({line.page for line in same}) * 2 > len(pages) > 2
    }
    return [
        line
        for line in edges
        if line.text in repeated or is_page_number(line.text) or _is_bare_page_number(line, edges)
    ]


def is_page_number(text: str) -> bool:
    """Whether the line, which stands at the edge of a page, says that it is the page's number."""
    return not text.isdigit() and matching_rule_id(text, in_report=True) == "page_number"


def _is_bare_page_number(line: TextLine, edges: Sequence[TextLine]) -> bool:
    """Whether a bare number is the page's: the pages beside it have theirs in the same place.

    A value in a table that reaches down to the edge looks just like one.
    """
    if not (line.text.isascii() and line.text.isdigit()) or len(line.text) > 4:
        return False
    first = int(line.text) - line.page
    beside = [
        other
        for other in edges
        if abs(other.page - line.page) == 1
        and other.text.isascii()
        and other.text.isdigit()
        and int(other.text[:4]) - other.page == first
        and abs(other.bottom - line.bottom) < _PAGE_NUMBER_TOLERANCE_POINTS
    ]
    return bool(beside) or (first in (0, 1) and all(other.page == line.page for other in edges))
