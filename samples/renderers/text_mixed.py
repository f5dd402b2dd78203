"""Text with pipes in which rows fall apart: seed 001 has rows on one line, and rows broken behind a cell."""

from __future__ import annotations

from random import Random

from samples.layout import Line, Sheet
from samples.renderers.text import flat, missing, printed
from samples.renderers.text_rows import row
from samples.report import SampleReport

_BROKEN = 0.25


def render(report: SampleReport) -> bytes:
    """The report with about every fourth row broken, as where an editor put paragraphs into its cells."""
    random = Random(f"mixed/{report.key}")
    return printed(report, lambda sheet: _mixed(sheet, random))


def _mixed(sheet: Sheet, random: Random) -> list[str]:
    lines: list[str] = []
    for line in sheet.lines:
        lines += _broken(sheet, line) if random.random() < _BROKEN else [row(sheet, line)]
    return lines


def _broken(sheet: Sheet, line: Line) -> list[str]:
    """The first cell within its pipes, each further one on a line, then the run."""
    first, *others = (flat(box.text) for box in line)
    short = missing(sheet, line)
    return [f"| {first} |", *(f"{text} |".strip() for text in others), *(["|" * short] if short else [])]
