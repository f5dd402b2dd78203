"""Reads PDF files with pypdfium2; tables are found by pdfplumber's rules."""

from __future__ import annotations

import re
from typing import Any

import pypdfium2

from archive.model import Candidate, Content, Document, NeedsOcr, UnreadableFile
from archive.readers.fixed_layout.content import to_content
from archive.readers.fixed_layout.page import PrintedPage
from archive.readers.fixed_layout.pdf_fields import page_with_fields
from archive.readers.fixed_layout.pdf_glyphs import MAX_GLYPHS, MAX_PAGE_GLYPHS, read_glyphs
from archive.readers.fixed_layout.pdf_objects import page_objects
from archive.readers.fixed_layout.pdf_paths import PathLines
from archive.readers.fixed_layout.pdf_visibility import PageGround
from archive.readers.fixed_layout.upright_pages import RawPage, to_upright_page

# pypdfium2 has no type hints.
pdfium: Any = pypdfium2
raw: Any = pypdfium2.raw

NAME = "pdf"

_MAX_PAGES = 500
# A truncated file lacks its end mark, or has objects after it: files for the web have one near the start too.
_START_MARKER, _MAX_HEAD_BYTES = b"%PDF-", 64 * 1024
_EOF_MARKER = b"%%EOF"
_OBJECT = re.compile(rb"\d+\s+\d+\s+obj\b")
_TAIL_BYTES = 4096


def read(document: Document) -> Content:
    """Return the blocks of a PDF, in order; page numbers and running lines are boilerplate.

    Raises `UnreadableFile` if the file is damaged or encrypted, `NeedsOcr` if it has no text.
    """
    pages, title = read_pages(document.data)
    if not any(page.glyphs for page in pages):
        raise NeedsOcr("PDF 里没有文字，可能是扫描件，需要文字识别")
    return to_content(NAME, pages, (Candidate("title", title, "PDF Title"),) if title else ())


def read_pages(data: bytes) -> tuple[list[PrintedPage], str]:
    """Return the pages and the title in the metadata.

    Raises `UnreadableFile` if the file is damaged, encrypted or has more than 500 pages.
    """
    try:
        pdf = pdfium.PdfDocument(_without_foreign_bytes(data))
        pdf.init_forms()
    except pdfium.PdfiumError as error:
        reason = "需要密码" if "password" in str(error).lower() else "文件已损坏或不是 PDF"
        raise UnreadableFile(f"PDF 文件无法打开：{reason}") from error
    try:
        if len(pdf) > _MAX_PAGES:
            raise UnreadableFile(f"PDF 页数过多：{len(pdf)} 页")
        return _printed_pages(pdf), _document_title(pdf)
    except pdfium.PdfiumError as error:
        raise UnreadableFile("PDF 文件已损坏：有的页无法读取") from error
    finally:
        pdf.close()


def _printed_pages(pdf: Any) -> list[PrintedPage]:
    """Return the pages; raises `UnreadableFile` if they hold more characters than any report."""
    pages: list[PrintedPage] = []
    free = MAX_GLYPHS
    for number in range(len(pdf)):
        pages.append(_to_printed_page(pdf, number, free))
        free -= len(pages[-1].glyphs)
    return pages


def _without_foreign_bytes(data: bytes) -> bytes:
    """Return the file without what servers put before or behind it: headers, zero bytes, line ends, a page.

    pdfium looks for the beginning and the end only in one kilobyte. Raises `UnreadableFile` if the file is
    truncated.
    """
    data = data[max(0, data.find(_START_MARKER, 0, _MAX_HEAD_BYTES)) :]
    end = data.rfind(_EOF_MARKER)
    if end < 0 or (len(data) - end > _TAIL_BYTES and _OBJECT.search(data, end)):
        raise UnreadableFile("PDF 文件不完整：末尾缺少结束标记")
    return data[: end + len(_EOF_MARKER)] if not _OBJECT.search(data, end) else data


def _document_title(pdf: Any) -> str:
    """Return the title in the metadata, empty if its characters are damaged."""
    try:
        return str(pdf.get_metadata_value("Title")).strip()
    except UnicodeDecodeError:
        return ""


def _to_printed_page(pdf: Any, number: int, max_glyphs: int) -> PrintedPage:
    page = page_with_fields(pdf, number)
    box = page.get_mediabox()
    crop = page.get_cropbox()
    ground = PageGround()
    lines = PathLines()
    image_count = 0
    for placed in page_objects(page):
        ground.add(placed)
        image_count += placed.kind == raw.FPDF_PAGEOBJ_IMAGE
        if placed.kind == raw.FPDF_PAGEOBJ_PATH:
            lines.add(placed)
    text = page.get_textpage()
    if text.count_chars() > min(max_glyphs, MAX_PAGE_GLYPHS):
        raise UnreadableFile(f"PDF 第 {number + 1} 页的内容过多，可能是炸弹文件")
    glyphs = read_glyphs(text, ground, is_scan=image_count > 0)
    visible_box = (max(box[0], crop[0]), max(box[1], crop[1]), min(box[2], crop[2]), min(box[3], crop[3]))
    return to_upright_page(RawPage(number, box, visible_box, glyphs, lines.segments(), image_count > 0))
