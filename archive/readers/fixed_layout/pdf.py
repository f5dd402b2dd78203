"""Reads PDF files with pypdfium2; tables are found by pdfplumber's rules."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pypdfium2

from archive.model import Candidate, Content, Document, NeedsOcr, UnreadableFile
from archive.readers.fixed_layout.content import to_content
from archive.readers.fixed_layout.geometry import PageTransform
from archive.readers.fixed_layout.page import Glyph, PrintedPage, Stroke
from archive.readers.fixed_layout.pdf_paths import read_strokes

# pypdfium2 has no type hints.
pdfium: Any = pypdfium2
raw: Any = pypdfium2.raw

NAME = "pdf"

_MAX_PAGES = 500
# A truncated file lacks its end mark, or has objects after it: files for the web have one near the start too.
_EOF_MARKER = b"%%EOF"
_OBJECT = re.compile(rb"\d+\s+\d+\s+obj\b")
_TAIL_BYTES = 4096
_MAX_ANGLE_SAMPLES = 64
# Codes that are no character: ends of strings, soft hyphens, glyphs without a mapping.
_IGNORED_CODES = frozenset((0, 2, 0xFFFE, 0xFFFF))
_BLANK_CODES = frozenset((9, 32, 0xA0))


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
        pdf = pdfium.PdfDocument(_without_tail(data))
    except pdfium.PdfiumError as error:
        reason = "需要密码" if "password" in str(error).lower() else "文件已损坏或不是 PDF"
        raise UnreadableFile(f"PDF 文件无法打开：{reason}") from error
    try:
        if len(pdf) > _MAX_PAGES:
            raise UnreadableFile(f"PDF 页数过多：{len(pdf)} 页")
        pages = [_to_printed_page(pdf[number], number) for number in range(len(pdf))]
        return pages, _document_title(pdf)
    except pdfium.PdfiumError as error:
        raise UnreadableFile("PDF 文件已损坏：有的页无法读取") from error
    finally:
        pdf.close()


def _without_tail(data: bytes) -> bytes:
    """Return the file without what servers append to it: zero bytes, line ends, a page.

    pdfium looks for the end only in the last kilobytes. Raises `UnreadableFile` if the file is truncated.
    """
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


def _to_printed_page(page: Any, number: int) -> PrintedPage:
    text = page.get_textpage()
    transform = PageTransform.from_mediabox(page.get_mediabox(), _quarter_turns(text))
    strokes, has_image = read_strokes(page, transform)
    return PrintedPage(
        number,
        transform.width,
        transform.height,
        tuple(_glyphs(text, transform)),
        tuple(Stroke(*stroke) for stroke in strokes),
        has_image,
    )


def _quarter_turns(text: Any) -> int:
    """Return by how many quarter turns, counterclockwise, most of the text is rotated.

    The rotation that the page itself states is ignored.
    """
    count = text.count_chars()
    angles: Counter[int] = Counter()
    for index in range(0, count, max(1, count // _MAX_ANGLE_SAMPLES)):
        if not raw.FPDFText_IsGenerated(text, index):
            # pdfium measures angles clockwise.
            angles[round(-raw.FPDFText_GetCharAngle(text, index) / (math.pi / 2)) % 4] += 1
    return angles.most_common(1)[0][0] if angles else 0


def _glyphs(text: Any, transform: PageTransform) -> Iterator[Glyph]:
    box = [ctypes.c_double() for _ in range(4)]
    sides = [ctypes.byref(side) for side in box]
    left, right, bottom, top = box
    x, y = ctypes.c_double(), ctypes.c_double()
    origin = ctypes.byref(x), ctypes.byref(y)
    has_space_before = False
    last_code = 0
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if code <= 32 or code == 0xA0 or code in _IGNORED_CODES:
            printed_blank = code in _BLANK_CODES and not raw.FPDFText_IsGenerated(text, index)
            has_space_before = (
                has_space_before or printed_blank or (code in _BLANK_CODES and 32 < last_code < 128)
            )
            continue
        raw.FPDFText_GetCharBox(text, index, *sides)
        raw.FPDFText_GetCharOrigin(text, index, *origin)
        last_code = code
        character = "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)
        corners = transform.transform_box(left.value, bottom.value, right.value, top.value)
        yield Glyph(character, *corners, transform.transform_point(x.value, y.value)[1], has_space_before)
        has_space_before = False
