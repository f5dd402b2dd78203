"""Several reports in one file: the tabs of several years, or one behind the other. Their parts never mix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lxml.etree import _Element as Element

from archive.model import Content, Finding, Paragraph, ParagraphKind, Result, Severity
from archive.readers.common import is_date, section_index
from archive.readers.html import metadata
from archive.readers.html.dom import DomLine, DomTable, DomWalk, Piece

# Behind 总体情况 come five more; three of them and a table are a report, without a table a list of contents.
_MIN_SECTIONS = 3


@dataclass(frozen=True, slots=True)
class ReportPart:
    """One report: its pieces from `start` to before `end`, what it calls itself, and whether it is hidden."""

    start: int
    end: int
    name: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class _SectionRun:
    """The title 总体情况 and the last title before the next one."""

    first: int
    last: int


def find_reports(walk: DomWalk) -> list[ReportPart]:
    """The reports of a page that has two or more; an empty list for every other page."""
    texts = [piece.text if isinstance(piece, DomLine) else None for piece in walk.pieces]
    tables = [isinstance(piece, DomTable) for piece in walk.pieces]
    runs = list(_section_runs(texts, tables))
    if len(runs) < 2:
        return []
    start, end = _common_bounds(walk, runs)
    spans: list[tuple[int, int]] = []
    for place, run in enumerate(runs):
        following = runs[place + 1].first if place + 1 < len(runs) else end
        own = _panel_bounds(walk, run, [other.first for other in runs if other is not run])
        before = spans[-1][1] if spans else start
        spans.append(own or (before, _report_end(texts, run.last, following, is_final=following == end)))
    return [
        ReportPart(*span, _report_name(texts[span[0] : run.first]), _is_hidden_line(walk.pieces[run.first]))
        for run, span in zip(runs, spans, strict=True)
    ]


def first_report_only(content: Content) -> Content:
    """The content of a file without markup, of several reports in it the first alone, and a finding."""
    said = [
        block.text if isinstance(block, Paragraph) and block.kind is not ParagraphKind.BOILERPLATE else None
        for block in content.blocks
    ]
    runs = list(_section_runs(said, [not isinstance(block, Paragraph) for block in content.blocks]))
    if len(runs) < 2:
        return content
    ends = [
        _report_end(said, run.last, following.first, is_final=False) for run, following in pairwise(runs)
    ] + [len(said)]
    parts = [
        ReportPart(start, end, _report_name(said[start : run.first]), is_hidden=False)
        for run, start, end in zip(runs, [0, *ends], ends, strict=False)
    ]
    rest = content.blocks[ends[0] :]
    chrome = (one for one in rest if isinstance(one, Paragraph) and one.kind is ParagraphKind.BOILERPLATE)
    return replace(
        content,
        blocks=(*content.blocks[: ends[0]], *chrome),
        findings=(*content.findings, several_reports_finding(parts)),
    )


def select_report(parts: Sequence[ReportPart]) -> ReportPart:
    """The first report that is shown; the first of all when none is."""
    return next((part for part in parts if not part.is_hidden), parts[0])


def several_reports_finding(parts: Sequence[ReportPart]) -> Finding:
    """That the page has several reports, each by name, and which of them was read."""
    named = "；".join(f"{place}. {part.name}" for place, part in enumerate(parts, 1))
    detail = f"本页有 {len(parts)} 份报告：{named}。只读第 {parts.index(select_report(parts)) + 1} 份"
    return Finding("R_SEVERAL_REPORTS", Result.FAIL, Severity.WARNING, detail=detail[:400])


def enclosing_element(walk: DomWalk, root: Element, span: tuple[int, int]) -> Element:
    """The lowest element that holds the pieces of `span`."""
    holding = [
        (end - start, -depth, element)
        for depth, (element, (start, end)) in enumerate(walk.bounds.items())
        if start <= span[0] and span[1] <= end
    ]
    return min(holding, key=lambda one: one[:2], default=(0, 0, root))[2]


def _section_runs(texts: Sequence[str | None], tables: Sequence[bool]) -> Iterator[_SectionRun]:
    found = [
        (place, section)
        for place, text in enumerate(texts)
        if text is not None and (section := section_index(text)) is not None
    ]
    openings = [place for place, section in found if section == 0]
    if len(openings) < 2:
        return
    for opening, following in zip(openings, [*openings[1:], len(texts)], strict=True):
        inside = [(place, section) for place, section in found if opening < place < following]
        if any(tables[opening:following]) and len({section for _, section in inside}) >= _MIN_SECTIONS:
            yield _SectionRun(opening, inside[-1][0])


def _common_bounds(walk: DomWalk, runs: Sequence[_SectionRun]) -> tuple[int, int]:
    """The bounds of the lowest element that holds all runs."""
    holding = [
        bounds for bounds in walk.bounds.values() if bounds[0] <= runs[0].first and runs[-1].last < bounds[1]
    ]
    return min(holding, key=lambda bounds: bounds[1] - bounds[0], default=(0, len(walk.pieces)))


def _panel_bounds(walk: DomWalk, run: _SectionRun, other_openings: Sequence[int]) -> tuple[int, int] | None:
    """The bounds of the largest element that holds this run and no title of another; None when none does."""
    held = [
        (start, end)
        for start, end in walk.bounds.values()
        if start <= run.first and run.last < end and not any(start <= other < end for other in other_openings)
    ]
    return max(held, key=lambda bounds: bounds[1] - bounds[0], default=None)


def _report_end(texts: Sequence[str | None], last: int, following: int, *, is_final: bool) -> int:
    """Where a report ends that another follows: behind its date, else before the title of the next."""
    if is_final:
        return following
    between = [(place, texts[place] or "") for place in range(last + 1, following)]
    dates = (place + 1 for place, text in between if is_date(text))
    named = (place for place, text in between if metadata.is_report_title(text))
    return next(dates, next(named, following))


def _report_name(texts: Sequence[str | None]) -> str:
    """What a report calls itself in front of its first section."""
    lines = [text for text in texts if text]
    name = next((text for text in lines if metadata.is_report_title(text)), lines[0] if lines else "")
    return name[:80] or "（无标题）"


def _is_hidden_line(opening: Piece) -> bool:
    return isinstance(opening, DomLine) and opening.is_hidden
