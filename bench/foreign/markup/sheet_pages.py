"""Whole workbooks, built with openpyxl."""

import re
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from bench.foreign.report import Block, DraftCell, DraftParagraph, DraftReport, place_cells

PLAIN = re.compile(r"-?\d+(\.\d+)?\Z")
THIN = Side(style="thin")
SHEETS = {"二": "主动公开情况", "三": "申请情况", "四": "复议诉讼情况", "五": "问题及改进", "六": "其他事项"}


def write_workbook(report: DraftReport, has_sheets: bool) -> bytes:
    """The bytes of a workbook, all on one sheet or one sheet for each section."""
    book = Workbook()
    sheet = book.active
    sheet.title = "年度报告"
    places: dict[str, tuple[Worksheet, str]] = {}
    cells: list[tuple[Worksheet, str, DraftCell]] = []
    row = 1
    for block in report.blocks:
        name = _name_sheet(block) if has_sheets else ""
        if name and name != sheet.title:
            sheet, row = book.create_sheet(name), 1
        row = _write_block(sheet, row, block, places, cells)
    for place, address, cell in cells:
        if cell.sums:
            addresses = [places[key][1] for key in cell.sums]
            place[address].value = "=" + "+".join(addresses)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _name_sheet(block: Block) -> str:
    if not isinstance(block, DraftParagraph):
        return ""
    if block.role == "heading":
        return SHEETS.get(block.text[0], "")
    if block.role == "caption" and block.text.startswith("附件"):
        return "附件"
    return ""


def _write_block(
    sheet: Worksheet,
    row: int,
    block: Block,
    places: dict[str, tuple[Worksheet, str]],
    cells: list[tuple[Worksheet, str, DraftCell]],
) -> int:
    if isinstance(block, DraftParagraph):
        cell = sheet.cell(row, 1, block.text)
        cell.font = Font(bold=block.role in ("title", "heading"))
        return row + 1
    for down, right, cell in place_cells(block):
        target = sheet.cell(row + down, right + 1)
        target.value = _make_value(cell)
        target.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
        target.border = Border(THIN, THIN, THIN, THIN)
        if cell.number_format:
            target.number_format = cell.number_format
        if cell.columns > 1 or cell.rows > 1:
            bottom, last = row + down + cell.rows - 1, right + cell.columns
            sheet.merge_cells(start_row=row + down, start_column=right + 1, end_row=bottom, end_column=last)
        if cell.key:
            places[cell.key] = (sheet, target.coordinate)
            cells.append((sheet, target.coordinate, cell))
    return row + len(block.rows) + 1


def _make_value(cell: DraftCell) -> str | int | float | None:
    if not cell.is_value or not PLAIN.match(cell.text):
        return cell.text or None
    return float(cell.text) if "." in cell.text else int(cell.text)
