"""Printed lines made paragraphs again: a paragraph opens with an indent or behind a line that ends early."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.model import Paragraph
from archive.readers.common import is_section_title
from archive.readers.fixed_layout.text_lines import TextLine

# In characters. Indents are two, a quotation mark at the head of a line moves it by half a one; a line is
# justified, but a mark that may not open the next one can leave up to two characters empty at its end.
_MIN_INDENT_CHARS = 0.9
_MAX_RAGGED_CHARS = 2.4
_LATIN_AT_END = re.compile(r"[A-Za-z]$")
# An address or a long number is not broken: it leaves its whole length empty on the line before.
_ASCII_RUN = re.compile(r"[!-~]*")
_ASCII_CHAR_WIDTH = 0.6
_SENTENCE_END = re.compile(r"[。！？!?][”’」』）)》】]*$")
# A line of fewer characters is full in no layout.
_MIN_FULL_LINE_CHARS = 12


@dataclass(frozen=True, slots=True)
class TextMargins:
    """The edges of the body of the text, in points."""

    left: float
    right: float

    @classmethod
    def from_lines(cls, lines: Sequence[TextLine]) -> TextMargins:
        """The edges that most of the long lines share."""
        if not lines:
            return cls(0, 0)
        widest = max(line.x1 - line.x0 for line in lines)
        long = [line for line in lines if line.x1 - line.x0 > 0.7 * widest]
        lefts = Counter(round(line.x0 / 3) for line in long)
        rights = sorted(line.x1 for line in long)
        common = [left for left, count in lefts.items() if count * 4 >= max(lefts.values())]
        return cls(min(common) * 3, rights[len(rights) * 3 // 4])

    def is_continuation(self, first: TextLine, second: TextLine) -> bool:
        """Whether `second` goes on with the paragraph of `first`."""
        indented = second.x0 > self.left + _MIN_INDENT_CHARS * second.size
        word = 0 if _SENTENCE_END.search(first.text) else _leading_word_length(second.text)
        ended = first.x1 < self.right - (_MAX_RAGGED_CHARS + _ASCII_CHAR_WIDTH * word) * first.size
        ended = ended or first.x1 - first.x0 < _MIN_FULL_LINE_CHARS * first.size
        return not (indented or ended or is_section_title(first.text) or is_section_title(second.text))


def _leading_word_length(text: str) -> int:
    found = _ASCII_RUN.match(text)
    return found.end() if found else 0


def join_paragraphs(lines: Sequence[TextLine], margins: TextMargins) -> Iterator[Paragraph]:
    """The paragraphs of a run of lines, over page ends too; no blank is put in but between Latin words."""
    text = ""
    last: TextLine | None = None
    for line in lines:
        if last is not None and margins.is_continuation(last, line):
            text += (
                " "
                if _LATIN_AT_END.search(text) and line.text[:1].isascii() and line.text[:1].isalpha()
                else ""
            ) + line.text
        else:
            if text:
                yield Paragraph(text)
            text = line.text
        last = line
    if text:
        yield Paragraph(text)
