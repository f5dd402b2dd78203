"""The limits of readers at their real values: a file just above each is refused, for that limit and no other.

Other tests lower a limit to keep the file small; they would pass without any limit in the program.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable

import pytest

from archive.model import Content, Document, TooCostly
from archive.readers.common.limits import check_package
from archive.readers.fixed_layout.pdf.reader import read_pages
from archive.readers.fixed_layout.pdf.streams import check_streams
from archive.readers.office import workbook
from archive.readers.zip_archive import read_best_member
from tests.support.bombs import pdf_of_content

MEGABYTE = 1024 * 1024


def zip_of(sizes: Iterable[int], suffix: str = ".bin", unit: bytes = b"\0") -> bytes:
    """Return an archive with a member of each size."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number, size in enumerate(sizes):
            archive.writestr(f"a{number}{suffix}", unit * (size // len(unit)))
    return stream.getvalue()


def read_zip(data: bytes) -> list[int]:
    """Read an archive; return the sizes of the members that were passed to the reader."""
    sizes: list[int] = []

    def read_member(member: Document) -> Content:
        sizes.append(len(member.data))
        return Content("none", ())

    read_best_member(Document(data, "x.zip"), read_member)
    return sizes


def test_a_zip_may_hold_what_reports_need_and_no_more() -> None:
    assert read_zip(zip_of([64 * MEGABYTE, 60 * MEGABYTE])) == [64 * MEGABYTE, 60 * MEGABYTE]
    with pytest.raises(TooCostly, match="解压后过大"):
        read_zip(zip_of([64 * MEGABYTE + 1]))
    with pytest.raises(TooCostly, match="解压后过大"):
        read_zip(zip_of([43 * MEGABYTE] * 3))
    assert len(read_zip(zip_of([10] * 50))) == 50
    with pytest.raises(TooCostly, match="文件过多：51 个"):
        read_zip(zip_of([10] * 51))


def test_a_package_may_hold_what_reports_need_and_no_more() -> None:
    check_package(zip_of([64 * MEGABYTE]), "Excel 文件")
    with pytest.raises(TooCostly, match="（a0"):
        check_package(zip_of([64 * MEGABYTE + 1]), "Excel 文件")
    with pytest.raises(TooCostly, match="Excel 文件解压后过大，"):
        check_package(zip_of([43 * MEGABYTE] * 3), "Excel 文件")
    check_package(zip_of([1_000_000], ".xml", b"<"), "Excel 文件")
    with pytest.raises(TooCostly, match="标签过多"):
        check_package(zip_of([1_000_001], ".xml", b"<"), "Excel 文件")


def test_a_workbook_is_measured_before_a_library_opens_it() -> None:
    with pytest.raises(TooCostly, match="Excel 文件"):
        workbook.read(Document(zip_of([64 * MEGABYTE + 1], ".xml"), "x.xlsx"))


def stream_object(compressed: bytes, properties: bytes = b"") -> bytes:
    head = b"1 0 obj\n<< %s /Length %d /Filter /FlateDecode >>\n" % (properties, len(compressed))
    return head + b"stream\n" + compressed + b"\nendstream\nendobj\n"


def blanks(size: int) -> bytes:
    return zlib.compress(b" " * size, 1)


def test_streams_of_a_pdf_may_expand_to_what_reports_need_and_no_more() -> None:
    check_streams(stream_object(blanks(64 * MEGABYTE)) * 4)
    with pytest.raises(TooCostly, match="展开后过大"):
        check_streams(stream_object(blanks(64 * MEGABYTE + 1)))
    with pytest.raises(TooCostly, match="展开后过大"):
        check_streams(stream_object(blanks(52 * MEGABYTE)) * 5)
    picture = b"/Subtype /Image"
    check_streams(stream_object(blanks(65 * MEGABYTE), picture))
    with pytest.raises(TooCostly, match="展开后过大"):
        check_streams(stream_object(blanks(256 * MEGABYTE + 1), picture))


def test_a_pdf_may_have_the_pages_and_characters_of_a_report_and_no_more() -> None:
    text = b"BT /F 9 Tf 9 9 Td (1) Tj ET"
    assert len(read_pages(pdf_of_content(text, b"", pages=500)).pages) == 500
    with pytest.raises(TooCostly, match="页数过多：501 页"):
        read_pages(pdf_of_content(text, b"", pages=501))
    with pytest.raises(TooCostly, match="第 1 页的内容过多"):
        read_pages(pdf_of_content(characters(84_000), b""))
    with pytest.raises(TooCostly, match="第 11 页的内容过多"):
        read_pages(pdf_of_content(characters(80_000), b"", pages=30))


def characters(count: int) -> bytes:
    """Return lines of ten characters; pdfium counts two more for the end of each."""
    return b"BT /F 1 Tf 9 9 Td " + b"(1234567890) Tj 0 1 Td " * (count // 10) + b"ET"


def test_a_page_of_a_pdf_may_have_the_objects_of_a_report_and_no_more() -> None:
    with pytest.raises(TooCostly, match="第 1 页的内容过多"):
        read_pages(pdf_of_content(b"0 0 m 9 9 l S\n" * 100_001, b""))
