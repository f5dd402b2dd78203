"""Reads HTML pages: finds the report's container and reads its tables and prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml.etree import _Element as Element

from archive.model import (
    PICTURE,
    Block,
    Content,
    Document,
    Finding,
    Grid,
    Paragraph,
    ParagraphKind,
    Result,
    Severity,
    UnreadableFile,
)
from archive.readers.common import (
    cut_finding,
    encoding_findings,
    mark_boilerplate,
    missing_sections,
    report_span,
    section_index,
    site_codes,
    split_at_titles,
)
from archive.readers.html import metadata, report_splitter
from archive.readers.html.container import find_container
from archive.readers.html.dom import DomLine, DomTable, DomWalk, Piece
from archive.readers.html.page import ParsedPage, parse_page
from archive.readers.html.prose_filter import ProseDetector
from archive.readers.html.tables import TableReader
from archive.text import decode_text, normalise_text

NAME = "html"
_MAX_NOTES = 20
_MIN_SECTIONS = 3
_HAN = re.compile("[一-鿿]")
_MIN_LABEL_CHARS = 3


def read(document: Document) -> Content:
    """Return the blocks of the page's container in document order, and candidates from the whole page.

    Raises `UnreadableFile` if the page is empty or too large.
    """
    text, encoding = decode_text(document.data, document.charset)
    if not text.strip():
        raise UnreadableFile("网页里没有内容")
    page = parse_page(text)
    root, walk = page.root, _walk_page(page)
    report_parts = report_splitter.find_reports(walk)
    container, (start, end) = _locate_report(root, walk, report_parts)
    candidates = (
        *metadata.page_candidates(root, walk.pieces),
        *metadata.title_above(walk.pieces[:start]),
        *site_codes(text),
    )
    frame_findings = _frame_findings(container if report_parts or end - start < len(walk.pieces) else root)
    pieces = _without_hidden_copies(_without_hidden_lines(walk.pieces[start:end]))
    tables = [
        piece.element for piece in pieces if isinstance(piece, DomTable) and piece.element is not container
    ]
    blocks, findings = _blocks_with_findings(pieces, ProseDetector(container, tables))
    several_reports = (report_splitter.several_reports_finding(report_parts),) if report_parts else ()
    return Content(
        NAME,
        blocks,
        candidates,
        (
            *several_reports,
            *frame_findings,
            *map(cut_finding, page.cuts),
            *findings,
            *encoding_findings(encoding),
        ),
    )


def _locate_report(
    root: Element, walk: DomWalk, parts: Sequence[report_splitter.ReportPart]
) -> tuple[Element, tuple[int, int]]:
    """Return the element of the report and the span of its pieces; `parts` are the reports of the page."""
    if not parts:
        container = find_container(root, walk)
        return container, walk.bounds[container]
    part = report_splitter.select_report(parts)
    return report_splitter.enclosing_element(walk, root, (part.start, part.end)), (part.start, part.end)


def _without_hidden_lines(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Leave out hidden lines if the visible ones are a report: three section titles and all hidden ones.

    Otherwise a hidden panel, or the part behind 展开全文, has at least a part of the report.
    """
    hidden = [piece.text for piece in pieces if isinstance(piece, DomLine) and piece.is_hidden]
    if not hidden:
        return pieces
    shown = [piece for piece in pieces if not (isinstance(piece, DomLine) and piece.is_hidden)]
    shown_titles = set(map(section_index, (piece.text for piece in shown if isinstance(piece, DomLine))))
    is_report = len(shown_titles - {None}) >= _MIN_SECTIONS
    return (
        shown if is_report and shown_titles.issuperset(set(map(section_index, hidden)) - {None}) else pieces
    )


def _without_hidden_copies(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Leave out hidden tables whose labels a visible table has: those of another year behind a tab.

    A hidden table without a visible one like it may be the only one, behind a button that unfolds it.
    """
    if not any(isinstance(piece, DomTable) and piece.is_hidden for piece in pieces):
        return pieces
    shown = frozenset().union(
        *(_labels_of(piece) for piece in pieces if isinstance(piece, DomTable) and not piece.is_hidden)
    )
    return [
        piece
        for piece in pieces
        if not (isinstance(piece, DomTable) and piece.is_hidden and _labels_of(piece) <= shown)
    ]


def _labels_of(table: DomTable) -> frozenset[str]:
    """The texts of a table that are too long for numbers and words like 无."""
    texts = {normalise_text(cell.text) for grid in table.grids() for cell in grid.cells}
    return frozenset(text for text in texts if len(_HAN.findall(text)) >= _MIN_LABEL_CHARS)


def _frame_findings(element: Element) -> tuple[Finding, ...]:
    """Return a note for each document embedded in the article: another file, with a capture of its own."""
    return tuple(
        Finding("R_FRAME", Result.FAIL, Severity.NOTE, detail=address[:300])
        for frame in islice(element.iter("iframe", "embed", "object", "frame"), _MAX_NOTES)
        if (address := (frame.get("src") or frame.get("data") or "").strip())
        and not address.startswith(("about:", "javascript:", "data:"))
    )


def _walk_page(page: ParsedPage) -> DomWalk:
    read_table = TableReader.from_root(page.root, may_hide=page.may_hide)
    walk = DomWalk(read_table, may_hide=page.may_hide).run(page.root)
    missing = missing_sections([piece.text for piece in walk.pieces if isinstance(piece, DomLine)])
    if missing:
        walk.split_lines(lambda text: split_at_titles(text, missing))
    return walk


def _blocks_with_findings(
    pieces: Sequence[Piece], prose: ProseDetector
) -> tuple[tuple[Block, ...], tuple[Finding, ...]]:
    """Return the blocks with boilerplate marked, and notes on prose that trafilatura would have dropped."""
    blocks: list[Block] = []
    dropped: dict[int, DomLine] = {}
    for piece in pieces:
        if isinstance(piece, DomTable):
            blocks += _table_blocks(piece)
            continue
        if not piece.text:
            blocks.append(PICTURE)
            continue
        # trafilatura drops headings of short sections; their markup identifies them, so no note is needed.
        if not piece.is_heading and not prose.is_prose(piece):
            dropped[len(blocks)] = piece
        blocks.append(_to_paragraph(piece))
    first, last = report_span(blocks)
    marked_blocks = list(mark_boilerplate(blocks, (first, last)))
    dropped_texts = []
    for index, line in dropped.items():
        block = marked_blocks[index]
        if isinstance(block, Paragraph) and block.kind is not ParagraphKind.BOILERPLATE:
            if not first <= index <= last and line.link_share > 0.8:
                marked_blocks[index] = Paragraph(line.text, ParagraphKind.BOILERPLATE, "links")
            else:
                dropped_texts.append(line.text)
    return tuple(marked_blocks), tuple(_dropped_prose_findings(dropped_texts))


def _to_paragraph(line: DomLine) -> Paragraph:
    if line.is_form_control:
        return Paragraph(line.text, ParagraphKind.BOILERPLATE, "control")
    return Paragraph(line.text, ParagraphKind.HEADING if line.is_heading else ParagraphKind.TEXT)


def _table_blocks(table: DomTable) -> Iterator[Block]:
    """Yield the blocks of a table; each row of the page's own 索引号 table is boilerplate."""
    for block in table.blocks:
        if isinstance(block, Grid) and metadata.is_metadata_table(block):
            for row in block.rows():
                text = " ".join(cell.text for cell in row if cell.text)
                if text:
                    yield Paragraph(text, ParagraphKind.BOILERPLATE, "about")
        else:
            yield block


def _dropped_prose_findings(texts: Sequence[str]) -> Iterator[Finding]:
    """Yield one note for each paragraph up to a limit, then one with the number of the others."""
    for text in texts[:_MAX_NOTES]:
        yield Finding("R_PROSE_DROPPED", Result.FAIL, Severity.NOTE, detail=text[:200])
    if len(texts) > _MAX_NOTES:
        detail = f"另有 {len(texts) - _MAX_NOTES} 段"
        yield Finding("R_PROSE_DROPPED", Result.FAIL, Severity.NOTE, detail=detail)
