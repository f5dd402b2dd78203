"""Says what the cells of an xls file (Excel 97 to 2003) show where that is not their value."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from archive.model import OBJECT_CHARACTER, TooCostly
from archive.readers.common import MAX_COLUMNS
from archive.readers.office.number_formats import BUILT_IN_FORMATS, shown_number, shows_text
from archive.readers.office.ole_file import InvalidOleFile, read_stream
from archive.readers.office.sheet_display import SheetDisplay

_STREAM_NAMES = ("Workbook",)
# Numbers of records, as the format is documented by Microsoft ([MS-XLS]).
_BEGIN, _END, _ENCRYPTED, _SHEET = 0x0809, 0x000A, 0x002F, 0x0085
_FORMAT, _STYLE = 0x041E, 0x00E0
_ROW, _COLUMNS = 0x0208, 0x007D
_NUMBER, _SHORT_NUMBER, _SHORT_NUMBERS, _FORMULA = 0x0203, 0x027E, 0x00BD, 0x0006
_TEXT, _SHARED_TEXT, _BOOLEAN_OR_ERROR = 0x0204, 0x00FD, 0x0205
_CELL_KINDS = (_NUMBER, _SHORT_NUMBER, _FORMULA, _TEXT, _SHARED_TEXT, _BOOLEAN_OR_ERROR)
# Of all sheets together; those of a hostile file may begin in each other.
_MAX_RECORDS = 2_000_000
_VERSION_97 = 0x0600
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 0x01
# A formula whose result is no number ends in two such bytes; the first byte says what it is.
_NO_NUMBER, _ERROR_RESULT, _TEXT_RESULTS = b"\xff\xff", 2, (0, 3)


class _Record(NamedTuple):
    kind: int
    data: bytes


@dataclass(slots=True)
class _Book:
    """The number formats by their number, the format of each style, and where the sheets begin."""

    formats: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    sheets: dict[str, int] = field(default_factory=dict)

    def format_code(self, style: int) -> str:
        """Return the number format of a style."""
        number = self.styles[style] if style < len(self.styles) else 0
        return self.formats.get(number) or BUILT_IN_FORMATS.get(number, "")


def biff_displays(data: bytes) -> dict[str, SheetDisplay]:
    """Return the display of each sheet by its name; empty for older, encrypted and damaged files.

    Raises `TooCostly` if the sheets have too many cells.
    """
    try:
        stream = read_stream(data, _STREAM_NAMES)
        book = _read_book(stream)
        if book is None:
            return {}
        limit = _Limit()
        return {
            name: _display(limit.count(_records(stream, start)), book) for name, start in book.sheets.items()
        }
    except (InvalidOleFile, struct.error, IndexError):
        return {}


@dataclass(slots=True)
class _Limit:
    """Counts the records of all sheets."""

    free: int = _MAX_RECORDS

    def count(self, records: Iterator[_Record]) -> Iterator[_Record]:
        """Yield the records. Raises `TooCostly` if there are too many."""
        for record in records:
            self.free -= 1
            if self.free < 0:
                raise TooCostly("Excel 文件的单元格过多")
            yield record


def _records(stream: bytes, start: int) -> Iterator[_Record]:
    """Yield the records of the book or of a sheet."""
    while start + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, start)
        yield _Record(kind, stream[start + 4 : start + 4 + size])
        if kind == _END:
            return
        start += 4 + size


def _read_book(stream: bytes) -> _Book | None:
    book = _Book()
    for kind, data in _records(stream, 0):
        if kind == _ENCRYPTED or (kind == _BEGIN and struct.unpack_from("<H", data)[0] != _VERSION_97):
            return None
        if kind == _FORMAT:
            number, length, is_wide = struct.unpack_from("<HHB", data)
            book.formats[number] = _characters(data[5:], length, is_wide)
        elif kind == _STYLE:
            book.styles.append(struct.unpack_from("<H", data, 2)[0])
        elif kind == _SHEET:
            start, length, is_wide = struct.unpack("<I2xBB", data[:8])
            book.sheets[_characters(data[8:], length, is_wide)] = start
    return book


def _characters(data: bytes, length: int, is_wide: int) -> str:
    if is_wide & 1:
        return data[: 2 * length].decode("utf-16-le", "replace")
    return data[:length].decode("latin-1")


def _display(records: Iterable[_Record], book: _Book) -> SheetDisplay:
    display = SheetDisplay()
    for kind, data in records:
        if kind in (_ROW, _COLUMNS):
            _add_hidden(display, kind, data)
        elif kind == _SHORT_NUMBERS:
            row, column = struct.unpack_from("<HH", data)
            for number, at in enumerate(range(4, len(data) - 2, 6)):
                style, value = struct.unpack_from("<HI", data, at)
                _add_number(display, (row, column + number), _short_number(value), book.format_code(style))
        elif kind in _CELL_KINDS:
            row, column, style = struct.unpack_from("<HHH", data)
            _add_cell(display, (row, column), _Record(kind, data[6:]), book.format_code(style))
    return display


def _add_hidden(display: SheetDisplay, kind: int, data: bytes) -> None:
    if kind == _ROW:
        if struct.unpack_from("<H", data, 12)[0] & _HIDDEN_ROW:
            display.hidden_rows.add(struct.unpack_from("<H", data)[0])
        return
    first, last, width, _, flags = struct.unpack_from("<HHHHH", data)
    if flags & _HIDDEN_COLUMN or not width:
        display.hidden_columns.update(range(first, min(last + 1, MAX_COLUMNS)))


def _add_cell(display: SheetDisplay, place: tuple[int, int], cell: _Record, code: str) -> None:
    kind, data = cell
    if kind == _NUMBER or (kind == _FORMULA and data[6:8] != _NO_NUMBER):
        _add_number(display, place, struct.unpack_from("<d", data)[0], code)
    elif kind == _SHORT_NUMBER:
        _add_number(display, place, _short_number(struct.unpack_from("<I", data)[0]), code)
    elif (kind == _FORMULA and data[0] == _ERROR_RESULT) or (kind == _BOOLEAN_OR_ERROR and data[1]):
        display.texts[place] = OBJECT_CHARACTER
    elif not shows_text(code) and (kind != _FORMULA or data[0] in _TEXT_RESULTS):
        display.texts[place] = ""


def _add_number(display: SheetDisplay, place: tuple[int, int], value: float, code: str) -> None:
    # Excel calculates with 17 digits and shows 15.
    number = Decimal(f"{value:.15g}")
    shown = shown_number(number, code) if number.is_finite() else OBJECT_CHARACTER
    if shown is not None:
        display.texts[place] = shown


def _short_number(value: int) -> float:
    """Return a number that is kept in 30 bits: a whole number or the upper bits of another, or hundredths."""
    if value & 2:
        number = float((value >> 2) - (1 << 30 if value & 0x80000000 else 0))
    else:
        number = float(struct.unpack("<d", struct.pack("<Q", (value & 0xFFFFFFFC) << 32))[0])
    return number / 100 if value & 1 else number
