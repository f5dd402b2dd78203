"""The text that Word saves of a report: a TAB opens a cell, an empty line ends a row (seed 003)."""

from __future__ import annotations

from samples.layout import Sheet
from samples.renderers.text import printed
from samples.report import SampleReport


def render(report: SampleReport) -> bytes:
    """The report with headers broken inside their cells, and an empty cell below each that goes down."""
    return printed(report, table)


def table(sheet: Sheet) -> list[str]:
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
