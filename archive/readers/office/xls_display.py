"""Says what the cells of an xls file (Excel 95 to 2003) show where that is not their value."""

from __future__ import annotations

from decimal import Decimal

import xlrd
from xlrd.book import Book
from xlrd.sheet import Sheet

from archive.model import OBJECT_CHARACTER
from archive.readers.common import MAX_COLUMNS, MAX_ROWS
from archive.readers.office.number_formats import BUILT_IN_FORMATS, shown_number, shows_text
from archive.readers.office.sheet_display import MAX_SHEETS, SheetDisplay
from archive.readers.office.xls_book import DAMAGE_ERRORS, open_xls

_TEXT_KINDS = (xlrd.XL_CELL_TEXT, xlrd.XL_CELL_BOOLEAN)


def xls_displays(data: bytes) -> dict[str, SheetDisplay]:
    """Return the display of the first sheets by their name; empty for older, encrypted and damaged files.

    Raises `TooCostly` if the sheets have too many cells.
    """
    try:
        book = open_xls(data)
        codes = _format_codes(book)
        displays = {}
        for number, name in enumerate(book.sheet_names()[:MAX_SHEETS]):
            displays[name] = _display(book.get_sheet(number), codes)
            book.unload_sheet(number)
        return displays
    except DAMAGE_ERRORS:
        return {}


def _format_codes(book: Book) -> list[str]:
    """Return the number format of each style."""
    stated = {item.format_key: item.format_str for item in book.format_list}
    numbers = [style.format_key for style in book.xf_list]
    return [stated.get(number) or BUILT_IN_FORMATS.get(number, "") for number in numbers]


def _display(sheet: Sheet, codes: list[str]) -> SheetDisplay:
    display = SheetDisplay()
    display.hidden_rows.update(number for number, row in sheet.rowinfo_map.items() if row.hidden)
    display.hidden_columns.update(
        number
        for number, column in sheet.colinfo_map.items()
        if number < MAX_COLUMNS and (column.hidden or not column.width)
    )
    for row in range(min(sheet.nrows, MAX_ROWS)):
        for column, kind in enumerate(sheet.row_types(row, 0, MAX_COLUMNS)):
            if kind == xlrd.XL_CELL_EMPTY:
                continue
            code = codes[sheet.cell_xf_index(row, column)]
            shown = _shown_text(kind, sheet.cell_value(row, column), code)
            if shown is not None:
                display.texts[row, column] = shown
    return display


def _shown_text(kind: int, value: object, code: str) -> str | None:
    """Return what a cell shows, None if that is its value."""
    if kind == xlrd.XL_CELL_ERROR:
        return OBJECT_CHARACTER
    if isinstance(value, float):
        # Excel calculates with 17 digits and shows 15.
        number = Decimal(f"{value:.15g}")
        return shown_number(number, code) if number.is_finite() else OBJECT_CHARACTER
    return "" if kind in _TEXT_KINDS and not shows_text(code) else None
