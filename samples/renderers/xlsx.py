"""A report as a workbook: a sheet for each section, numbers as numbers, the same bytes every time."""

from __future__ import annotations

import io
import re
from datetime import datetime, time

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from samples.reports.outline import Part
from samples.reports.report import SampleReport
from samples.reports.table_layout import Box, Sheet

_PLAIN = re.compile(r"\d+(?:\.\d+)?")


def render(report: SampleReport) -> bytes:
    """The report as .xlsx: title and preamble on the first sheet, each section on one of its own."""
    outline = report.outline
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        book.set_properties({"title": outline.title, "created": datetime.combine(report.published, time(9))})
        ruled = book.add_format({"border": 1, "align": "center", "text_wrap": True})
        _write(book.add_worksheet("封面"), Part("", outline.title, outline.front), ruled)
        for part in outline.parts:
            _write(book.add_worksheet(part.heading[:31]), part, ruled)
        if outline.signature:
            _write(book.add_worksheet("落款"), Part("", outline.signature[0], outline.signature[1:]), ruled)
    return written.getvalue()


def _write(sheet: Worksheet, part: Part, ruled: Format) -> None:
    lines = (part.heading, *part.lines)
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line)
    if part.sheet:
        _table(sheet, part.sheet, len(lines), ruled)


def _table(sheet: Worksheet, table: Sheet, top: int, ruled: Format) -> None:
    for row, column, box in table.places():
        first, last = top + row, (top + row + box.rowspan - 1, column + box.colspan - 1)
        if last != (first, column):
            sheet.merge_range(first, column, *last, "", ruled)
        _cell(sheet, (first, column), box, ruled)


def _cell(sheet: Worksheet, place: tuple[int, int], box: Box, ruled: Format) -> None:
    """A plain number is stored as one; whatever somebody typed otherwise is text."""
    if box.header or not _PLAIN.fullmatch(box.text):
        sheet.write_string(*place, box.text, ruled)
    else:
        sheet.write_number(*place, float(box.text), ruled)
