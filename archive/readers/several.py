"""Several reports in one page: the tabs of several years, or one behind the other. Their parts never mix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.etree import _Element as Element

from archive.model import Finding, Result, Severity
from archive.readers import chrome, metadata, titles
from archive.readers.dom import Line, Piece, Table, Walk

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
    runs = list(_runs(walk.pieces))
    if len(runs) < 2:
        return []
    start, end = _common(walk, runs)
    spans: list[tuple[int, int]] = []
    for place, run in enumerate(runs):
        following = runs[place + 1].first if place + 1 < len(runs) else end
        own = _panel(walk, run, [other.first for other in runs if other is not run])
        before = spans[-1][1] if spans else start
        spans.append(own or (before, _ending(walk.pieces, run.last, following, final=following == end)))
    return [_part(walk.pieces, run, span) for run, span in zip(runs, spans, strict=True)]


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


def _runs(pieces: Sequence[Piece]) -> Iterator[_Run]:
    found = [
        (place, section)
        for place, piece in enumerate(pieces)
        if isinstance(piece, Line) and (section := titles.section_of(piece.text)) is not None
    ]
    openings = [place for place, section in found if section == 0]
    if len(openings) < 2:
        return
    for opening, following in zip(openings, [*openings[1:], len(pieces)], strict=True):
        inside = [(place, section) for place, section in found if opening < place < following]
        tables = any(isinstance(piece, Table) for piece in pieces[opening:following])
        if tables and len({section for _, section in inside}) >= _ENOUGH:
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


def _ending(pieces: Sequence[Piece], last: int, following: int, *, final: bool) -> int:
    """Where a report ends that another follows: behind its date, else before the title of the next."""
    if final:
        return following
    for place in range(last + 1, following):
        piece = pieces[place]
        if isinstance(piece, Line) and chrome.is_date(piece.text):
            return place + 1
    for place in range(last + 1, following):
        piece = pieces[place]
        if isinstance(piece, Line) and metadata.is_title(piece.text):
            return place
    return following


def _part(pieces: Sequence[Piece], run: _Run, span: tuple[int, int]) -> Part:
    lines = [piece for piece in pieces[span[0] : run.first] if isinstance(piece, Line)]
    name = next((line.text for line in lines if metadata.is_title(line.text)), lines[0].text if lines else "")
    opening = pieces[run.first]
    return Part(*span, name[:80] or "（无标题）", isinstance(opening, Line) and opening.hidden)
