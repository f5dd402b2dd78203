"""Text with pipes, a cell on a line of its own: seed 004, and seed 000 where a bare pipe opens each row."""

from __future__ import annotations

from samples.layout import Sheet
from samples.renderers.text import flat, missing, printed
from samples.report import SampleReport


def render(report: SampleReport) -> bytes:
    """The report as in seed 004: nothing opens a row."""
    return printed(report, lambda sheet: cells(sheet, opener=False))


def render_opened(report: SampleReport) -> bytes:
    """The report as in seed 000: a bare pipe opens every row, so that it looks like an empty cell."""
    return printed(report, lambda sheet: cells(sheet, opener=True))


def cells(sheet: Sheet, *, opener: bool) -> list[str]:
    """A line for each cell, and the run of pipes for what the row is short of."""
    lines: list[str] = []
    for line in sheet.lines:
        lines += ["|"] if opener else []
        lines += [f"{flat(box.text)} |".strip() for box in line]
        short = missing(sheet, line)
        lines += ["|" * short] if short else []
    return lines
