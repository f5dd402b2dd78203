"""Detects several reports in one file (tabs of several years, or one after another) and reads only one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lxml.etree import _Element as Element

from archive.model import Content, Finding, Paragraph, ParagraphKind, Result, Severity
from archive.readers.common import is_date, section_index
from archive.readers.html import metadata
from archive.readers.html.dom import DomLine, DomTable, DomWalk, Piece

# Five titles follow 总体情况; three of them with a table are a report, without a table a table of contents.
_MIN_SECTIONS = 3


@dataclass(frozen=True, slots=True)
class ReportPart:
    """One report: its pieces from `start` to before `end`, its name, and whether it is hidden."""

    start: int
    end: int
    name: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class _SectionRun:
    """Indexes of the title 总体情况 and of the last title before the next 总体情况."""

    first: int
    last: int


def find_reports(walk: DomWalk) -> list[ReportPart]:
    """Return the reports of a page that has two or more; an empty list for every other page."""
    texts = [piece.text if isinstance(piece, DomLine) else None for piece in walk.pieces]
    tables = [isinstance(piece, DomTable) for piece in walk.pieces]
    runs = list(_section_runs(texts, tables))
    if len(runs) < 2:
        return []
    start, end = _common_bounds(walk, runs)
    spans: list[tuple[int, int]] = []
    openings = [run.first for run in runs]
    for number, run in enumerate(runs):
        next_first = runs[number + 1].first if number + 1 < len(runs) else end
        panel = _panel_bounds(walk, run, openings)
        previous_end = spans[-1][1] if spans else start
        spans.append(
            panel or (previous_end, _report_end(texts, run.last, next_first, is_final=next_first == end))
        )
    return [
        ReportPart(*span, _report_name(texts[span[0] : run.first]), _is_hidden_line(walk.pieces[run.first]))
        for run, span in zip(runs, spans, strict=True)
    ]


def first_report_only(content: Content) -> Content:
    """Return the content with only the first of its reports, and a finding if there are several.

    For files without markup; without a second report `content` is returned as it is.
    """
    texts = [
        block.text if isinstance(block, Paragraph) and block.kind is not ParagraphKind.BOILERPLATE else None
        for block in content.blocks
    ]
    runs = list(_section_runs(texts, [not isinstance(block, Paragraph) for block in content.blocks]))
    if len(runs) < 2:
        return content
    ends = [
        _report_end(texts, run.last, next_run.first, is_final=False) for run, next_run in pairwise(runs)
    ] + [len(texts)]
    parts = [
        ReportPart(start, end, _report_name(texts[start : run.first]), is_hidden=False)
        for run, start, end in zip(runs, [0, *ends], ends, strict=False)
    ]
    remaining_blocks = content.blocks[ends[0] :]
    boilerplate = (
        block
        for block in remaining_blocks
        if isinstance(block, Paragraph) and block.kind is ParagraphKind.BOILERPLATE
    )
    return replace(
        content,
        blocks=(*content.blocks[: ends[0]], *boilerplate),
        findings=(*content.findings, several_reports_finding(parts)),
    )


def select_report(parts: Sequence[ReportPart]) -> ReportPart:
    """Return the first visible report, or the first if all are hidden."""
    return next((part for part in parts if not part.is_hidden), parts[0])


def several_reports_finding(parts: Sequence[ReportPart]) -> Finding:
    """Return the finding that lists the reports of a page and says which was read."""
    names = "；".join(f"{number}. {part.name}" for number, part in enumerate(parts, 1))
    detail = f"本页有 {len(parts)} 份报告：{names}。只读第 {parts.index(select_report(parts)) + 1} 份"
    return Finding("R_SEVERAL_REPORTS", Result.FAIL, Severity.WARNING, detail=detail[:400])


def enclosing_element(walk: DomWalk, root: Element, span: tuple[int, int]) -> Element:
    """Return the lowest element that contains the pieces of `span`."""
    enclosing = [
        (end - start, -depth, element)
        for depth, (element, (start, end)) in enumerate(walk.bounds.items())
        if start <= span[0] and span[1] <= end
    ]
    return min(enclosing, key=lambda entry: entry[:2], default=(0, 0, root))[2]


def _section_runs(texts: Sequence[str | None], tables: Sequence[bool]) -> Iterator[_SectionRun]:
    titles = [
        (index, section)
        for index, text in enumerate(texts)
        if text is not None and (section := section_index(text)) is not None
    ]
    indexes = [index for index, _ in titles]
    openings = [index for index, section in titles if section == 0]
    if len(openings) < 2:
        return
    for opening, next_opening in zip(openings, [*openings[1:], len(texts)], strict=True):
        inner_titles = titles[bisect_right(indexes, opening) : bisect_left(indexes, next_opening)]
        if (
            any(tables[opening:next_opening])
            and len({section for _, section in inner_titles}) >= _MIN_SECTIONS
        ):
            yield _SectionRun(opening, inner_titles[-1][0])


def _common_bounds(walk: DomWalk, runs: Sequence[_SectionRun]) -> tuple[int, int]:
    """Return the bounds of the lowest element that contains all runs."""
    enclosing_bounds = [
        bounds for bounds in walk.bounds.values() if bounds[0] <= runs[0].first and runs[-1].last < bounds[1]
    ]
    return min(enclosing_bounds, key=lambda bounds: bounds[1] - bounds[0], default=(0, len(walk.pieces)))


def _panel_bounds(walk: DomWalk, run: _SectionRun, openings: Sequence[int]) -> tuple[int, int] | None:
    """Return the bounds of the largest element with this run and no opening of another run, or None."""
    element = walk.pieces[run.first].element
    around = (walk.bounds.get(place) for place in (element, *element.iterancestors()))
    panel_bounds = [
        (start, end)
        for start, end in filter(None, around)
        if start <= run.first
        and run.last < end
        and bisect_left(openings, end) - bisect_left(openings, start) == 1
    ]
    return max(panel_bounds, key=lambda bounds: bounds[1] - bounds[0], default=None)


def _report_end(texts: Sequence[str | None], last: int, following: int, *, is_final: bool) -> int:
    """Return the end of a report that another follows: after its date, else before the next title."""
    if is_final:
        return following
    lines_between = [(index, texts[index] or "") for index in range(last + 1, following)]
    ends_after_date = (index + 1 for index, text in lines_between if is_date(text))
    title_indexes = (index for index, text in lines_between if metadata.is_report_title(text))
    return next(ends_after_date, next(title_indexes, following))


def _report_name(texts: Sequence[str | None]) -> str:
    """Return the title of a report, else the first line above its first section."""
    lines = [text for text in texts if text]
    name = next((text for text in lines if metadata.is_report_title(text)), lines[0] if lines else "")
    return name[:80] or "（无标题）"


def _is_hidden_line(opening: Piece) -> bool:
    return isinstance(opening, DomLine) and opening.is_hidden
