"""Measures the lines of a run of text: their words, and one height for all pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.readers.common import is_section_title
from archive.readers.fixed_layout.text_lines import TextLine
from archive.readers.fixed_layout.unruled.columns import trailing_values
from archive.readers.fixed_layout.unruled.words import Word, line_baseline, split_words

# In units of the size of the characters. The first line of a page is as far from the last line of the page
# before as the lines of one cell are: a cell may continue there.
_PAGE_PITCH = 1.2
_MIN_ROW_PITCH, _DEFAULT_PITCH, _MAX_PITCH = 1.1, 1.6, 1.75
# Of the distance of two rows: lines of one cell are closer.
_PITCH_SHARE = 0.93
_MAX_WORDS_OF_LINE = 250
_SENTENCE = re.compile(r"[。；！？]")
# A line of prose fills this share of the width of the text.
_PROSE_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its words and its base line, counted on over the pages.

    `ends_table`: it is a title or a sentence. `values` are the values with which it ends.
    """

    printed: TextLine
    words: tuple[Word, ...]
    values: tuple[Word, ...]
    y: float
    ends_table: bool

    @property
    def has_row(self) -> bool:
        """Whether it has a label and a value, or several values."""
        return bool(self.values) and not self.ends_table and len(self.words) > 1

    @property
    def is_number_row(self) -> bool:
        """Whether it has nothing but values."""
        return len(self.values) == len(self.words)

    @property
    def size(self) -> float:
        """The size of its characters."""
        return self.words[0].size


def measure_lines(lines: Sequence[TextLine]) -> list[Line]:
    """Return the lines with their words."""
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    measured: list[Line] = []
    y = 0.0
    before: TextLine | None = None
    for number, line in enumerate(lines):
        baseline = line_baseline(line)
        if before is None or before.page != line.page:
            shift = y + _PAGE_PITCH * line.size - baseline
        y = baseline + shift
        words = split_words(line, number, y)
        is_sentence = _SENTENCE.search(line.text) is not None or is_section_title(line.text)
        is_prose = len(words) == 1 and line.x1 - line.x0 > _PROSE_SHARE * (right - left)
        ends_table = is_sentence or is_prose or len(words) > _MAX_WORDS_OF_LINE
        measured.append(Line(line, tuple(words), tuple(trailing_values(words)), y, ends_table))
        before = line
    return measured


def max_line_pitch(lines: Sequence[Line]) -> float:
    """Return by how much lines of one cell may be apart: less than the lines of two rows are."""
    rows = [line for line in lines if line.has_row]
    if not rows:
        return 0.0
    size = max(line.size for line in rows)
    pitches = [
        below.y - line.y
        for line, below in pairwise(rows)
        if line.printed.page == below.printed.page and below.y - line.y >= _MIN_ROW_PITCH * size
    ]
    if not pitches:
        return _DEFAULT_PITCH * size
    return min(_PITCH_SHARE * min(pitches), _MAX_PITCH * size)
