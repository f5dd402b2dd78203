"""Tells which pages of a long file may belong to a report; of the others only the text is taken.

An annex may have hundreds of pages. To find the tables of a page takes five times as long as its text alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby

from archive.model import Cell, DataRecord, Finding, Grid, GridKind, Result, Severity, load_data
from archive.readers.common import clean_line, is_section_title
from archive.text import normalise_text


class _PageRule(DataRecord, frozen=True):
    """`report_pages.toml`: words, how many of them mark a page, and the pages around marked pages."""

    least: int
    margin: int
    longest_gap: int
    words: tuple[str, ...]


@cache
def _page_rule() -> _PageRule:
    return load_data(__package__, "report_pages.toml", _PageRule)


def is_long(page_count: int) -> bool:
    """Return whether a file may have pages that are far from a report."""
    return page_count > _page_rule().longest_gap


def report_pages(texts: Sequence[str]) -> list[bool]:
    """Return for the text of each page whether it may belong to a report; all may if none has its words.

    A page without text may be a picture of anything: it counts as a page of the report.
    """
    rule = _page_rule()
    marked = [number for number, text in enumerate(texts) if _is_marked(text)]
    near = {
        number for place in marked for number in range(place - rule.margin, place + rule.margin + 1)
    } or set(range(len(texts)))
    for is_near, run in groupby(range(len(texts)), key=near.__contains__):
        gap = list(run)
        if not is_near and len(gap) <= rule.longest_gap:
            near.update(gap)
    return [number in near or not text.strip() for number, text in enumerate(texts)]


def plain_pages(texts: Sequence[str], pages: Sequence[bool]) -> tuple[list[Grid], list[Finding]]:
    """Return the lines of each page that is not in `pages` as a grid, and the findings that say so."""
    grids: list[Grid] = []
    findings: list[Finding] = []
    for in_report, run in groupby(range(len(texts)), key=pages.__getitem__):
        numbers = list(run)
        if in_report:
            continue
        grids += [grid for number in numbers if (grid := _to_grid(texts[number])).cells]
        detail = f"第 {numbers[0] + 1} 至 {numbers[-1] + 1} 页离年报的内容很远，只取文字，没有分析其中的表格"
        findings.append(Finding("R_PAGES_PLAIN", Result.FAIL, Severity.NOTE, detail=detail))
    return grids, findings


def _is_marked(text: str) -> bool:
    rule, plain = _page_rule(), normalise_text(text)
    return sum(word in plain for word in rule.words) >= rule.least or any(
        map(is_section_title, text.splitlines())
    )


def _to_grid(text: str) -> Grid:
    return Grid(GridKind.STREAM, tuple(_cells(text)))


def _cells(text: str) -> Iterator[Cell]:
    lines = filter(None, map(clean_line, text.splitlines()))
    return (Cell(line, number, 0) for number, line in enumerate(lines))
