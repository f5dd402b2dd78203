"""A report as plain text without markup: dialects that differ in how they print tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from samples.reports import Outline, SampleReport, SampleRow, SampleTable


def render_tabs(report: SampleReport) -> bytes:
    """The report with headers broken inside their cells, and an empty cell below each that goes down."""
    return render_text(report, tab_table)


def tab_table(table: SampleTable) -> list[str]:
    """Every row, followed by an empty line; a cell across is one cell, a cell down one in every row."""
    rows: list[dict[int, str]] = [{} for _ in table.rows]
    for row, column, cell in table.positioned_cells():
        rows[row][column] = cell.text
        for below in range(row + 1, row + cell.rowspan):
            rows[below][column] = ""
    lines: list[str] = []
    for cells in rows:
        for column in sorted(cells):
            lines += f"\t{cells[column]}".split("\n")
        lines.append("")
    return lines


def render_cells(report: SampleReport) -> bytes:
    """The report as in seed 004: nothing opens a row."""
    return render_text(report, lambda sheet: cell_lines(sheet, has_row_pipe=False))


def render_opened_cells(report: SampleReport) -> bytes:
    """The report as in seed 000: a bare pipe opens every row, so that it looks like an empty cell."""
    return render_text(report, lambda sheet: cell_lines(sheet, has_row_pipe=True))


def cell_lines(table: SampleTable, *, has_row_pipe: bool) -> list[str]:
    """A line for each cell, and a run of pipes for missing cells."""
    lines: list[str] = []
    for row in table.rows:
        lines += ["|"] if has_row_pipe else []
        lines += [f"{single_line(cell.text)} |".strip() for cell in row]
        missing = missing_cell_count(table, row)
        lines += ["|" * missing] if missing else []
    return lines


_BROKEN_ROW_SHARE = 0.25


def render_mixed(report: SampleReport) -> bytes:
    """The report with about every fourth row broken, as where an editor put paragraphs into its cells."""
    random = Random(f"mixed/{report.key}")
    return render_text(report, lambda sheet: _mixed_lines(sheet, random))


def _mixed_lines(table: SampleTable, random: Random) -> list[str]:
    lines: list[str] = []
    for row in table.rows:
        lines += (
            _broken_row_lines(table, row) if random.random() < _BROKEN_ROW_SHARE else [row_line(table, row)]
        )
    return lines


def _broken_row_lines(table: SampleTable, row: SampleRow) -> list[str]:
    """The first cell within its pipes, each further one on a line, then the run."""
    first, *further = (single_line(cell.text) for cell in row)
    missing = missing_cell_count(table, row)
    return [f"| {first} |", *(f"{text} |".strip() for text in further), *(["|" * missing] if missing else [])]


def render_rows(report: SampleReport) -> bytes:
    """The report as trafilatura prints a page whose cells hold their text without paragraphs."""
    return render_text(report, lambda sheet: [row_line(sheet, line) for line in sheet.rows])


def row_line(table: SampleTable, row: SampleRow) -> str:
    """One row on one line: `| 行政许可 | 1 | ||`."""
    text = "| " + " | ".join(single_line(cell.text) for cell in row) + " |"
    missing = missing_cell_count(table, row)
    return f"{text} {'|' * missing}" if missing else text


TablePrinter = Callable[[SampleTable], list[str]]


def render_text(report: SampleReport, print_table: TablePrinter) -> bytes:
    """A line for each paragraph, tables as `print_table` prints them, as trafilatura leaves a page."""
    return ("\n".join(_text_lines(report.outline, print_table)) + "\n").encode()


def _text_lines(outline: Outline, print_table: TablePrinter) -> Iterator[str]:
    yield outline.title
    yield from outline.front_matter
    for part in outline.parts:
        yield part.heading
        yield from part.paragraphs
        if part.table:
            yield from print_table(part.table)
    yield from outline.signature


def single_line(text: str) -> str:
    """A cell's text on one line: a broken header keeps a blank (seed 004 prints `商业 企业`)."""
    return text.replace("\n", " ")


def missing_cell_count(table: SampleTable, row: SampleRow) -> int:
    """How many cells trafilatura misses in a row: it counts cells, not what they span."""
    return table.width - len(row)
