"""Whether a document is a report of the time before the statutory forms, and where its chapters begin.

The labels of a modern table settle it: then it is none. Without them the titles of the chapters and the
year are weighed, and a modern report that lost its tables stays one (docs/forms.md says it to readers).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.extraction.identity import identify
from archive.extraction.legacy.labels import is_national_table
from archive.extraction.legacy.rows import join_split_statistics
from archive.extraction.legacy.table import LegacyTable, read_statistics_table
from archive.extraction.sections import (
    SectionLayout,
    SectionStart,
    match_heading,
    split_at_starts,
    split_ordinal,
)
from archive.forms import forms, legacy_form
from archive.model import Block, Content, Document, Identity, Paragraph, ParagraphKind
from archive.text import normalise_text, parse_integer

_MAX_TITLE_LENGTH = 48
_MIN_CHAPTERS = 3
# The year speaks as loudly as two titles that only one of the two times prints.
_YEAR_WEIGHT = 2
_UNKNOWN_CHAPTER_KEY = "other_matters"
_ANNEX_KEYS = ("annex",)
# A chapter under a title that nobody knows fills a gap between known ones, and never outweighs one of them.
_KNOWN_WEIGHT, _UNKNOWN_WEIGHT, _HEADING_BONUS = 10.0, 0.1, 0.5
_SENTENCE_MARKS = "，。；：？！,;:?!"
_ORDINAL_STYLES = ("chinese", "digit", "bracketed")


@dataclass(frozen=True, slots=True)
class LegacyDocument:
    """A report of the time before the forms, cut at its chapters, with whatever its table says."""

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

    def can_follow(self, series: Sequence[_ChapterHeading]) -> bool:
        """Whether the chapter can come behind `series`: numbers rise, and a title comes once."""
        numbers = [chapter.number for chapter in series if chapter.number]
        if self.number and numbers and self.number <= numbers[-1]:
            return False
        return not self.is_known or all(chapter.key != self.key or not chapter.is_known for chapter in series)


def detect_legacy(content: Content, document: Document) -> LegacyDocument | None:
    """The old report that `content` is, whose tables have no label of a modern form; else None."""
    blocks = join_split_statistics(content.blocks)
    chapters = _find_chapters(blocks)
    titled = [chapter for chapter in chapters if chapter.is_known]
    if len(titled) < _MIN_CHAPTERS:
        return None
    starts = {
        chapter.index: SectionStart(chapter.key, "" if chapter.is_known else chapter.text)
        for chapter in chapters
    }
    layout = split_at_starts(blocks, starts, annexes=_ANNEX_KEYS)
    identity = identify(layout, content.candidates, document)
    national = any(is_national_table(placed_grid.grid) for placed_grid in layout.grids)
    if not national and (identity.title is None or _legacy_score(titled, blocks, identity.year) <= 0):
        return None
    return LegacyDocument(layout, identity, read_statistics_table(layout.grids))


def _legacy_score(chapters: Iterable[_ChapterHeading], blocks: Iterable[Block], year: int | None) -> int:
    """How much more titles and year speak for an old report than for a modern one."""
    old = sum(
        1 for chapter in chapters if chapter.key not in _ANNEX_KEYS and match_heading(chapter.text) is None
    )
    new = sum(1 for block in blocks if isinstance(block, Paragraph) and _is_modern_title(block))
    if year is None:
        return old - new
    first = min(form.first_year for form in forms().values())
    return old - new + (_YEAR_WEIGHT if year < first else -_YEAR_WEIGHT)


def _is_modern_title(block: Paragraph) -> bool:
    """Whether the line is a title that only the modern forms print."""
    return match_heading(block.text) is not None and _chapter_key(block.text) is None


def _chapter_key(text: str) -> str | None:
    found = split_ordinal(normalise_text(text))
    fitting = (
        chapter.key
        for chapter in legacy_form().chapters.values()
        if chapter.is_title(found.bare, bool(found.style))
    )
    return next(fitting, None)


def _find_chapters(blocks: Sequence[Block]) -> list[_ChapterHeading]:
    """The chapters of a report, which are numbered in one way, or by nothing."""
    candidates = list(_chapter_candidates(blocks))
    series = [
        _best_series([candidate for candidate in candidates if candidate.style in (style, "")])
        for style in _ORDINAL_STYLES
    ]
    return max(series, key=_series_weight)


def _best_series(candidates: Iterable[_ChapterHeading]) -> list[_ChapterHeading]:
    """The heaviest series of candidates in which numbers rise and no title is used twice."""
    best: list[list[_ChapterHeading]] = []
    for candidate in candidates:
        before = max(
            (earlier for earlier in best if candidate.can_follow(earlier)), key=_series_weight, default=[]
        )
        best.append([*before, candidate])
    return max(best, key=_series_weight, default=[])


def _series_weight(series: Iterable[_ChapterHeading]) -> float:
    return sum(chapter.weight for chapter in series)


def _chapter_candidates(blocks: Iterable[Block]) -> Iterator[_ChapterHeading]:
    for index, block in enumerate(blocks):
        if (
            not isinstance(block, Paragraph)
            or block.kind is ParagraphKind.BOILERPLATE
            or len(block.text) > 2 * _MAX_TITLE_LENGTH
        ):
            continue
        plain = normalise_text(block.text)
        if len(plain) <= _MAX_TITLE_LENGTH and (found := _chapter_candidate(index, block, plain)):
            yield found


def _chapter_candidate(index: int, block: Paragraph, plain: str) -> _ChapterHeading | None:
    line, key = split_ordinal(plain), _chapter_key(block.text)
    number = parse_integer(line.number) or 0 if line.number else 0
    if key:
        weight = (
            _KNOWN_WEIGHT
            + (_HEADING_BONUS if block.kind is ParagraphKind.HEADING else 0)
            + (1 if number else 0)
        )
        return _ChapterHeading(index, key, number, line.style, weight, block.text)
    # Only 一、 opens chapters often enough to trust a title that is not known.
    if line.style != "chinese" or not number or any(mark in block.text for mark in _SENTENCE_MARKS):
        return None
    return _ChapterHeading(index, _UNKNOWN_CHAPTER_KEY, number, line.style, _UNKNOWN_WEIGHT, block.text)
