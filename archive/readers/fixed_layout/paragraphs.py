"""Joins printed lines into paragraphs: a new one begins with an indent or after a line that ends early."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.model import Paragraph
from archive.readers.common import is_section_title
from archive.readers.fixed_layout.text_lines import TextLine

# In characters. An indent is two characters; a quotation mark at the start of a line moves it by half of one.
# Lines are justified, but punctuation that may not begin a line can leave up to two characters empty.
_MIN_INDENT_CHARS = 0.9
_MAX_RAGGED_CHARS = 2.4
_LATIN_AT_END = re.compile(r"[A-Za-z]$")
# An address or a long number is not split: the line before it may end early by its whole length.
_ASCII_RUN = re.compile(r"[!-~]*")
_ASCII_CHAR_WIDTH = 0.6
_SENTENCE_END = re.compile(r"[。！？!?][”’」』）)》】]*$")
# Three or more separate values at the end of a line: a row of a table without rules.
_NUMBER_COLUMNS = re.compile(r"(?:^|\s)\d+(?:\s+[\d,.]+){2,}$")
# A line of fewer characters always ends a paragraph.
_MIN_FULL_LINE_CHARS = 12


@dataclass(frozen=True, slots=True)
class TextMargins:
    """The left and the right edge of the body text, in points."""

    left: float
    right: float

    @classmethod
    def from_lines(cls, lines: Sequence[TextLine]) -> TextMargins:
        """Return the edges that most of the long lines share."""
        if not lines:
            return cls(0, 0)
        widest = max(line.x1 - line.x0 for line in lines)
        long_lines = [line for line in lines if line.x1 - line.x0 > 0.7 * widest]
        lefts = Counter(round(line.x0 / 3) for line in long_lines)
        rights = sorted(line.x1 for line in long_lines)
        common_lefts = [left for left, count in lefts.items() if count * 4 >= max(lefts.values())]
        return cls(min(common_lefts) * 3, rights[len(rights) * 3 // 4])

    def is_continuation(self, first: TextLine, second: TextLine) -> bool:
        """Return whether `second` continues the paragraph of `first`."""
        is_indented = second.x0 > self.left + _MIN_INDENT_CHARS * second.size
        word_length = 0 if _SENTENCE_END.search(first.text) else _leading_word_length(second.text)
        ends_early = (
            first.x1 < self.right - (_MAX_RAGGED_CHARS + _ASCII_CHAR_WIDTH * word_length) * first.size
        )
        ends_early = ends_early or first.x1 - first.x0 < _MIN_FULL_LINE_CHARS * first.size
        return not (
            is_indented
            or ends_early
            or is_section_title(first.text)
            or is_section_title(second.text)
            or is_number_row(first)
            or is_number_row(second)
        )


def is_number_row(line: TextLine) -> bool:
    """Return whether a line ends in columns of numbers: a row of a table without rules."""
    return _NUMBER_COLUMNS.search(line.text) is not None


def _leading_word_length(text: str) -> int:
    match = _ASCII_RUN.match(text)
    return match.end() if match else 0


def join_paragraphs(lines: Sequence[TextLine], margins: TextMargins) -> Iterator[Paragraph]:
    """Yield the paragraphs of a run of lines, also across pages, with blanks only between Latin words."""
    text = ""
    previous: TextLine | None = None
    for line in lines:
        if previous is not None and margins.is_continuation(previous, line):
            text += (
                " "
                if _LATIN_AT_END.search(text) and line.text[:1].isascii() and line.text[:1].isalpha()
                else ""
            ) + line.text
        else:
            if text:
                yield Paragraph(text)
            text = line.text
        previous = line
    if text:
        yield Paragraph(text)
