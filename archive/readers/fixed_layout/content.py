"""Converts laid-out pages to paragraphs, tables and findings; readers of PDF and OFD share it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from archive.model import (
    PICTURE,
    Block,
    Candidate,
    Content,
    Finding,
    Grid,
    Paragraph,
    ParagraphKind,
    Result,
    Severity,
)
from archive.readers.common import mark_boilerplate, split_framed_table
from archive.readers.fixed_layout.boxed_values import join_boxed_values
from archive.readers.fixed_layout.page import Glyph, PrintedPage, Stroke
from archive.readers.fixed_layout.paragraphs import TextMargins, is_number_row, join_paragraphs
from archive.readers.fixed_layout.pictures import PagePicture, table_pictures
from archive.readers.fixed_layout.repeated_tables import split_repeated_tables
from archive.readers.fixed_layout.ruled_tables import TableRegion, find_tables
from archive.readers.fixed_layout.table_joining import TableFragment, join_split_tables
from archive.readers.fixed_layout.text_lines import TextLine, is_inside, running_lines, text_lines
from archive.readers.fixed_layout.unruled import split_unruled_tables
from archive.readers.html import first_report_only

_PageItem = TextLine | TableFragment | PagePicture
# Lines of text, the parts of ruled tables that follow each other, a table without rules, a picture.
_Part = list[TextLine] | tuple[TableFragment, ...] | Grid | Paragraph
_MIN_UNRULED_ROWS = 3


def to_content(reader: str, pages: Sequence[PrintedPage], titles: Sequence[Candidate]) -> Content:
    """Return the blocks of the pages, in order; page numbers and running lines are boilerplate."""
    running = running_lines(pages)
    layouts = [
        _PageLayout.from_page(page, [line for line in running if line.page == page.number]) for page in pages
    ]
    parts = list(_parts([item for layout in layouts for item in layout.items]))
    lines = [line for part in parts if isinstance(part, list) for line in part]
    blocks = list(_blocks(parts))
    blocks += [
        Paragraph(text, ParagraphKind.BOILERPLATE, "running_line")
        for text in dict.fromkeys(line.text for line in running)
    ]
    text_lines_by_page: dict[int, list[TextLine]] = {}
    for line in lines:
        text_lines_by_page.setdefault(line.page, []).append(line)
    findings = (
        finding
        for page, layout in zip(pages, layouts, strict=True)
        for finding in _page_findings(page, layout, text_lines_by_page.get(page.number, ()))
    )
    return first_report_only(Content(reader, mark_boilerplate(blocks), tuple(titles), tuple(findings)))


@dataclass(frozen=True, slots=True)
class _PageLayout:
    """A page's lines and table fragments from top to bottom, without its running lines."""

    items: list[_PageItem]
    has_unread_table: bool

    @classmethod
    def from_page(cls, page: PrintedPage, running: Sequence[TextLine]) -> _PageLayout:
        glyphs = [glyph for glyph in page.glyphs if not any(is_inside(glyph, line) for line in running)]
        upright = find_tables(page, glyphs)
        turned = [
            table for table in _turned_tables(page, glyphs) if _is_own_table(table, upright or (), glyphs)
        ]
        regions = [
            region for region in upright or () if not any(_overlaps(region, table.box) for table in turned)
        ]
        places: list[TableRegion | Stroke] = [*regions, *(table.box for table in turned)]
        lines = text_lines(
            (glyph for glyph in glyphs if not any(is_inside(glyph, place) for place in places)), page.number
        )
        tables = [TableFragment.from_region(region, page.number, region.top) for region in regions]
        tables += [TableFragment.from_region(table.region, page.number, table.box.top) for table in turned]
        boxes = [Stroke(place.x0, place.top, place.x1, place.bottom) for place in places]
        items: list[_PageItem] = [*lines, *tables, *table_pictures(page, page.glyphs, boxes)]
        return cls(sorted(items, key=lambda item: item.top), upright is None)


class _TurnedTable(NamedTuple):
    """A table set sideways, its place on the upright page, and the number of its characters."""

    region: TableRegion
    box: Stroke
    glyph_count: int


def _turned_tables(page: PrintedPage, glyphs: Sequence[Glyph]) -> Iterator[_TurnedTable]:
    """Yield the tables whose text is mostly set in another direction than that of the page."""
    for view in page.turned_views:
        for region in find_tables(view.page, view.page.glyphs) or ():
            centers = [
                center
                for glyph, center in zip(view.page.glyphs, view.centers, strict=True)
                if is_inside(glyph, region)
            ]
            xs, ys = zip(*centers, strict=True)
            box = Stroke(min(xs), min(ys), max(xs), max(ys))
            if sum(is_inside(glyph, box) for glyph in glyphs) < len(centers):
                yield _TurnedTable(region, box, len(centers))


def _is_own_table(table: _TurnedTable, upright: Sequence[TableRegion], glyphs: Sequence[Glyph]) -> bool:
    """Return whether a table is set sideways: else the text is that of some cells of an upright table."""
    around = [region for region in upright if _overlaps(region, table.box)]
    count = sum(any(is_inside(glyph, region) for region in around) for glyph in glyphs) if around else 0
    return count < table.glyph_count


def _overlaps(region: TableRegion, box: Stroke) -> bool:
    return region.x0 < box.x1 and box.x0 < region.x1 and region.top < box.bottom and box.top < region.bottom


def _page_findings(page: PrintedPage, layout: _PageLayout, text: Sequence[TextLine]) -> Iterator[Finding]:
    """Yield findings about content of a page that is lost; `text` are its lines outside of tables."""
    page_label = f"第 {page.number + 1} 页"
    if layout.has_unread_table:
        yield Finding("R_TABLE_UNREAD", Result.FAIL, Severity.WARNING, detail=f"{page_label}的表格无法解析")
    if has_unruled_table(text):
        yield Finding(
            "R_TABLE_UNRULED", Result.FAIL, Severity.WARNING, detail=f"{page_label}的表格没有框线，未能读取"
        )
    if page.has_image and not page.glyphs:
        yield Finding("R_PAGE_IMAGE", Result.FAIL, Severity.WARNING, detail=f"{page_label}是图像，没有文字")


def has_unruled_table(page_lines: Sequence[TextLine]) -> bool:
    """Return whether consecutive lines end in columns of numbers: a table without ruling lines."""
    run = 0
    for line in page_lines:
        run = run + 1 if is_number_row(line) else 0
        if run == _MIN_UNRULED_ROWS:
            return True
    return False


def _parts(items: Sequence[_PageItem]) -> Iterator[_Part]:
    """Yield the content of all pages in order: lines of text, tables with and without rules, pictures."""
    for kind, run in groupby(items, key=type):
        if kind is TextLine:
            yield from split_unruled_tables([item for item in run if isinstance(item, TextLine)])
        elif kind is PagePicture:
            yield PICTURE
        else:
            yield tuple(item for item in run if isinstance(item, TableFragment))


def _blocks(parts: Sequence[_Part]) -> Iterator[Block]:
    margins = TextMargins.from_lines([line for part in parts if isinstance(part, list) for line in part])
    for part in parts:
        if isinstance(part, Grid | Paragraph):
            yield part
        elif isinstance(part, list):
            yield from join_paragraphs(part, margins)
        else:
            for cells in join_split_tables(part):
                for table in split_repeated_tables(cells):
                    yield from split_framed_table(join_boxed_values(table))
