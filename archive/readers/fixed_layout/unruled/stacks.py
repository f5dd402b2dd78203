"""Joins the lines of one cell: words that are below each other with less space than cells have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.readers.fixed_layout.unruled.words import (
    MIN_GAP,
    Span,
    Word,
    gap_between,
    is_same_line,
    join_words,
    lines_of,
)

# More words on the lines of one cell are no table.
_MAX_OPEN_STACKS = 60


@dataclass(slots=True)
class Stack:
    """The words of one cell, and the box around them; `first_y` and `last_y` are base lines."""

    words: list[Word]
    x0: float
    x1: float

    @classmethod
    def from_word(cls, word: Word) -> Stack:
        """Return a stack with one word."""
        return cls([word], word.x0, word.x1)

    @property
    def span(self) -> Span:
        """Its left and right edge."""
        return Span(self.x0, self.x1)

    @property
    def first_y(self) -> float:
        """The base line of its first line."""
        return self.words[0].y

    @property
    def last_y(self) -> float:
        """The base line of its last line."""
        return self.words[-1].y

    @property
    def center_y(self) -> float:
        """The middle between its first and its last base line."""
        return (self.first_y + self.last_y) / 2

    @property
    def size(self) -> float:
        """The size of its characters."""
        return self.words[0].size

    @property
    def text(self) -> str:
        """Its text, without line ends."""
        return join_words(self.words)

    def add(self, word: Word) -> None:
        """Add a word of the last line, or of the next one."""
        self.add_line(Stack.from_word(word))

    def add_line(self, part: Stack) -> None:
        """Add words of the last line, or of the next one."""
        self.words += part.words
        self.x0, self.x1 = min(self.x0, part.x0), max(self.x1, part.x1)


def stack_words(words: Iterable[Word], max_pitch: float, max_blank: float = 0.0) -> list[Stack]:
    """Return the cells that the words form, from top to bottom; `max_pitch` is the distance of their lines.

    Words of one line belong to one cell if they are not further apart than `max_blank` characters; so it is
    in labels, which may also continue on the next page. The number of a list begins a new cell.
    """
    stacks: list[Stack] = []
    open_stacks: list[Stack] = []
    for line in lines_of(words):
        open_stacks = [stack for stack in open_stacks if line[0].y - stack.last_y <= max_pitch]
        open_stacks = open_stacks[-_MAX_OPEN_STACKS:]
        parts = _join_beside(line, max(max_blank, MIN_GAP))
        for part in parts:
            found = None if part.words[0].starts_item else _stack_above(part, open_stacks, parts, max_blank)
            if found is None:
                stacks.append(part)
                open_stacks.append(part)
            else:
                found.add_line(part)
    return stacks


def _join_beside(line: Sequence[Word], max_gap: float) -> list[Stack]:
    """Return the parts of a line that belong to different cells."""
    parts: list[Stack] = []
    for word in sorted(line, key=lambda word: word.x0):
        is_beside = parts and word.x0 - parts[-1].x1 <= max_gap * word.size
        if is_beside and not word.starts_item:
            parts[-1].add_line(Stack.from_word(word))
        else:
            parts.append(Stack.from_word(word))
    return parts


def _stack_above(
    part: Stack, open_stacks: Sequence[Stack], parts: Sequence[Stack], max_blank: float
) -> Stack | None:
    """Return the stack that a part of a line continues: the one with the most in common above it.

    A text above several parts of a line is a common header of theirs.
    """
    best: Stack | None = None
    best_overlap = 0.0
    for stack in open_stacks:
        is_on_page = stack.words[-1].page == part.words[0].page or max_blank > 0
        overlap = -gap_between(stack.span, part.span)
        if is_on_page and overlap > best_overlap and not is_same_line(stack.words[-1], part.words[0]):
            best, best_overlap = stack, overlap
    is_common = best is not None and sum(gap_between(best.span, other.span) < 0 for other in parts) > 1
    return None if is_common else best
