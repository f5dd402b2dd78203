"""Decides whether a document is a report for a year before 2019 and finds its chapters.

A document with labels of a modern table is none. Without such labels, titles of chapters and the year are
weighed, so that a modern report without its tables is not taken for an old one (see docs/forms.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from archive.extraction.headings import match_heading, split_ordinal
from archive.extraction.identity import identify
from archive.extraction.legacy.labels import is_national_table
from archive.extraction.legacy.rows import join_split_statistics
from archive.extraction.legacy.table import LegacyTable, read_statistics_table
from archive.extraction.sections import SectionLayout, SectionStart, split_at_starts
from archive.forms import forms, legacy_form
from archive.model import Block, Content, Document, Identity, Paragraph, ParagraphKind
from archive.text import normalise_text, parse_integer

_MAX_TITLE_LENGTH = 48
_MAX_SERIES = 40
# Chapters are not counted so far; the lines of a list may be.
_MAX_CHAPTER_NUMBER = 50
_MIN_CHAPTERS = 3
# The year weighs as much as two titles that only old or only modern reports print.
_YEAR_WEIGHT = 2
_UNKNOWN_CHAPTER_KEY = "other_matters"
_ANNEX_KEYS = ("annex",)
# A chapter with an unknown title fills a gap between known ones, and never outweighs one of them.
_KNOWN_WEIGHT, _UNKNOWN_WEIGHT, _HEADING_BONUS = 10.0, 0.1, 0.5
_SENTENCE_MARKS = "，。；：？！,;:?!"
_ORDINAL_STYLES = ("chinese", "digit", "bracketed")


@dataclass(frozen=True, slots=True)
class LegacyDocument:
    """A report for a year before 2019: its chapters, its identity and its statistics table."""

    layout: SectionLayout
    identity: Identity
    table: LegacyTable


@dataclass(frozen=True, slots=True)
class _ChapterHeading:
    index: int
    key: str
    number: int
    style: str
    weight: float
    text: str

    @property
    def is_known(self) -> bool:
        return self.weight >= _KNOWN_WEIGHT


class _ChapterSeries(NamedTuple):
    """Chapters in which numbers rise and no known title is used twice."""

    weight: float = 0.0
    last_number: int = 0
    known_keys: frozenset[str] = frozenset()
    chapters: tuple[_ChapterHeading, ...] = ()

    def accepts(self, chapter: _ChapterHeading) -> bool:
        """True if the chapter can follow."""
        return not 0 < chapter.number <= self.last_number and not (
            chapter.is_known and chapter.key in self.known_keys
        )

    def followed_by(self, chapter: _ChapterHeading) -> _ChapterSeries:
        """The series with one more chapter."""
        return _ChapterSeries(
            self.weight + chapter.weight,
            chapter.number or self.last_number,
            self.known_keys | {chapter.key} if chapter.is_known else self.known_keys,
            (*self.chapters, chapter),
        )


def detect_legacy(content: Content, document: Document) -> LegacyDocument | None:
    """Read `content`, whose tables have no label of a modern form, as an old report; None if it is none."""
    blocks = join_split_statistics(content.blocks)
    chapters = _find_chapters(blocks)
    known_chapters = [chapter for chapter in chapters if chapter.is_known]
    if len(known_chapters) < _MIN_CHAPTERS:
        return None
    starts = {
        chapter.index: SectionStart(chapter.key, "" if chapter.is_known else chapter.text)
        for chapter in chapters
    }
    layout = split_at_starts(blocks, starts, annexes=_ANNEX_KEYS)
    identity = identify(layout, content.candidates, document)
    has_national_table = any(is_national_table(placed_grid.grid) for placed_grid in layout.grids)
    if not has_national_table and (
        identity.title is None or _legacy_score(known_chapters, blocks, identity.year) <= 0
    ):
        return None
    return LegacyDocument(layout, identity, read_statistics_table(layout.grids))


def _legacy_score(chapters: Iterable[_ChapterHeading], blocks: Iterable[Block], year: int | None) -> int:
    """Weight of titles and year: positive for an old report, negative for a modern one."""
    old = sum(
        1 for chapter in chapters if chapter.key not in _ANNEX_KEYS and match_heading(chapter.text) is None
    )
    new = sum(1 for block in blocks if isinstance(block, Paragraph) and _is_modern_title(block))
    if year is None:
        return old - new
    first = min(form.first_year for form in forms().values())
    return old - new + (_YEAR_WEIGHT if year < first else -_YEAR_WEIGHT)


def _is_modern_title(block: Paragraph) -> bool:
    """True if the line is a title that only the modern forms print."""
    return match_heading(block.text) is not None and _chapter_key(block.text) is None


def _chapter_key(text: str) -> str | None:
    line = split_ordinal(normalise_text(text))
    keys = (
        chapter.key
        for chapter in legacy_form().chapters.values()
        if chapter.is_title(line.bare, bool(line.style))
    )
    return next(keys, None)


def _find_chapters(blocks: Sequence[Block]) -> list[_ChapterHeading]:
    """The chapters of a report; all of them have ordinals of one style or none."""
    candidates = list(_chapter_candidates(blocks))
    series = [
        _best_series([candidate for candidate in candidates if candidate.style in (style, "")])
        for style in _ORDINAL_STYLES
    ]
    return list(max(series, key=itemgetter(0)).chapters)


def _best_series(candidates: Iterable[_ChapterHeading]) -> _ChapterSeries:
    """The heaviest series of candidates.

    Of more than `_MAX_SERIES` series the lightest is given up: no report has so many titles.
    """
    all_series: list[_ChapterSeries] = []
    for candidate in candidates:
        possible = (series for series in all_series if series.accepts(candidate))
        heaviest = max(possible, key=itemgetter(0), default=_ChapterSeries())
        all_series.append(heaviest.followed_by(candidate))
        if len(all_series) > _MAX_SERIES:
            lightest = min(range(len(all_series)), key=lambda index: all_series[index].weight)
            del all_series[lightest]
    return max(all_series, key=itemgetter(0), default=_ChapterSeries())


def _chapter_candidates(blocks: Iterable[Block]) -> Iterator[_ChapterHeading]:
    for index, block in enumerate(blocks):
        if (
            not isinstance(block, Paragraph)
            or block.kind is ParagraphKind.BOILERPLATE
            or len(block.text) > 2 * _MAX_TITLE_LENGTH
        ):
            continue
        plain = normalise_text(block.text)
        if len(plain) <= _MAX_TITLE_LENGTH and (heading := _chapter_candidate(index, block, plain)):
            yield heading


def _chapter_candidate(index: int, block: Paragraph, plain: str) -> _ChapterHeading | None:
    line, key = split_ordinal(plain), _chapter_key(block.text)
    number = parse_integer(line.number) or 0 if line.number else 0
    if number > _MAX_CHAPTER_NUMBER:
        number = 0
    if key:
        weight = (
            _KNOWN_WEIGHT
            + (_HEADING_BONUS if block.kind is ParagraphKind.HEADING else 0)
            + (1 if number else 0)
        )
        return _ChapterHeading(index, key, number, line.style, weight, block.text)
    # An unknown title counts only after 一、: other ordinals are too common within chapters.
    if line.style != "chinese" or not number or any(mark in block.text for mark in _SENTENCE_MARKS):
        return None
    return _ChapterHeading(index, _UNKNOWN_CHAPTER_KEY, number, line.style, _UNKNOWN_WEIGHT, block.text)
