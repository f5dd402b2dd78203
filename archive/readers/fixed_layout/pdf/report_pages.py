"""Tells which pages of a long file may belong to a report; of the others only the text is taken.

An annex may have hundreds of pages. To find the tables of a page takes five times as long as its text alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import groupby

from archive.model import Cell, DataRecord, Finding, Grid, GridKind, Result, Severity, load_data
from archive.readers.common import clean_line, cut_finding, is_section_title
from archive.text import normalise_text


class _PageRule(DataRecord, frozen=True):
    """`report_pages.toml`: words, how many of them mark a page, and the pages around marked pages."""

    least: int
    margin: int
    longest_gap: int
    longest_plain: int
    step: int
    words: tuple[str, ...]


@cache
def _page_rule() -> _PageRule:
    return load_data(__package__, "report_pages.toml", _PageRule)


def is_long(page_count: int) -> bool:
    """Return whether a file may have pages that are far from a report."""
    return page_count > _page_rule().longest_gap


def sample_texts(page_count: int, read_text: Callable[[int], str]) -> list[str | None]:
    """Return the text of each page, None for most of those behind many pages that are far from a report.

    `read_text` is called with the number of a page.
    """
    rule = _page_rule()
    texts: list[str | None] = []
    plain_run = 0
    for number in range(page_count):
        is_skipped = plain_run >= rule.longest_plain and (plain_run - rule.longest_plain) % rule.step
        text = None if is_skipped else read_text(number)
        texts.append(text)
        plain_run = 0 if text is not None and (not text.strip() or _is_marked(text)) else plain_run + 1
    return texts


def report_pages(texts: Sequence[str | None]) -> list[bool]:
    """Return for the text of each page whether it may belong to a report; all may if none has its words.

    A page without text may be a picture of anything: it counts as a page of the report.
    """
    rule = _page_rule()
    marked = [number for number, text in enumerate(texts) if text is not None and _is_marked(text)]
    near = {
        number for place in marked for number in range(place - rule.margin, place + rule.margin + 1)
    } or set(range(len(texts)))
    for is_near, run in groupby(range(len(texts)), key=near.__contains__):
        gap = list(run)
        if not is_near and len(gap) <= rule.longest_gap:
            near.update(gap)
    return [number in near or (text is not None and not text.strip()) for number, text in enumerate(texts)]


def plain_pages(texts: Sequence[str | None], pages: Sequence[bool]) -> tuple[list[Grid], list[Finding]]:
    """Return the lines of each page that is not in `pages` as a grid, and the findings that say so."""
    grids: list[Grid] = []
    findings: list[Finding] = []
    for in_report, run in groupby(range(len(texts)), key=pages.__getitem__):
        numbers = list(run)
        if in_report:
            continue
        read = [text for number in numbers if (text := texts[number]) is not None]
        grids += [grid for text in read if (grid := _to_grid(text)).cells]
        detail = f"第 {numbers[0] + 1} 至 {numbers[-1] + 1} 页离年报的内容很远，只取文字，没有分析其中的表格"
        findings.append(Finding("R_PAGES_PLAIN", Result.FAIL, Severity.NOTE, detail=detail))
        if len(read) < len(numbers):
            skipped = [number for number in numbers if texts[number] is None]
            span = f"第 {skipped[0] + 1} 至 {skipped[-1] + 1} 页"
            findings.append(cut_finding(f"{span}离年报的内容很远，其中 {len(skipped)} 页没有读"))
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
