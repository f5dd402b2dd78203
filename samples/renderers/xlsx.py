"""A report as a workbook: a sheet for each section, numbers as numbers, the same bytes every time."""

from __future__ import annotations

import io
import re
from datetime import datetime, time

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from samples.reports import OutlinePart, SampleCell, SampleReport, SampleTable

_PLAIN_NUMBER_PATTERN = re.compile(r"\d+(?:\.\d+)?")


def render(report: SampleReport) -> bytes:
    """The report as .xlsx: title and preamble on the first sheet, each section on one of its own."""
    outline = report.outline
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        workbook.set_properties(
            {"title": outline.title, "created": datetime.combine(report.published, time(9))}
        )
        ruled = workbook.add_format({"border": 1, "align": "center", "text_wrap": True})
        _write_part(
            workbook.add_worksheet("封面"), OutlinePart("", outline.title, outline.front_matter), ruled
        )
        for part in outline.parts:
            _write_part(workbook.add_worksheet(part.heading[:31]), part, ruled)
        if outline.signature:
            _write_part(
                workbook.add_worksheet("落款"),
                OutlinePart("", outline.signature[0], outline.signature[1:]),
                ruled,
            )
    return buffer.getvalue()


def _write_part(sheet: Worksheet, part: OutlinePart, ruled: Format) -> None:
    lines = (part.heading, *part.paragraphs)
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line)
    if part.table:
        _write_table(sheet, part.table, len(lines), ruled)


def _write_table(sheet: Worksheet, sample_table: SampleTable, top: int, ruled: Format) -> None:
    for row, column, cell in sample_table.positioned_cells():
        first, last = top + row, (top + row + cell.rowspan - 1, column + cell.colspan - 1)
        if last != (first, column):
            sheet.merge_range(first, column, *last, "", ruled)
        _write_cell(sheet, (first, column), cell, ruled)


def _write_cell(sheet: Worksheet, position: tuple[int, int], cell: SampleCell, ruled: Format) -> None:
    """A plain number is stored as a number, anything else as text."""
    if cell.header or not _PLAIN_NUMBER_PATTERN.fullmatch(cell.text):
        sheet.write_string(*position, cell.text, ruled)
    else:
        sheet.write_number(*position, float(cell.text), ruled)
