"""Cuts printed lines into words: characters that no gap separates, each with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from statistics import median
from typing import NamedTuple

from archive.model import OBJECT_CHARACTER
from archive.readers.common import starts_list_item
from archive.readers.fixed_layout.page import Glyph
from archive.readers.fixed_layout.text_lines import TextLine
from archive.text import fold_ideographs

# In units of the size of the characters. Cells of a table are further apart than the characters of a word.
MIN_GAP = 0.25
_MIN_GAP_AT_BLANK = 0.15
# A digit or letter has half the width of an ideograph.
_NARROW_WIDTH = 0.5
_LINE_TOLERANCE, _MAX_STEP = 0.4, 0.3
_OPENING = frozenset("（《“‘「『【〔〈［｛")
_CLOSING = frozenset("）》”’」』】〕〉］｝，。、；：！？")
_FOOTNOTE = r"(?:[*＊※†①-⑳]|[\[［〔【(（]注?\d{1,2}[\]］〕】)）])*"
_UNIT = r"(?:件次|[万亿千]?元|[件项份条个宗起家户例笔人部篇次])?"
_VALUE = re.compile(
    rf"(?:[-+−＋－]?[\d,，.．]*\d{_UNIT}|[零〇一二三四五六七八九十百千万两]+{_UNIT}|[（(]\d+[）)]|[增减]少?加?\d+{_UNIT}"
    rf"|[-‐-―−－ー_/／\\]+|无|{OBJECT_CHARACTER}){_FOOTNOTE}"
)


class Word(NamedTuple):
    """Characters without a gap between them. `y` is their base line, counted on over the pages of a run.

    `x0` and `x1` include the space that belongs to the characters; `line` is the number of the line.
    `is_estimated`: only its order on the line is known.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    line: int
    page: int
    is_estimated: bool = False

    @property
    def center(self) -> float:
        """The middle between its left and right edge."""
        return (self.x0 + self.x1) / 2

    @property
    def is_value(self) -> bool:
        """Whether it can be the content of a value cell."""
        return is_value(self.text)

    @property
    def starts_item(self) -> bool:
        """Whether the word begins with the number of a list, as most labels do."""
        return starts_list_item(fold_ideographs(self.text))


def is_value(text: str) -> bool:
    """Return whether a text can be the content of a value cell: a number, a dash, a picture."""
    return _VALUE.fullmatch(fold_ideographs(text)) is not None


def overlaps(first: Word | Span, second: Word | Span) -> bool:
    """Return whether one of the two is above the other."""
    return first.x0 < second.x1 and second.x0 < first.x1


class Span(NamedTuple):
    """A part of the width of a page."""

    x0: float
    x1: float

    @property
    def center(self) -> float:
        """The middle between its left and right edge."""
        return (self.x0 + self.x1) / 2


def split_words(line: TextLine, number: int, y: float) -> list[Word]:
    """Return the words of a line from left to right."""
    return [_to_word(part, number, y, line.page) for part in _parts(line.glyphs)]


def line_baseline(line: TextLine) -> float:
    """Return the base line of most characters of a line, in points from the top of its page."""
    return median(glyph.baseline for glyph in line.glyphs)


def _parts(glyphs: Sequence[Glyph]) -> Iterator[list[tuple[Glyph, Span]]]:
    part: list[tuple[Glyph, Span]] = []
    for glyph in glyphs:
        span = _advance(glyph)
        if part and _is_apart(*part[-1], glyph, span):
            yield part
            part = []
        part.append((glyph, span))
    if part:
        yield part


def _is_apart(before: Glyph, left: Span, glyph: Glyph, right: Span) -> bool:
    if glyph.starts_number and not before.text.isascii():
        return True
    size = max(glyph_size(before), glyph_size(glyph))
    is_blank = glyph.has_space_before and (before.text + glyph.text).isascii()
    return right.x0 - left.x1 > size * (_MIN_GAP_AT_BLANK if is_blank else MIN_GAP)


def glyph_size(glyph: Glyph) -> float:
    """Return the size of a character, estimated by its height if it is not known."""
    return glyph.size or glyph.bottom - glyph.top


def _advance(glyph: Glyph) -> Span:
    """Return the width that a character takes on its line: its box has only what is printed."""
    size = glyph_size(glyph)
    if glyph.text in _OPENING:
        return Span(min(glyph.x0, glyph.x1 - size), glyph.x1)
    if glyph.text in _CLOSING:
        return Span(glyph.x0, max(glyph.x1, glyph.x0 + size))
    half = max((glyph.x1 - glyph.x0) / 2, size * (1.0 if _is_wide(glyph.text) else _NARROW_WIDTH) / 2)
    center = (glyph.x0 + glyph.x1) / 2
    return Span(center - half, center + half)


@cache
def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character[:1] or " ") in "WF"


def _to_word(part: Sequence[tuple[Glyph, Span]], number: int, y: float, page: int) -> Word:
    glyphs = [glyph for glyph, _ in part]
    return Word(
        "".join(glyph.text for glyph in glyphs),
        part[0][1].x0,
        part[-1][1].x1,
        y,
        max(map(glyph_size, glyphs)),
        number,
        page,
        glyphs[0].is_estimated,
    )


def is_same_line(first: Word, second: Word) -> bool:
    """Return whether two words are on one line: base lines of different fonts are not quite at one height."""
    return abs(first.y - second.y) <= _LINE_TOLERANCE * max(first.size, second.size)


def gap_between(first: Word | Span, second: Word | Span) -> float:
    """Return the space between two words, below 0 if one is above the other."""
    return max(first.x0 - second.x1, second.x0 - first.x1)


def join_words(words: Iterable[Word]) -> str:
    """Return the text of words in reading order; a number on two lines keeps the line end."""
    text = ""
    before: Word | None = None
    for line in lines_of(words):
        for word in sorted(line, key=lambda word: word.x0):
            if before is not None:
                is_number = before.text[-1:].isdigit() and word.text[:1].isdigit()
                is_latin = (before.text[-1:] + word.text[:1]).isascii()
                is_new_line = not is_same_line(before, word)
                text += "\n" if is_number and is_new_line else " " if is_latin else ""
            text += word.text
            before = word
    return text


def lines_of(words: Iterable[Word]) -> Iterator[list[Word]]:
    """Yield the words of each line, from top to bottom."""
    line: list[Word] = []
    for word in sorted(words, key=lambda word: word.y):
        if line and (word.y - line[-1].y > _MAX_STEP * word.size or not is_same_line(line[0], word)):
            yield line
            line = []
        line.append(word)
    if line:
        yield line
