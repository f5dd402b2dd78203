"""Finds the six sections of a report by the text of their titles.

Ordinals alone prove nothing: table 3 has rows that begin with 一、 to 四、, and reports number their
chapters 4、 or not at all. A heading is a short line of its own whose text is a known title; of all
candidates the best series in the order of the sections is used.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain
from operator import itemgetter

from archive.extraction.labels import label_variants
from archive.extraction.titles import Title, find_title
from archive.forms import TABLE_KEYS, section_titles, terms
from archive.model import Block, Grid, Paragraph, ParagraphKind
from archive.text import find_date, normalise_text

_NUMERALS = "一二三四五六"
_ORDINAL = re.compile(
    r"^(?:第?([一二三四五六七八九十]+)(?:部分|[、.,:])|\(([一二三四五六七八九十]+)\)|(\d)|\((\d)\))?"
)
_PUNCTUATION = re.compile(r"[、,.:;。,:;]")
_MAX_HEADING_LENGTH = 40
_MAX_SIGNATURE_LINES = 4
_MAX_TITLE_LINES = 6


@dataclass(frozen=True)
class PlacedGrid:
    """A grid, its number in the document, and the key of the section that it is in."""

    grid: Grid
    number: int
    section: str

    @cached_property
    def comparable_texts(self) -> frozenset[str]:
        """The texts of its cells, normalised for comparing labels."""
        return frozenset().union(*map(label_variants, {cell.text for cell in self.grid.cells}))


@dataclass(frozen=True, slots=True)
class SectionLayout:
    """A document split at its headings. `texts` has a key for every heading that was found.

    `preamble` is the text before the first heading without the lines of the title.
    """

    title: Title | None
    preamble: tuple[str, ...]
    texts: dict[str, tuple[str, ...]]
    signature: tuple[str, ...]
    after_signature: tuple[str, ...]
    captions: tuple[str, ...]
    grids: tuple[PlacedGrid, ...]
    boilerplate: tuple[Paragraph, ...]

    def section_texts(self) -> dict[str, str]:
        """Texts of the sections, paragraphs joined by a line feed; preamble and signature if not empty."""
        texts = {"preamble": self.preamble, **self.texts, "signature": self.signature}
        outer = ("preamble", "signature")
        return {key: "\n".join(lines) for key, lines in texts.items() if lines or key not in outer}

    def unread_rows(self, used_grids: Collection[int]) -> list[str]:
        """Texts of the grids that are not in `used_grids`, one line for each row."""
        return [
            " | ".join(cell.text.strip() for cell in line if cell.text.strip())
            for placed in self.grids
            if placed.number not in used_grids
            for line in placed.grid.rows()
            if any(cell.text.strip() and not cell.padding for cell in line)
        ]


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """A normalised line split into its ordinal and the text without ordinal and punctuation.

    `style` is `chinese` (一、 第一部分), `bracketed`, `digit`, or empty if the line has no ordinal.
    """

    style: str
    number: str
    bare: str


@dataclass(frozen=True, slots=True)
class SectionStart:
    """The beginning of a section. `kept_heading` is an unknown heading, which becomes part of its text."""

    key: str
    kept_heading: str = ""


@dataclass(frozen=True, slots=True)
class _Heading:
    index: int
    order: int
    weight: float


def split_sections(blocks: Sequence[Block]) -> SectionLayout:
    """Split `blocks` at the section headings into title, preamble, sections and signature."""
    keys = tuple(section_titles())
    starts = {heading.index: SectionStart(keys[heading.order]) for heading in _best_headings(blocks)}
    return split_at_starts(blocks, starts, _caption_texts())


def split_at_starts(
    blocks: Sequence[Block],
    starts: Mapping[int, SectionStart],
    labels: Collection[str] = (),
    annexes: Collection[str] = (),
) -> SectionLayout:
    """Split `blocks` at `starts`, which has sections by the index of their first block.

    Lines of the table sections that are among `labels` are captions. The signature is at the end of the last
    section that is not among `annexes`.
    """
    lines: dict[str, list[str]] = {"": []}
    captions: list[str] = []
    grids: list[PlacedGrid] = []
    boilerplate: list[Paragraph] = []
    current = ""
    for index, block in enumerate(blocks):
        if index in starts:
            current = starts[index].key
            lines.setdefault(current, []).extend(filter(None, [starts[index].kept_heading]))
        elif isinstance(block, Grid):
            grids.append(PlacedGrid(block, len(grids), current))
        elif block.kind is ParagraphKind.BOILERPLATE:
            boilerplate.append(block)
        elif current in TABLE_KEYS and normalise_text(block.text) in labels:
            captions.append(block.text)
        elif block.text:
            lines[current].append(block.text)
    title, preamble = _split_title(lines.pop(""))
    last = next((key for key in reversed(lines) if key not in annexes), None)
    body, signature, after = _split_signature(lines[last]) if last else ([], [], [])
    if last:
        lines[last] = body
    signature, preamble = (signature, preamble) if signature else _split_leading_signature(preamble)
    return SectionLayout(
        title=title,
        preamble=preamble,
        texts={key: tuple(paragraphs) for key, paragraphs in lines.items()},
        signature=tuple(signature),
        after_signature=tuple(after),
        captions=tuple(captions),
        grids=tuple(grids),
        boilerplate=tuple(boilerplate),
    )


def _split_title(preamble: list[str]) -> tuple[Title | None, tuple[str, ...]]:
    located_title = find_title(preamble[:_MAX_TITLE_LINES])
    if located_title is None:
        return None, tuple(preamble)
    title, start, end = located_title
    return title, (*preamble[:start], *preamble[end:])


def match_heading(text: str) -> tuple[str, float] | None:
    """The section whose title `text` is, and the weight of it as a heading; None if it is no title."""
    # Headings often have blanks between their characters, hence twice the length here.
    return _match_short_heading(text) if len(text) <= _MAX_HEADING_LENGTH * 2 else None


# Headings recur in every report. Only short texts come here, so the cache stays small.
@lru_cache(maxsize=4096)
def _match_short_heading(text: str) -> tuple[str, float] | None:
    plain = normalise_text(text)
    if len(plain) > _MAX_HEADING_LENGTH:
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


@cache
def _caption_texts() -> frozenset[str]:
    known = terms()
    entries = chain(
        *(rows.values() for rows in known.rows.values()),
        known.captions.values(),
        known.groups.values(),
        known.columns.values(),
    )
    texts = {normalise_text(label) for entry in entries for label in entry.labels}
    return frozenset(texts | {normalise_text("该部分以表格形式报告。表格如下:")})


def _best_headings(blocks: Sequence[Block]) -> list[_Heading]:
    """The heaviest series of candidates in the order of the sections."""
    all_series: list[tuple[float, list[_Heading]]] = []
    for candidate in _heading_candidates(blocks):
        weight, headings = max(
            (series for series in all_series if series[1][-1].order < candidate.order),
            key=itemgetter(0),
            default=(0.0, []),
        )
        all_series.append((weight + 10 + candidate.weight, [*headings, candidate]))
    return max(all_series, key=itemgetter(0), default=(0.0, []))[1]


def _heading_candidates(blocks: Iterable[Block]) -> Iterator[_Heading]:
    order = {key: position for position, key in enumerate(section_titles())}
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph) and block.kind is not ParagraphKind.BOILERPLATE:
            match = match_heading(block.text)
            if match:
                key, weight = match
                bonus = 0.5 if block.kind is ParagraphKind.HEADING else 0.0
                yield _Heading(index, order[key], weight + bonus)


def _split_signature(lines: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Split the last section into text, signature (agency lines and a date), and what follows it."""
    for end in range(len(lines), max(len(lines) - _MAX_SIGNATURE_LINES, 0), -1):
        dated = normalise_text(lines[end - 1])
        date = find_date(dated)
        if date is None or date.end < len(dated) - 1 or len(dated) > _MAX_HEADING_LENGTH + 12:
            continue
        start = end - 1
        while start > 0 and end - start < 3 and _is_name(lines[start - 1]):
            start -= 1
        return lines[:start], lines[start:end], lines[end:]
    return lines, [], []


def _split_leading_signature(preamble: tuple[str, ...]) -> tuple[list[str], tuple[str, ...]]:
    """Split a signature from the beginning of the preamble: Hunan's reports are signed below their title.

    Only a date with 年 counts: 2022-01-20 below a name is printed by the portal.
    """
    for end in range(2, min(len(preamble), _MAX_SIGNATURE_LINES) + 1):
        dated = normalise_text(preamble[end - 1])
        date = find_date(dated)
        if date and date.end >= len(dated) - 1 and "年" in dated:
            is_signature = all(map(_is_name, preamble[: end - 1]))
            return (list(preamble[:end]), preamble[end:]) if is_signature else ([], preamble)
    return [], preamble


def _is_name(line: str) -> bool:
    plain = normalise_text(line)
    return 3 <= len(plain) <= _MAX_HEADING_LENGTH and not re.search(r"[,。;:、,;:]|无$", plain)
