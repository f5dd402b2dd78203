"""A report as plain text without markup: what the dialects share, each with its own way to print a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from samples.reports.outline import Outline
from samples.reports.report import SampleReport
from samples.reports.table_layout import Line, Sheet


def render_tabs(report: SampleReport) -> bytes:
    """The report with headers broken inside their cells, and an empty cell below each that goes down."""
    return printed(report, tab_table)


def tab_table(sheet: Sheet) -> list[str]:
    """Every row, an empty line behind each; a cell across is one cell, a cell down one in every row."""
    rows: list[dict[int, str]] = [{} for _ in sheet.lines]
    for row, column, box in sheet.places():
        rows[row][column] = box.text
        for below in range(row + 1, row + box.rowspan):
            rows[below][column] = ""
    lines: list[str] = []
    for cells in rows:
        for column in sorted(cells):
            lines += f"\t{cells[column]}".split("\n")
        lines.append("")
    return lines


def render_cells(report: SampleReport) -> bytes:
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
pass

_BROKEN = 0.25


def render_mixed(report: SampleReport) -> bytes:
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


def render_rows(report: SampleReport) -> bytes:
    """The report as trafilatura prints a page whose cells hold their text without paragraphs."""
    return printed(report, lambda sheet: [row(sheet, line) for line in sheet.lines])


def row(sheet: Sheet, line: Line) -> str:
    """One row on one line: `| 行政许可 | 1 | ||`."""
    text = "| " + " | ".join(flat(box.text) for box in line) + " |"
    short = missing(sheet, line)
    return f"{text} {'|' * short}" if short else text

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
