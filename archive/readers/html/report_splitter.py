"""Several reports in one file: the tabs of several years, or one behind the other. Their parts never mix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lxml.etree import _Element as Element

from archive.model import Content, Finding, Mark, Paragraph, Result, Severity
from archive.readers.common import boilerplate, section_titles
from archive.readers.html import metadata
from archive.readers.html.dom import Line, Piece, Table, Walk

# Behind 总体情况 come five more; three of them and a table are a report, without a table a list of contents.
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Part:
    """One report: its pieces from `start` to before `end`, what it calls itself, and whether it is hidden."""

    start: int
    end: int
    name: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class _Run:
    """The title 总体情况 and the last title before the next one."""

    first: int
    last: int


def reports(walk: Walk) -> list[Part]:
    """The reports of a page that has two or more; an empty list for every other page."""
    texts = [piece.text if isinstance(piece, Line) else None for piece in walk.pieces]
    tables = [isinstance(piece, Table) for piece in walk.pieces]
    runs = list(_runs(texts, tables))
    if len(runs) < 2:
        return []
    start, end = _common(walk, runs)
    spans: list[tuple[int, int]] = []
    for place, run in enumerate(runs):
        following = runs[place + 1].first if place + 1 < len(runs) else end
        own = _panel(walk, run, [other.first for other in runs if other is not run])
        before = spans[-1][1] if spans else start
        spans.append(own or (before, _ending(texts, run.last, following, final=following == end)))
    return [
        Part(*span, _name(texts[span[0] : run.first]), _is_hidden(walk.pieces[run.first]))
        for run, span in zip(runs, spans, strict=True)
    ]


def only_one(content: Content) -> Content:
    """The content of a file without markup, of several reports in it the first alone, and a finding."""
    said = [
        block.text if isinstance(block, Paragraph) and block.mark is not Mark.CHROME else None
        for block in content.blocks
    ]
    runs = list(_runs(said, [not isinstance(block, Paragraph) for block in content.blocks]))
    if len(runs) < 2:
        return content
    ends = [_ending(said, run.last, following.first, final=False) for run, following in pairwise(runs)] + [
        len(said)
    ]
    parts = [
        Part(start, end, _name(said[start : run.first]), hidden=False)
        for run, start, end in zip(runs, [0, *ends], ends, strict=False)
    ]
    rest = content.blocks[ends[0] :]
    chrome = (one for one in rest if isinstance(one, Paragraph) and one.mark is Mark.CHROME)
    return replace(
        content,
        blocks=(*content.blocks[: ends[0]], *chrome),
        findings=(*content.findings, finding(parts)),
    )


def taken(parts: Sequence[Part]) -> Part:
    """The first report that is shown; the first of all when none is."""
    return next((part for part in parts if not part.hidden), parts[0])


def finding(parts: Sequence[Part]) -> Finding:
    """That the page has several reports, each by name, and which of them was read."""
    named = "；".join(f"{place}. {part.name}" for place, part in enumerate(parts, 1))
    detail = f"本页有 {len(parts)} 份报告：{named}。只读第 {parts.index(taken(parts)) + 1} 份"
    return Finding("R_SEVERAL_REPORTS", Result.FAIL, Severity.WARNING, detail=detail[:400])


def holder(walk: Walk, root: Element, span: tuple[int, int]) -> Element:
    """The lowest element that holds the pieces of `span`."""
    holding = [
        (end - start, -depth, element)
        for depth, (element, (start, end)) in enumerate(walk.bounds.items())
        if start <= span[0] and span[1] <= end
    ]
    return min(holding, key=lambda one: one[:2], default=(0, 0, root))[2]


def _runs(texts: Sequence[str | None], tables: Sequence[bool]) -> Iterator[_Run]:
    found = [
        (place, section)
        for place, text in enumerate(texts)
        if text is not None and (section := section_titles.section_of(text)) is not None
    ]
    openings = [place for place, section in found if section == 0]
    if len(openings) < 2:
        return
    for opening, following in zip(openings, [*openings[1:], len(texts)], strict=True):
        inside = [(place, section) for place, section in found if opening < place < following]
        if any(tables[opening:following]) and len({section for _, section in inside}) >= _ENOUGH:
            yield _Run(opening, inside[-1][0])


def _common(walk: Walk, runs: Sequence[_Run]) -> tuple[int, int]:
    """The bounds of the lowest element that holds all runs."""
    holding = [
        bounds for bounds in walk.bounds.values() if bounds[0] <= runs[0].first and runs[-1].last < bounds[1]
    ]
    return min(holding, key=lambda bounds: bounds[1] - bounds[0], default=(0, len(walk.pieces)))


def _panel(walk: Walk, run: _Run, others: Sequence[int]) -> tuple[int, int] | None:
    """The bounds of the largest element that holds this run and no title of another; None when none does."""
    held = [
        (start, end)
        for start, end in walk.bounds.values()
        if start <= run.first and run.last < end and not any(start <= other < end for other in others)
    ]
    return max(held, key=lambda bounds: bounds[1] - bounds[0], default=None)


def _ending(texts: Sequence[str | None], last: int, following: int, *, final: bool) -> int:
    """Where a report ends that another follows: behind its date, else before the title of the next."""
    if final:
        return following
    between = [(place, texts[place] or "") for place in range(last + 1, following)]
    dates = (place + 1 for place, text in between if boilerplate.is_date(text))
    named = (place for place, text in between if metadata.is_title(text))
    return next(dates, next(named, following))


def _name(texts: Sequence[str | None]) -> str:
    """What a report calls itself in front of its first section."""
    lines = [text for text in texts if text]
    name = next((text for text in lines if metadata.is_title(text)), lines[0] if lines else "")
    return name[:80] or "（无标题）"


def _is_hidden(opening: Piece) -> bool:
    return isinstance(opening, Line) and opening.hidden
