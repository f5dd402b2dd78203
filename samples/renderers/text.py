"""A report as plain text without markup: what the dialects share, each with its own way to print a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from samples.layout import Line, Sheet
from samples.outline import Outline
from samples.report import SampleReport

Printer = Callable[[Sheet], list[str]]


def printed(report: SampleReport, table: Printer) -> bytes:
    """A line for each paragraph, tables as `table` prints them, as trafilatura leaves a page."""
    return ("\n".join(_lines(report.outline, table)) + "\n").encode()


def _lines(outline: Outline, table: Printer) -> Iterator[str]:
    yield outline.title
    yield from outline.front
    for part in outline.parts:
        yield part.heading
        yield from part.lines
        if part.sheet:
            yield from table(part.sheet)
    yield from outline.signature


def flat(text: str) -> str:
    """A cell's text on one line: a broken header keeps a blank (seed 004 prints `商业 企业`)."""
    return text.replace("\n", " ")


def missing(sheet: Sheet, line: Line) -> int:
    """How many cells trafilatura finds a row short of: it counts cells, not what they span."""
    return sheet.width - len(line)
