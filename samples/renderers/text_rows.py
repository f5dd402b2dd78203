"""Text with pipes, a row on one line, padded with bare pipes behind it: seed 001."""

from __future__ import annotations

from samples.layout import Line, Sheet
from samples.renderers.text import flat, missing, printed
from samples.report import SampleReport


def render(report: SampleReport) -> bytes:
    """The report as trafilatura prints a page whose cells hold their text without paragraphs."""
    return printed(report, lambda sheet: [row(sheet, line) for line in sheet.lines])


def row(sheet: Sheet, line: Line) -> str:
    """One row on one line: `| 行政许可 | 1 | ||`."""
    text = "| " + " | ".join(flat(box.text) for box in line) + " |"
    short = missing(sheet, line)
    return f"{text} {'|' * short}" if short else text
