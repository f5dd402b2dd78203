"""Reads Excel and WPS workbooks: each visible sheet becomes a grid, the lines above it paragraphs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator, Sequence
from datetime import date, datetime
from io import BytesIO

import python_calamine as calamine

from archive.model import (
    OBJECT_CHARACTER,
    Block,
    Cell,
    Content,
    Document,
    Finding,
    Paragraph,
    ParagraphKind,
    TooCostly,
    UnreadableFile,
)
from archive.readers.common import (
    MAX_COLUMNS,
    MAX_ROWS,
    clean_line,
    cut_finding,
    mark_boilerplate,
    split_framed_table,
)
from archive.readers.office.sheet_display import MAX_SHEETS, SheetDisplay
from archive.readers.office.unusual_packages import with_usual_workbook_part
from archive.readers.office.workbook_display import sheet_displays
from archive.readers.office.xls_display import xls_displays

NAME = "sheets"
_DAMAGE_ERRORS = (calamine.CalamineError, OSError, ValueError)
# What calamine raises where a damaged file breaks its assumptions; the class is hidden and no `Exception`.
_PANIC = "PanicException"

_CellAddress = tuple[int, int]


def read(document: Document) -> Content:
    """Return the blocks of a workbook, sheet after sheet.

    Sheets beyond a limit of their number or size are told by findings. Raises `UnreadableFile` if the file is
    damaged, encrypted or without text, `TooCostly` if no sheet is small enough.
    """
    data = with_usual_workbook_part(document.data)
    try:
        displays = sheet_displays(data) or xls_displays(data)
        with calamine.CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            sheets, findings = _readable_sheets(book)
            if any(sheet.name not in displays for sheet in sheets):
                findings.append(cut_finding("Excel 文件的数字格式没有读出，单元格显示的可能与所存的数字不同"))
            blocks = [
                block
                for sheet in sheets
                for block in _blocks(sheet, displays.get(sheet.name, SheetDisplay()))
            ]
    except BaseException as error:
        if not isinstance(error, _DAMAGE_ERRORS) and type(error).__name__ != _PANIC:
            raise
        reason = "需要密码" if isinstance(error, calamine.PasswordError) else "文件已损坏"
        raise UnreadableFile(f"Excel 文件无法打开：{reason}") from error
    if not blocks:
        raise (
            TooCostly(findings[0].detail)
            if not sheets and findings
            else UnreadableFile("Excel 文件里没有文字")
        )
    return Content(NAME, mark_boilerplate(blocks), findings=tuple(findings))


def _readable_sheets(
    book: calamine.CalamineWorkbook,
) -> tuple[list[calamine.CalamineSheet], list[Finding]]:
    """Return the visible worksheets, and findings on those that are too many or too large."""
    names = [
        metadata.name
        for metadata in book.sheets_metadata
        if metadata.visible is calamine.SheetVisibleEnum.Visible
        and metadata.typ is calamine.SheetTypeEnum.WorkSheet
    ]
    sheets, findings = [], []
    for name in names[:MAX_SHEETS]:
        sheet = book.get_sheet_by_name(name)
        rows, columns = (last + 1 for last in sheet.end or (-1, -1))
        if rows > MAX_ROWS or columns > MAX_COLUMNS:
            size = f"{rows} 行 × {columns} 列"
            findings.append(cut_finding(f"Excel 工作表“{name}”过大，没有读：{size}"))
        else:
            sheets.append(sheet)
    if len(names) > MAX_SHEETS:
        findings.append(cut_finding(f"Excel 工作表有 {len(names)} 个，只读了前 {MAX_SHEETS} 个"))
    return sheets, findings


def _blocks(sheet: calamine.CalamineSheet, display: SheetDisplay) -> Iterator[Block]:
    """Yield lines with one cell above the first row with several cells as paragraphs, then the table."""
    values = sheet.to_python(skip_empty_area=False)
    row_numbers = _shown_numbers(len(values), display.hidden_rows)
    column_numbers = _shown_numbers(max(map(len, values), default=0), display.hidden_columns)
    rows = [
        [_shown_text(display.texts.get((row, column)), values[row][column]) for column in column_numbers]
        for row in row_numbers
    ]
    merged = [
        span
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        if (span := _shown_span(row_numbers, column_numbers, (top, left), (bottom, right))) is not None
    ]
    first_row = next((number for number, row in enumerate(rows) if sum(map(bool, row)) > 1), len(rows))
    for row in rows[:first_row]:
        yield from (
            Paragraph(line, ParagraphKind.TEXT)
            for text in row
            for line in text.replace(OBJECT_CHARACTER, "").split("\n")
            if line
        )
    yield from split_framed_table(_cells(rows, first_row, merged))


def _shown_numbers(count: int, hidden: Container[int]) -> list[int]:
    """Return the numbers of the rows or columns that are not hidden; all of them if all are hidden."""
    return [number for number in range(count) if number not in hidden] or list(range(count))


def _shown_text(shown: str | None, value: object) -> str:
    return _printed_value(value) if shown is None else shown


def _shown_span(
    rows: Sequence[int], columns: Sequence[int], start: _CellAddress, end: _CellAddress
) -> tuple[_CellAddress, _CellAddress] | None:
    """Return the first and last place of a merged cell among the rows and columns that are shown."""
    top, bottom = bisect_left(rows, start[0]), bisect_right(rows, end[0]) - 1
    left, right = bisect_left(columns, start[1]), bisect_right(columns, end[1]) - 1
    return ((top, left), (bottom, right)) if top <= bottom and left <= right else None


def _cells(
    rows: Sequence[Sequence[str]], first: int, merged: Sequence[tuple[_CellAddress, _CellAddress]]
) -> list[Cell]:
    """Return the cells from row `first` on; merged cells become one."""
    spans = {start: (end[0] - start[0] + 1, end[1] - start[1] + 1) for start, end in merged}
    covered = {
        (row, column)
        for (top, left), (bottom, right) in merged
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    } - set(spans)
    return [
        Cell(text, row - first, column, *spans.get((row, column), (1, 1)))
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
        if row >= first and (row, column) not in covered
    ]


def _printed_value(value: object) -> str:
    """Return a value as a sheet shows it: whole numbers without a decimal point."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return "\n".join(clean_line(line) for line in str(value).split("\n"))
