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
        self.words.append(word)
        self.x0, self.x1 = min(self.x0, word.x0), max(self.x1, word.x1)


def stack_words(words: Iterable[Word], max_pitch: float, max_blank: float = 0.0) -> list[Stack]:
    """Return the cells that the words form, from top to bottom; `max_pitch` is the distance of their lines.

    Words of one line belong to one cell if they are not further apart than `max_blank` characters; so it is
    in labels, which may also continue on the next page. The number of a list begins a new cell.
    """
    stacks: list[Stack] = []
    open_stacks: list[Stack] = []
    for word in sorted(words, key=lambda word: (word.y, word.x0)):
        open_stacks = [stack for stack in open_stacks if word.y - stack.last_y <= max_pitch]
        found = _stack_of(word, open_stacks[-_MAX_OPEN_STACKS:], max_blank)
        if found is None:
            found = Stack.from_word(word)
            stacks.append(found)
            open_stacks.append(found)
        else:
            found.add(word)
    return stacks


def _stack_of(word: Word, open_stacks: Sequence[Stack], max_blank: float) -> Stack | None:
    """Return the stack that a word continues: below it with the most in common, else on the same line."""
    if word.starts_item:
        return None
    best: Stack | None = None
    best_overlap = 0.0
    beside: Stack | None = None
    for stack in open_stacks:
        last = stack.words[-1]
        if last.page != word.page and not max_blank:
            continue
        if not is_same_line(last, word):
            overlap = -gap_between(stack.span, word)
            if overlap > best_overlap:
                best, best_overlap = stack, overlap
        elif (
            min(gap_between(last, word), gap_between(stack.words[0], word))
            <= max(max_blank, MIN_GAP) * word.size
        ):
            beside = stack
    return beside or best
