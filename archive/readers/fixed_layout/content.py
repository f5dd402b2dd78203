"""A laid-out file made blocks: lines put to paragraphs, ruled areas to tables, running lines set aside.

Where the characters and strokes come from, a PDF or an OFD, does not show here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from archive.model import Block, Candidate, Content, Finding, Mark, Paragraph, Result, Severity
from archive.readers.common import boilerplate
from archive.readers.common.framed_tables import unframed
from archive.readers.fixed_layout.page import Page
from archive.readers.fixed_layout.paragraphs import Layout, paragraphs
from archive.readers.fixed_layout.ruled_tables import regions
from archive.readers.fixed_layout.table_joining import Fragment, glued
from archive.readers.fixed_layout.text_lines import TextLine, furniture, is_in, lines
from archive.readers.html import report_splitter

_Item = TextLine | Fragment
# Three values or more, apart from each other, at the end of a line.
_COLUMNS = re.compile(r"(?:^|\s)\d+(?:\s+[\d,.]+){2,}$")
_ENOUGH_ROWS = 3


def content(reader: str, pages: Sequence[Page], titles: Sequence[Candidate]) -> Content:
    """The blocks of the pages, in order; page numbers and running lines are chrome."""
    running = furniture(pages)
    laid = [_Laid.of(page, [line for line in running if line.page == page.number]) for page in pages]
    blocks = list(_blocks([item for one in laid for item in one.items]))
    blocks += [
        Paragraph(text, Mark.CHROME, "running_line") for text in dict.fromkeys(line.text for line in running)
    ]
    lost = (finding for page, one in zip(pages, laid, strict=True) for finding in _findings(page, one))
    return report_splitter.only_one(Content(reader, boilerplate.marked(blocks), tuple(titles), tuple(lost)))


@dataclass(frozen=True, slots=True)
class _Laid:
    """A page's lines and table fragments from top to bottom, its furniture left out."""

    items: list[_Item]
    lines: list[TextLine]
    unread: bool

    @classmethod
    def of(cls, page: Page, running: Sequence[TextLine]) -> _Laid:
        glyphs = [glyph for glyph in page.glyphs if not any(is_in(glyph, line) for line in running)]
        found = regions(page, glyphs)
        text = lines(
            (glyph for glyph in glyphs if not any(is_in(glyph, one) for one in found or ())), page.number
        )
        tables = [
            Fragment(one.top, page.number, one.cells, one.lefts, one.x1, one.full) for one in found or ()
        ]
        items: list[_Item] = [*text, *tables]
        return cls(sorted(items, key=lambda item: item.top), text, found is None)


def _findings(page: Page, laid: _Laid) -> Iterator[Finding]:
    """What is known to be lost on a page."""
    where = f"第 {page.number + 1} 页"
    if laid.unread:
        yield Finding("R_TABLE_UNREAD", Result.FAIL, Severity.WARNING, detail=f"{where}的表格无法解析")
    if is_unruled(laid.lines):
        yield Finding(
            "R_TABLE_UNRULED", Result.FAIL, Severity.WARNING, detail=f"{where}的表格没有框线，未能读取"
        )
    if page.has_image and not page.glyphs:
        yield Finding("R_PAGE_IMAGE", Result.FAIL, Severity.WARNING, detail=f"{where}是图像，没有文字")


def is_unruled(text: Sequence[TextLine]) -> bool:
    """Whether lines on end end in columns of numbers: a table without ruling lines."""
    run = 0
    for line in text:
        run = run + 1 if _COLUMNS.search(line.text) else 0
        if run == _ENOUGH_ROWS:
            return True
    return False


def _blocks(items: Sequence[_Item]) -> Iterator[Block]:
    layout = Layout.of([item for item in items if isinstance(item, TextLine)])
    for is_text, run in groupby(items, key=lambda item: isinstance(item, TextLine)):
        if is_text:
            yield from paragraphs([item for item in run if isinstance(item, TextLine)], layout)
        else:
            for cells in glued([item for item in run if isinstance(item, Fragment)]):
                yield from unframed(cells)
