"""PDF files: text through pypdfium2, ruled tables through pdfplumber, joined again where pages cut them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from archive.model import (
    Block,
    Candidate,
    Content,
    Document,
    Finding,
    Mark,
    Paragraph,
    Result,
    Severity,
    UnreadableFile,
)
from archive.readers import chrome
from archive.readers.frames import unframed
from archive.readers.pdf_glue import Fragment, glued
from archive.readers.pdf_paragraphs import Layout, paragraphs
from archive.readers.pdf_tables import Region, tables
from archive.readers.pdf_text import PageText, TextLine, opened

NAME = "pdf"

_Item = TextLine | Fragment


def read(document: Document) -> Content:
    """The blocks of a PDF, in order; page numbers and running lines are chrome."""
    pages, title = opened(document.data)
    if not any(page.lines for page in pages):
        raise UnreadableFile("PDF 里没有文字，可能是扫描件，需要文字识别")
    regions, failed = tables(document.data, [page.number for page in pages if page.has_paths])
    furniture = _furniture(pages)
    items = [item for page in pages for item in _items(page, regions.get(page.number, []), furniture)]
    blocks = list(_blocks(items))
    blocks += [Paragraph(text, Mark.CHROME, "running_line") for text in dict.fromkeys(furniture)]
    return Content(
        NAME,
        chrome.marked(blocks),
        (Candidate("title", title, "PDF Title"),) if title else (),
        tuple(
            Finding(
                "R_TABLE_UNREAD", Result.FAIL, Severity.WARNING, detail=f"第 {number + 1} 页的表格无法解析"
            )
            for number in failed
        ),
    )


def _furniture(pages: Sequence[PageText]) -> list[str]:
    """Page numbers, and lines that stand at the edge of most pages, in reading order."""
    edges = [line for page in pages for line in page.edges()]
    repeated = {
        text
        for text, lines in groupby(sorted(edges, key=lambda line: line.text), key=lambda line: line.text)
        if len(list(lines)) * 2 > len(pages) > 2
    }
    return [line.text for line in edges if line.text in repeated or is_number(line.text)]


def is_number(text: str) -> bool:
    """Whether the line, which stands at the edge of a page, is its number."""
    return (text.isascii() and text.isdigit()) or chrome.rule_of(text, inside=True) == "page_number"


def _items(page: PageText, regions: Sequence[Region], furniture: Sequence[str]) -> list[_Item]:
    """Lines and table fragments of a page from top to bottom, its furniture left out."""
    edges = {line for line in page.edges() if line.text in furniture}
    lines = [line for line in page.lines if line not in edges and not any(map(line.is_in, regions))]
    items: list[_Item] = [*lines, *(Fragment(region.top, page.number, region.cells) for region in regions)]
    return sorted(items, key=lambda item: item.top)


def _blocks(items: Sequence[_Item]) -> Iterator[Block]:
    layout = Layout.of([item for item in items if isinstance(item, TextLine)])
    for is_text, run in groupby(items, key=lambda item: isinstance(item, TextLine)):
        if is_text:
            yield from paragraphs([item for item in run if isinstance(item, TextLine)], layout)
        else:
            for cells in glued([item for item in run if isinstance(item, Fragment)]):
                yield from unframed(cells)
