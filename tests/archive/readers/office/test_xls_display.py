"""Cells of an xls file show what their number format prints; hidden rows and columns are known."""

from __future__ import annotations

import struct

import pytest

from archive.model import OBJECT_CHARACTER
from archive.readers.office.xls_display import xls_displays
from tests.support.content_views import grids, read_content, row_texts
from tests.support.xls_drawings import ole_bytes, record, xls_bytes


def number(column: int, value: float, style: int = 1) -> bytes:
    return record(0x0203, struct.pack("<HHHd", 0, column, style, value))


def short_number(column: int, value: int, style: int = 1) -> bytes:
    return record(0x027E, struct.pack("<HHHI", 0, column, style, value))


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("0%", 0.5, "50%"),
        ("#,##0.0", 12345.678, "12,345.7"),
        ("#,##0,", 12000, OBJECT_CHARACTER + "12"),
        (";;;", 7, ""),
        ("0", 3.4, "3"),
        ("0;(0)", -5, "(5)"),
        ('0"件"', 12, "12件"),
        ("0.00", 0.1 + 0.2, "0.30"),
    ],
)
def test_a_number_is_shown_in_its_format(code: str, value: float, shown: str) -> None:
    assert xls_displays(xls_bytes([code], number(2, value)))["表一"].texts == {(0, 2): shown}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (12 << 2 | 2, "12.00"),
        (1234 << 2 | 3, "12.34"),
        (0x40290000, "12.50"),
        (-3 << 2 & 0xFFFFFFFF | 2, "-3.00"),
    ],
)
def test_numbers_in_thirty_bits_are_read(value: int, shown: str) -> None:
    assert xls_displays(xls_bytes(["0.00"], short_number(0, value)))["表一"].texts == {(0, 0): shown}
    several = record(0x00BD, struct.pack("<HHHIHIH", 0, 4, 1, value, 1, value, 5))
    assert xls_displays(xls_bytes(["0.00"], several))["表一"].texts == {(0, 4): shown, (0, 5): shown}


def test_errors_and_hidden_texts_and_rows() -> None:
    cells = record(0x0205, struct.pack("<HHHBB", 0, 0, 0, 7, 1))
    cells += record(0x0006, struct.pack("<HHHB5xH8x", 0, 1, 0, 2, 0xFFFF))
    cells += record(0x00FD, struct.pack("<HHHI", 0, 2, 1, 0))
    cells += record(0x0208, struct.pack("<H10xH2x", 4, 0x20))
    cells += record(0x007D, struct.pack("<HHHHH", 6, 7, 2000, 0, 1))
    display = xls_displays(xls_bytes([";;;"], cells))["表一"]
    assert display.texts == {(0, 0): OBJECT_CHARACTER, (0, 1): OBJECT_CHARACTER, (0, 2): ""}
    assert (display.hidden_rows, display.hidden_columns) == ({4}, {6, 7})


def test_a_book_is_read_as_it_is_shown() -> None:
    cells = record(0x0200, struct.pack("<IIHHH", 0, 1, 0, 2, 0)) + number(0, 0.125) + number(1, 12, style=0)
    content = read_content(xls_bytes(["0.0%"], cells), "x.xls")
    assert row_texts(grids(content)[0]) == [["12.5%", "12"]]


def test_a_sheet_without_a_display_is_told() -> None:
    cells = record(0x0200, struct.pack("<IIHHH", 0, 1, 0, 2, 0)) + number(0, 5) + number(1, 12, style=0)
    content = read_content(xls_bytes(["0" * 256], cells), "x.xls")
    assert [finding.detail for finding in content.findings] == [
        "Excel 文件的数字格式没有读出，单元格显示的可能与所存的数字不同"
    ]


def test_a_book_of_excel_95_is_read() -> None:
    begin = record(0x0809, struct.pack("<HHHH", 0x0500, 5, 4000, 1996)) + record(
        0x0042, struct.pack("<H", 936)
    )
    formats = record(0x041E, struct.pack("<HB", 164, 2) + b"0%")
    styles = b"".join(record(0x00E0, struct.pack("<HH12x", 0, code)) for code in (0, 164))
    name = "表一".encode("gbk")
    start = len(begin + formats + styles) + 4 + 7 + len(name) + 4
    sheet = record(0x0085, struct.pack("<IBBB", start, 0, 0, len(name)) + name)
    cells = record(0x0809, struct.pack("<HHHH", 0x0500, 0x10, 4000, 1996)) + number(1, 0.5)
    book = begin + formats + styles + sheet + record(0x000A) + cells + record(0x000A)
    assert xls_displays(ole_bytes("Book", book))["表一"].texts == {(0, 1): "50%"}


@pytest.mark.parametrize("data", [b"", b"PK", ole_bytes("Book", b""), xls_bytes(["0"], b"")[:900]])
def test_other_and_damaged_files_have_no_displays(data: bytes) -> None:
    assert xls_displays(data) == {}
