"""Whether a document is a report of the time before the statutory forms, and where its chapters begin.

The labels of a modern table settle it: then it is none. Without them the titles of the chapters and the
year are weighed, and a modern report that lost its tables stays one (docs/forms.md says it to readers).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.extraction.identity.identify import identify
from archive.extraction.legacy.labels import is_national
from archive.extraction.legacy.rows import rejoined
from archive.extraction.legacy.table import LegacyTable, legacy_table
from archive.extraction.sections import Layout, Start, cut, heading, numbered
from archive.forms import forms
from archive.forms.legacy import legacy
from archive.model import Block, Content, Document, Identity, Mark, Paragraph
from archive.text.normalise import norm
from archive.text.numerals import integer

_LONGEST = 48
_FEWEST_CHAPTERS = 3
# The year speaks as loudly as two titles that only one of the two times prints.
_YEAR_WEIGHS = 2
_OTHER = "other_matters"
_ANNEX = ("annex",)
# A chapter under a title that nobody knows fills a gap between known ones, and never outweighs one of them.
_KNOWN, _UNKNOWN, _MARKED = 10.0, 0.1, 0.5
_SENTENCE = "，。；：？！,;:?!"
_STYLES = ("chinese", "digit", "bracketed")


@dataclass(frozen=True, slots=True)
class OldReport:
    """A report of the time before the forms, cut at its chapters, with whatever its table says."""

    layout: Layout
    identity: Identity
    table: LegacyTable


@dataclass(frozen=True, slots=True)
class _Chapter:
    index: int
    key: str
    number: int
    style: str
    weight: float
    text: str

    @property
    def known(self) -> bool:
        return self.weight >= _KNOWN

    def may_follow(self, series: Sequence[_Chapter]) -> bool:
        """Whether the chapter can come behind `series`: numbers rise, and a title comes once."""
        numbers = [one.number for one in series if one.number]
        if self.number and numbers and self.number <= numbers[-1]:
            return False
        return not self.known or all(one.key != self.key or not one.known for one in series)


def old_report(content: Content, document: Document) -> OldReport | None:
    """The old report that `content` is, whose tables have no label of a modern form; else None."""
    blocks = rejoined(content.blocks)
    chapters = _chapters(blocks)
    titled = [one for one in chapters if one.known]
    if len(titled) < _FEWEST_CHAPTERS:
        return None
    starts = {one.index: Start(one.key, "" if one.known else one.text) for one in chapters}
    layout = cut(blocks, starts, annexes=_ANNEX)
    identity = identify(layout, content.candidates, document)
    national = any(is_national(one.grid) for one in layout.grids)
    if not national and (identity.title is None or _lean(titled, blocks, identity.year) <= 0):
        return None
    return OldReport(layout, identity, legacy_table(layout.grids))


def _lean(chapters: Iterable[_Chapter], blocks: Iterable[Block], year: int | None) -> int:
    """How much more titles and year speak for an old report than for a modern one."""
    old = sum(1 for one in chapters if one.key not in _ANNEX and heading(one.text) is None)
    new = sum(1 for block in blocks if isinstance(block, Paragraph) and _is_modern(block))
    if year is None:
        return old - new
    first = min(form.first_year for form in forms().values())
    return old - new + (_YEAR_WEIGHS if year < first else -_YEAR_WEIGHS)


def _is_modern(block: Paragraph) -> bool:
    """Whether the line is a title that only the modern forms print."""
    return heading(block.text) is not None and _key(block.text) is None


def _key(text: str) -> str | None:
    found = numbered(norm(text))
    fitting = (one.key for one in legacy().chapters.values() if one.is_title(found.bare, bool(found.style)))
    return next(fitting, None)


def _chapters(blocks: Sequence[Block]) -> list[_Chapter]:
    """The chapters of a report, which are numbered in one way, or by nothing."""
    candidates = list(_candidates(blocks))
    series = [_best_series([one for one in candidates if one.style in (style, "")]) for style in _STYLES]
    return max(series, key=_weight)


def _best_series(candidates: Iterable[_Chapter]) -> list[_Chapter]:
    """The heaviest series of candidates in which numbers rise and no title is used twice."""
    best: list[list[_Chapter]] = []
    for candidate in candidates:
        before = max((one for one in best if candidate.may_follow(one)), key=_weight, default=[])
        best.append([*before, candidate])
    return max(best, key=_weight, default=[])


def _weight(series: Iterable[_Chapter]) -> float:
    return sum(one.weight for one in series)


def _candidates(blocks: Iterable[Block]) -> Iterator[_Chapter]:
    for index, block in enumerate(blocks):
        if not isinstance(block, Paragraph) or block.mark is Mark.CHROME or len(block.text) > 2 * _LONGEST:
            continue
        plain = norm(block.text)
        if len(plain) <= _LONGEST and (found := _candidate(index, block, plain)):
            yield found


def _candidate(index: int, block: Paragraph, plain: str) -> _Chapter | None:
    line, key = numbered(plain), _key(block.text)
    number = integer(line.number) or 0 if line.number else 0
    if key:
        weight = _KNOWN + (_MARKED if block.mark is Mark.HEADING else 0) + (1 if number else 0)
        return _Chapter(index, key, number, line.style, weight, block.text)
    # Only 一、 opens chapters often enough to trust a title that is not known.
    if line.style != "chinese" or not number or any(mark in block.text for mark in _SENTENCE):
        return None
    return _Chapter(index, _OTHER, number, line.style, _UNKNOWN, block.text)
