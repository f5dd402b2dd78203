"""Lines of text of PDF pages, with where they stand."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import pypdfium2

from archive.model import UnreadableFile
from archive.readers.paragraphs import trimmed

# The package is without types.
pdfium: Any = pypdfium2
raw: Any = pypdfium2.raw

_MOST_PAGES = 500
# A file cut short keeps its head and loses its end mark; Acrobat itself looks for it in the last kilobyte.
_END = b"%%EOF"
_TAIL = 4096
_EDGE = 0.09
_DRAWN = (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM)


class _Box(Protocol):
    @property
    def x0(self) -> float: ...
    @property
    def top(self) -> float: ...
    @property
    def x1(self) -> float: ...
    @property
    def bottom(self) -> float: ...


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line as printed and its box, in points from the top left; `page` counts from 0."""

    text: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def size(self) -> float:
        """Its height, near enough the size of its characters."""
        return self.bottom - self.top

    def is_in(self, box: _Box) -> bool:
        """Whether the middle of the line lies in `box`."""
        middle = (self.x0 + self.x1) / 2
        return box.top <= (self.top + self.bottom) / 2 <= box.bottom and box.x0 <= middle <= box.x1


@dataclass(frozen=True, slots=True)
class PageText:
    """The lines of a page from top to bottom, and whether anything is drawn on it that could rule a table."""

    number: int
    height: float
    lines: tuple[TextLine, ...]
    has_paths: bool

    def edges(self) -> list[TextLine]:
        """The lines at the upper and lower edge, where page numbers and running lines stand."""
        return [
            line
            for line in self.lines
            if line.bottom < self.height * _EDGE or line.top > self.height * (1 - _EDGE)
        ]


def opened(data: bytes) -> tuple[list[PageText], str]:
    """The text of every page, and the title that the file states."""
    if _END not in data[-_TAIL:]:
        raise UnreadableFile("PDF 文件不完整：末尾缺少结束标记")
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        reason = "需要密码" if "password" in str(error).lower() else "文件已损坏或不是 PDF"
        raise UnreadableFile(f"PDF 文件无法打开：{reason}") from error
    try:
        if len(pdf) > _MOST_PAGES:
            raise UnreadableFile(f"PDF 页数过多：{len(pdf)} 页")
        pages = [_page_text(pdf[number], number) for number in range(len(pdf))]
        return pages, str(pdf.get_metadata_value("Title")).strip()
    except pdfium.PdfiumError as error:
        raise UnreadableFile("PDF 文件已损坏：有的页无法读取") from error
    finally:
        pdf.close()


def _page_text(page: Any, number: int) -> PageText:
    _, _, _, upper = page.get_mediabox()
    found = sorted(_segments(page, number, upper), key=lambda line: (line.top, line.x0))
    drawn = any(item.type in _DRAWN for item in page.get_objects(max_depth=1))
    return PageText(number, page.get_height(), tuple(_rows(found)), drawn)


def _segments(page: Any, number: int, upper: float) -> Iterator[TextLine]:
    """Runs of characters as the file orders them, cut where pdfium sees a line end."""
    text = page.get_textpage()
    characters: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []
    box = [ctypes.c_double() for _ in range(4)]
    references = [ctypes.byref(side) for side in box]
    for place in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, place)
        if code in (10, 13):
            yield from _segment(characters, boxes, number)
            characters, boxes = [], []
            continue
        characters.append(chr(code))
        if not raw.FPDFText_IsGenerated(text, place) and code > 32:
            raw.FPDFText_GetCharBox(text, place, *references)
            left, right, bottom, top = (side.value for side in box)
            boxes.append((left, upper - top, right, upper - bottom))
    yield from _segment(characters, boxes, number)


def _segment(
    characters: list[str], boxes: list[tuple[float, float, float, float]], number: int
) -> Iterator[TextLine]:
    text = trimmed("".join(character for character in characters if character not in "\x00\x02\ufffe\uffff"))
    if text and boxes:
        x0, top, x1, bottom = zip(*boxes, strict=True)
        yield TextLine(text, number, min(x0), min(top), max(x1), max(bottom))


def _rows(segments: list[TextLine]) -> Iterator[TextLine]:
    """Segments on one base line made one line, in order from the left."""
    row: list[TextLine] = []
    for segment in segments:
        if row and segment.top + segment.size / 2 > row[0].bottom:
            yield _joined(row)
            row = []
        row.append(segment)
    if row:
        yield _joined(row)


def _joined(row: list[TextLine]) -> TextLine:
    row.sort(key=lambda line: line.x0)
    return TextLine(
        " ".join(line.text for line in row),
        row[0].page,
        row[0].x0,
        min(line.top for line in row),
        max(line.x1 for line in row),
        max(line.bottom for line in row),
    )
