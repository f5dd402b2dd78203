"""Finds the headings of the six sections by the text of their titles.

Ordinals alone prove nothing: table 3 has rows that begin with 一、 to 四、, and reports number their
chapters 4、 or not at all. A heading is a short line of its own whose text is a known title; of all
candidates the best series in the order of the sections is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import itemgetter

from archive.forms import section_titles
from archive.model import Block, Paragraph, ParagraphKind
from archive.text import normalise_text

_NUMERALS = "一二三四五六"
_ORDINAL = re.compile(
    r"^(?:第?([一二三四五六七八九十]+)(?:部分|[、.,:])|\(([一二三四五六七八九十]+)\)|(\d)|\((\d)\))?"
)
_PUNCTUATION = re.compile(r"[、,.:;。,:;]")
MAX_HEADING_LENGTH = 40


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """A normalised line split into its ordinal and the text without ordinal and punctuation.

    `style` is `chinese` (一、 第一部分), `bracketed`, `digit`, or empty if the line has no ordinal.
    """

    style: str
    number: str
    bare: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A block that can be the heading of the section with index `order`; `weight` compares candidates."""

    index: int
    order: int
    weight: float


def best_headings(blocks: Sequence[Block]) -> list[Heading]:
    """The heaviest series of candidates in the order of the sections."""
    # Of the series that end with the same section only the heaviest matters, the first of equals.
    best_by_end: dict[int, tuple[float, int, list[Heading]]] = {}
    for number, candidate in enumerate(_heading_candidates(blocks)):
        before = (series for end, series in best_by_end.items() if end < candidate.order)
        weight, _, headings = max(before, key=itemgetter(0, 1), default=(0.0, 0, []))
        series = (weight + 10 + candidate.weight, -number, [*headings, candidate])
        if candidate.order not in best_by_end or series[0] > best_by_end[candidate.order][0]:
            best_by_end[candidate.order] = series
    return max(best_by_end.values(), key=itemgetter(0, 1), default=(0.0, 0, []))[2]


def _heading_candidates(blocks: Iterable[Block]) -> Iterator[Heading]:
    order = {key: position for position, key in enumerate(section_titles())}
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph) and block.kind is not ParagraphKind.BOILERPLATE:
            match = match_heading(block.text)
            if match:
                key, weight = match
                bonus = 0.5 if block.kind is ParagraphKind.HEADING else 0.0
                yield Heading(index, order[key], weight + bonus)


def match_heading(text: str) -> tuple[str, float] | None:
    """The section whose title `text` is, and the weight of it as a heading; None if it is no title."""
    # Headings often have blanks between their characters, hence twice the length here.
    return _match_short_heading(text) if len(text) <= MAX_HEADING_LENGTH * 2 else None


# Headings recur in every report. Only short texts come here, so the cache stays small.
@lru_cache(maxsize=4096)
def _match_short_heading(text: str) -> tuple[str, float] | None:
    plain = normalise_text(text)
    if len(plain) > MAX_HEADING_LENGTH:
        return None
    line = split_ordinal(plain)
    key = _keys_by_title().get(line.bare)
    if key is None:
        return None
    return key, _heading_weight(line, tuple(section_titles()).index(key))


def split_ordinal(plain: str) -> NumberedLine:
    """Split the ordinal from a normalised line."""
    match = _ORDINAL.match(plain)
    chinese, bracketed, digit, bracketed_digit = match.groups() if match else (None,) * 4
    bare = _PUNCTUATION.sub("", plain[match.end() :] if match else plain)
    if chinese:
        return NumberedLine("chinese", chinese, bare)
    if digit:
        return NumberedLine("digit", digit, bare)
    number = bracketed or bracketed_digit or ""
    return NumberedLine("bracketed" if number else "", number, bare)


def _heading_weight(line: NumberedLine, expected: int) -> float:
    """Weigh a heading by its ordinal; `expected` is the index of the section.

    一、 with the right number weighs most; （一） and 1. are more often sub-headings of section one.
    """
    if line.style == "chinese":
        return 3.0 if line.number == _NUMERALS[expected] else 2.0
    if line.style == "digit":
        return 1.5 if line.number == str(expected + 1) else 0.5
    return 0.5 if line.style == "bracketed" else 1.5


@cache
def _keys_by_title() -> dict[str, str]:
    return {
        _PUNCTUATION.sub("", normalise_text(title)): key
        for key, titles in section_titles().items()
        for title in titles
    }
