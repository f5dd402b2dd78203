"""Reads PDF files with pypdfium2; tables are found by pdfplumber's rules."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2

from archive.model import (
    Candidate,
    Content,
    Document,
    Finding,
    Grid,
    NeedsOcr,
    TooCostly,
    UnreadableFile,
)
from archive.readers.fixed_layout.content import to_content
from archive.readers.fixed_layout.geometry import Bounds
from archive.readers.fixed_layout.page import PrintedPage
from archive.readers.fixed_layout.pdf.damage import damage_findings
from archive.readers.fixed_layout.pdf.fields import page_with_fields
from archive.readers.fixed_layout.pdf.glyphs import MAX_GLYPHS, MAX_PAGE_GLYPHS, read_glyphs
from archive.readers.fixed_layout.pdf.objects import MAX_PAGE_OBJECTS, page_objects, placed_bounds
from archive.readers.fixed_layout.pdf.paths import PathLines
from archive.readers.fixed_layout.pdf.report_pages import is_long, plain_pages, report_pages, sample_texts
from archive.readers.fixed_layout.pdf.streams import check_streams
from archive.readers.fixed_layout.pdf.visibility import PageGround
from archive.readers.fixed_layout.upright_pages import RawPage, to_upright_page

# pypdfium2 has no type hints.
pdfium: Any = pypdfium2
raw: Any = pypdfium2.raw

NAME = "pdf"

_MAX_PAGES = 500
# More pictures on a page are a map or a pattern: those in cells are among the first.
_MAX_PICTURES = 2000
# A truncated file lacks its end mark, or has objects after it: files for the web have one near the start too.
_START_MARKER, _MAX_HEAD_BYTES = b"%PDF-", 64 * 1024
_EOF_MARKER = b"%%EOF"
_OBJECT = re.compile(rb"\d+\s+\d+\s+obj\b")
_TAIL_BYTES = 4096


def read(document: Document) -> Content:
    """Return the blocks of a PDF, in order; page numbers and running lines are boilerplate.

    Raises `UnreadableFile` if the file is damaged or encrypted, `NeedsOcr` if it has no text.
    """
    printed = read_pages(document.data)
    if not printed.plain_grids and not any(page.glyphs for page in printed.pages):
        raise NeedsOcr("PDF 里没有文字，可能是扫描件，需要文字识别")
    titles = (Candidate("title", printed.title, "PDF Title"),) if printed.title else ()
    content = to_content(NAME, printed.pages, titles)
    return replace(
        content,
        blocks=(*content.blocks, *printed.plain_grids),
        findings=(*content.findings, *printed.findings, *damage_findings(document.data)),
    )


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """The pages that may belong to a report, the lines of the others, and the title in the metadata."""

    pages: tuple[PrintedPage, ...]
    title: str
    plain_grids: tuple[Grid, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_pages(data: bytes) -> PrintedFile:
    """Return what the file prints.

    Raises `UnreadableFile` if the file is damaged or encrypted, `TooCostly` if it has more than 500 pages.
    """
    check_streams(data)
    try:
        pdf = pdfium.PdfDocument(_without_foreign_bytes(data))
        pdf.init_forms()
    except pdfium.PdfiumError as error:
        reason = "需要密码" if "password" in str(error).lower() else "文件已损坏或不是 PDF"
        raise UnreadableFile(f"PDF 文件无法打开：{reason}") from error
    try:
        if len(pdf) > _MAX_PAGES:
            raise TooCostly(f"PDF 页数过多：{len(pdf)} 页")
        return _printed_file(pdf)
    except pdfium.PdfiumError as error:
        raise UnreadableFile("PDF 文件已损坏：有的页无法读取") from error
    finally:
        pdf.close()


def _printed_file(pdf: Any) -> PrintedFile:
    """Return the pages; raises `TooCostly` if they hold more characters than any report."""
    texts = _read_texts(pdf) if is_long(len(pdf)) else []
    in_report = report_pages(texts) if texts else [True] * len(pdf)
    pages: list[PrintedPage] = []
    free = MAX_GLYPHS
    for number, is_read in enumerate(in_report):
        if is_read:
            pages.append(_to_printed_page(pdf, number, free))
            free -= len(pages[-1].glyphs)
    grids, findings = plain_pages(texts, in_report)
    return PrintedFile(tuple(pages), _document_title(pdf), tuple(grids), tuple(findings))


def _read_texts(pdf: Any) -> list[str | None]:
    """Return the text of each page as pdfium orders it, None for pages that are not looked at."""
    free = MAX_GLYPHS

    def read_text(number: int) -> str:
        nonlocal free
        page = pdf[number]
        _check_object_count(page, number)
        text = page.get_textpage()
        free -= _check_glyph_count(text, number, free)
        read = str(text.get_text_range(errors="replace"))
        # Else pdfium keeps every page in memory.
        text.close()
        page.close()
        return read

    return sample_texts(len(pdf), read_text)


def _check_object_count(page: Any, number: int) -> None:
    if raw.FPDFPage_CountObjects(page) > MAX_PAGE_OBJECTS:
        raise _too_costly(number)


def _check_glyph_count(text: Any, number: int, free: int) -> int:
    """Return how many characters a page has; `free` is how many more the file may have."""
    count = int(text.count_chars())
    if count > min(free, MAX_PAGE_GLYPHS):
        raise _too_costly(number)
    return count


def _too_costly(number: int) -> TooCostly:
    return TooCostly(f"PDF 第 {number + 1} 页的内容过多，可能是炸弹文件")


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
    images: list[Bounds] = []
    _check_object_count(page, number)
    for placed in page_objects(page):
        ground.add(placed)
        if placed.kind == raw.FPDF_PAGEOBJ_IMAGE:
            images.append(placed_bounds(placed))
        if placed.kind == raw.FPDF_PAGEOBJ_PATH:
            lines.add(placed)
    text = page.get_textpage()
    _check_glyph_count(text, number, max_glyphs)
    glyphs = read_glyphs(text, ground, is_scan=bool(images))
    visible_box = (max(box[0], crop[0]), max(box[1], crop[1]), min(box[2], crop[2]), min(box[3], crop[3]))
    pictures = [*images[:_MAX_PICTURES], *lines.drawings[:_MAX_PICTURES]]
    return to_upright_page(
        RawPage(number, box, visible_box, glyphs, lines.segments(), bool(images), pictures)
    )
