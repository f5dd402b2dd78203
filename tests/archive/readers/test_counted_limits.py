"""What a counted limit cuts off is told by a finding, or the whole file is refused."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from archive.model import TooCostly
from archive.readers.common import expand_spans
from tests.archive.readers.containers.test_saved_page import saved_page
from tests.support.content_views import grids, read_content, report_paragraphs
from tests.support.word_drawings import docx_bytes, paragraph_xml

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def unread_parts(data: bytes, name: str) -> list[str]:
    return [found.detail for found in read_content(data, name).findings if found.id == "R_PART_UNREAD"]


def workbook_bytes(sheets: int, long_sheets: int = 0) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for number in range(sheets):
        book.create_sheet(f"表{number}").append(["松", "1"])
    for number in range(long_sheets):
        book.create_sheet(f"长表{number}")["A2001"] = "柏"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_all_sheets_of_a_workbook_are_read() -> None:
    data = workbook_bytes(60)
    assert len(grids(read_content(data, "x.xlsx"))) == 60
    assert unread_parts(data, "x.xlsx") == []


def test_sheets_beyond_the_limit_are_told() -> None:
    assert unread_parts(workbook_bytes(101), "x.xlsx") == ["Excel 工作表有 101 个，只读了前 100 个"]


def test_a_sheet_that_is_too_large_costs_that_sheet() -> None:
    data = workbook_bytes(1, long_sheets=1)
    assert len(grids(read_content(data, "x.xlsx"))) == 1
    assert unread_parts(data, "x.xlsx") == ["Excel 工作表“长表0”过大，没有读：2001 行 × 1 列"]
    with pytest.raises(TooCostly, match="工作表"):
        read_content(workbook_bytes(0, long_sheets=1), "x.xlsx")


def test_parts_of_a_saved_page_beyond_the_limit_are_told() -> None:
    data = saved_page(*((f"<{number}>", f"<p>第{number}页</p>", "utf-8") for number in range(201)))
    assert unread_parts(data, "x.mht") == ["MHT 里的网页和文件有 201 个，只读了前 200 个"]


@pytest.mark.parametrize("line_end", [b"\r\n", b"\r"])
def test_a_mail_of_countless_parts_is_refused(line_end: bytes) -> None:
    head = line_end.join((b"MIME-Version: 1.0", b'Content-Type: multipart/related; boundary="b"', b"", b""))
    part = line_end.join((b"--b", b"Content-Type: text/html", b"", b"<p>x</p>", b""))
    with pytest.raises(TooCostly, match="MHT"):
        read_content(head + part * 6000, "x.mht")


def test_a_part_of_a_word_document_that_is_not_read_is_told() -> None:
    chunk = f'<w:altChunk xmlns:r="{RELATIONS}" r:id="missing"/>'
    data = docx_bytes(paragraph_xml("甲") + chunk)
    assert report_paragraphs(read_content(data, "x.docx")) == ["甲"]
    assert len(unread_parts(data, "x.docx")) == 1


def test_long_and_wide_tables_are_read_to_the_end_or_refused() -> None:
    assert len(expand_spans([[[("", 1, 1)]] * 6000])) == 6000
    assert expand_spans([[[("", 3, 1)] * 250, [("x", 1, 1)]]])[-1].text == "x"
    with pytest.raises(TooCostly, match="行数"):
        expand_spans([[[("", 1, 1)]] * 20_001])
