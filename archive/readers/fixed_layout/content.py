"""Converts laid-out pages to paragraphs, tables and findings; readers of PDF and OFD share it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from archive.model import Block, Candidate, Content, Finding, Paragraph, ParagraphKind, Result, Severity
from archive.readers.common import mark_boilerplate, split_framed_table
from archive.readers.fixed_layout.page import PrintedPage
from archive.readers.fixed_layout.paragraphs import TextMargins, join_paragraphs
from archive.readers.fixed_layout.ruled_tables import find_tables
from archive.readers.fixed_layout.table_joining import TableFragment, join_split_tables
from archive.readers.fixed_layout.text_lines import TextLine, is_inside, running_lines, text_lines
from archive.readers.html import first_report_only

_PageItem = TextLine | TableFragment
# Three or more separate values at the end of a line.
_NUMBER_COLUMNS = re.compile(r"(?:^|\s)\d+(?:\s+[\d,.]+){2,}$")
_MIN_UNRULED_ROWS = 3


def to_content(reader: str, pages: Sequence[PrintedPage], titles: Sequence[Candidate]) -> Content:
    """Return the blocks of the pages, in order; page numbers and running lines are boilerplate."""
    running = running_lines(pages)
    layouts = [
        _PageLayout.from_page(page, [line for line in running if line.page == page.number]) for page in pages
    ]
    blocks = list(_blocks([item for layout in layouts for item in layout.items]))
    blocks += [
        Paragraph(text, ParagraphKind.BOILERPLATE, "running_line")
        for text in dict.fromkeys(line.text for line in running)
    ]
    findings = (
        finding
        for page, layout in zip(pages, layouts, strict=True)
        for finding in _page_findings(page, layout)
    )
    return first_report_only(Content(reader, mark_boilerplate(blocks), tuple(titles), tuple(findings)))


@dataclass(frozen=True, slots=True)
class _PageLayout:
    """A page's lines and table fragments from top to bottom, without its running lines."""

    items: list[_PageItem]
    lines: list[TextLine]
    has_unread_table: bool

    @classmethod
    def from_page(cls, page: PrintedPage, running: Sequence[TextLine]) -> _PageLayout:
        glyphs = [glyph for glyph in page.glyphs if not any(is_inside(glyph, line) for line in running)]
        regions = find_tables(page, glyphs)
        lines = text_lines(
            (glyph for glyph in glyphs if not any(is_inside(glyph, region) for region in regions or ())),
            page.number,
        )
        tables = [
            TableFragment(region.top, page.number, region.cells, region.lefts, region.x1, region.full_cells)
            for region in regions or ()
        ]
        items: list[_PageItem] = [*lines, *tables]
        return cls(sorted(items, key=lambda item: item.top), lines, regions is None)


def _page_findings(page: PrintedPage, layout: _PageLayout) -> Iterator[Finding]:
    """Yield findings about content of a page that is lost."""
    page_label = f"第 {page.number + 1} 页"
    if layout.has_unread_table:
        yield Finding("R_TABLE_UNREAD", Result.FAIL, Severity.WARNING, detail=f"{page_label}的表格无法解析")
    if has_unruled_table(layout.lines):
        yield Finding(
            "R_TABLE_UNRULED", Result.FAIL, Severity.WARNING, detail=f"{page_label}的表格没有框线，未能读取"
        )
    if page.has_image and not page.glyphs:
        yield Finding("R_PAGE_IMAGE", Result.FAIL, Severity.WARNING, detail=f"{page_label}是图像，没有文字")


def has_unruled_table(page_lines: Sequence[TextLine]) -> bool:
    """Return whether consecutive lines end in columns of numbers: a table without ruling lines."""
    run = 0
    for line in page_lines:
        run = run + 1 if _NUMBER_COLUMNS.search(line.text) else 0
        if run == _MIN_UNRULED_ROWS:
            return True
    return False


def _blocks(items: Sequence[_PageItem]) -> Iterator[Block]:
    margins = TextMargins.from_lines([item for item in items if isinstance(item, TextLine)])
    for is_text, run in groupby(items, key=lambda item: isinstance(item, TextLine)):
        if is_text:
            yield from join_paragraphs([item for item in run if isinstance(item, TextLine)], margins)
        else:
            for cells in join_split_tables([item for item in run if isinstance(item, TableFragment)]):
                yield from split_framed_table(cells)
