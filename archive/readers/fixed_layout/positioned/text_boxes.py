"""Makes pages of text boxes with positions, as exports of laid-out pages and text recognition have them.

The lines, paragraphs and tables of such pages are found as those of a PDF are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from archive.model import Candidate, Content, UnreadableFile
from archive.readers.fixed_layout.content import to_content
from archive.readers.fixed_layout.page import Glyph, PrintedPage
from archive.readers.fixed_layout.small_marks import drop_raised_and_struck

MAX_BOX_CHARACTERS = 1_000_000
"""No report has more; each character becomes a glyph."""
# A digit or letter is half as wide as an ideograph, and the base line is above the lower edge of the box.
_NARROW_WIDTH = 0.5
# Marks that Chinese fonts set as wide as an ideograph.
_WIDE_MARKS = frozenset("“”‘’…—")
_DESCENT_SHARE = 0.2


class TextBox(NamedTuple):
    """A text on one line with its box from the top left of its page; pages count from 0.

    `size` is that of its characters, in the unit of the box. `has_width`: its right edge is stated. Else it
    is estimated, and the place of what follows a blank is not known.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    page: int
    size: float
    has_width: bool = True


def text_width(text: str, size: float) -> float:
    """Return how wide a text is in most fonts."""
    return size * sum(map(_relative_width, text))


def _relative_width(character: str) -> float:
    is_wide = unicodedata.east_asian_width(character) in "WF" or character in _WIDE_MARKS
    return 1.0 if is_wide else _NARROW_WIDTH


def boxes_to_content(
    reader: str,
    boxes: Sequence[TextBox],
    page_sizes: Sequence[tuple[float, float]],
    titles: Sequence[Candidate] = (),
) -> Content:
    """Return the blocks of pages that consist of text boxes; `page_sizes` are width and height of each page.

    Raises `UnreadableFile` if they have more text than any report.
    """
    if sum(len(box.text) for box in boxes) > MAX_BOX_CHARACTERS:
        raise UnreadableFile("版式文字过多，可能是炸弹文件")
    by_page: dict[int, list[TextBox]] = {}
    for box in boxes:
        by_page.setdefault(box.page, []).append(box)
    pages = [_to_page(number, size, by_page.get(number, ())) for number, size in enumerate(page_sizes)]
    return to_content(reader, pages, titles)


def _to_page(number: int, size: tuple[float, float], boxes: Iterable[TextBox]) -> PrintedPage:
    glyphs = [glyph for box in boxes for glyph in _glyphs(box)]
    return PrintedPage(number, *size, tuple(drop_raised_and_struck(glyphs, ())), (), has_image=False)


def _glyphs(box: TextBox) -> Iterator[Glyph]:
    """Yield the characters of a box, each with its share of the width."""
    unit = (box.x1 - box.x0) / (sum(map(_relative_width, box.text)) or 1.0)
    baseline = box.bottom - _DESCENT_SHARE * (box.bottom - box.top)
    x = box.x0
    has_space_before = is_estimated = False
    starts_number = box.text[:1].isdecimal() and box.text[-1:].isdecimal()
    for character in box.text:
        x0, x = x, x + unit * _relative_width(character)
        if character.isspace():
            has_space_before = True
            is_estimated = not box.has_width
            continue
        yield Glyph(
            character,
            x0,
            box.top,
            x,
            box.bottom,
            baseline,
            has_space_before,
            box.size,
            is_estimated,
            starts_number,
        )
        has_space_before = starts_number = False
