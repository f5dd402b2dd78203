from __future__ import annotations

import io

import pytest
from xlsxwriter import Workbook

from archive.model import UnreadableFile
from tests.support.content_views import expand_merged_cells, grids, read_content, report_paragraphs


def workbook_bytes(rows: list[list[object]], merged: str = "", hidden: bool = False) -> bytes:
    stream = io.BytesIO()
    with Workbook(stream) as book:
        book.add_worksheet("其他").write(0, 0, "")
        sheet = book.add_worksheet("表")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if merged:
            sheet.merge_range(merged, rows[1][1])
        if hidden:
            sheet.hide()
    return stream.getvalue()


def test_lines_above_the_table_are_prose_and_integers_have_no_decimal_point() -> None:
    content = read_content(
        workbook_bytes([["绿化局年报"], ["一、种树"], ["树", "松", "柏"], ["棵", 3.0, 66.4866]]), "x.xlsx"
    )
    assert report_paragraphs(content) == ["绿化局年报", "一、种树"]
    (grid,) = grids(content)
    assert expand_merged_cells(grid) == [["树", "松", "柏"], ["棵", "3", "66.4866"]]


def test_merged_cells_are_one_cell() -> None:
    (grid,) = grids(read_content(workbook_bytes([["树", "松", "柏"], ["棵", 3, ""]], "B2:C2"), "x.xlsx"))
    assert expand_merged_cells(grid)[1] == ["棵", "3", "3"]


def test_hidden_sheets_are_not_read() -> None:
    with pytest.raises(UnreadableFile, match="没有文字"):
        read_content(workbook_bytes([["树", "松"]], hidden=True), "x.xlsx")


def test_a_damaged_directory_of_an_old_workbook_is_an_error_of_the_file() -> None:
    magic = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    versions = bytes(16) + b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0"
    counts = bytes(6) + b"\0" * 4 + b"\x01\0\0\0" + b"\0\0\0\0" + bytes(4) + b"\0\x10\0\0"
    chains = b"\xfe\xff\xff\xff" + bytes(4) + b"\xfe\xff\xff\xff" + bytes(4)
    header = magic + versions + counts + chains + b"\x01\0\0\0" + b"\xff" * 432
    data = header + "Workbook".encode("utf-16-le").ljust(64, b"\0")[:100]
    with pytest.raises(UnreadableFile, match="Excel"):
        read_content(data, "x.xls")


def test_a_broken_workbook_is_unreadable() -> None:
    data = workbook_bytes([["树", "松"]])
    with pytest.raises(UnreadableFile, match="Excel"):
        read_content(data.replace(b"xl/worksheets/", b"xl/worksheetz/"), "x.xlsx")
