"""Pages of portals: the report's container, tables with true spans, prose, and furniture by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from lxml.etree import _Element as Element

from archive.model import (
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
    encoding_findings,
    mark_boilerplate,
    missing_sections,
    report_span,
    site_codes,
    split_at_titles,
)
from archive.readers.html import dom, metadata, report_splitter
from archive.readers.html.container import find_container
from archive.readers.html.dom import DomLine, DomTable, DomWalk, Piece
from archive.readers.html.prose_filter import ProseDetector
from archive.readers.html.tables import TableReader
from archive.text import decode_text

NAME = "html"
_MAX_NOTES = 20


def read(document: Document) -> Content:
    """The blocks of the container of a page, in document order, and what the whole page says about itself."""
    text, encoding = decode_text(document.data, document.charset)
    if not text.strip():
        raise UnreadableFile("网页里没有内容")
    root = dom.parse_html(text)
    walk = _walk_page(root)
    found = report_splitter.find_reports(walk)
    chosen, (start, end) = _locate_report(root, walk, found)
    candidates = (
        *metadata.page_candidates(root, walk.pieces),
        *metadata.title_above(walk.pieces[:start]),
        *site_codes(text),
    )
    framed = _frame_findings(chosen if found or end - start < len(walk.pieces) else root)
    pieces = walk.pieces[start:end]
    tables = [
        piece.element for piece in pieces if isinstance(piece, DomTable) and piece.element is not chosen
    ]
    blocks, findings = _blocks_with_findings(pieces, ProseDetector(chosen, tables))
    named = (report_splitter.several_reports_finding(found),) if found else ()
    return Content(NAME, blocks, candidates, (*named, *framed, *findings, *encoding_findings(encoding)))


def _locate_report(
    root: Element, walk: DomWalk, parts: Sequence[report_splitter.ReportPart]
) -> tuple[Element, tuple[int, int]]:
    """The element of the report, and its pieces: of several reports those of the one that is read."""
    if not parts:
        chosen = find_container(root, walk)
        return chosen, walk.bounds[chosen]
    part = report_splitter.select_report(parts)
    return report_splitter.enclosing_element(walk, root, (part.start, part.end)), (part.start, part.end)


def _frame_findings(element: Element) -> tuple[Finding, ...]:
    """A note for each document shown inside the article: another file, with a capture of its own."""
    return tuple(
        Finding("R_FRAME", Result.FAIL, Severity.NOTE, detail=address[:300])
        for frame in islice(element.iter("iframe", "embed", "object", "frame"), _MAX_NOTES)
        if (address := (frame.get("src") or frame.get("data") or "").strip())
        and not address.startswith(("about:", "javascript:", "data:"))
    )


def _walk_page(root: Element) -> DomWalk:
    walk = DomWalk(TableReader.from_root(root)).run(root)
    absent = missing_sections([piece.text for piece in walk.pieces if isinstance(piece, DomLine)])
    if absent:
        walk.split_lines(lambda text: split_at_titles(text, absent))
    return walk


def _blocks_with_findings(
    pieces: Sequence[Piece], prose: ProseDetector
) -> tuple[tuple[Block, ...], tuple[Finding, ...]]:
    """The blocks with chrome marked, and notes on prose that trafilatura would have dropped."""
    blocks: list[Block] = []
    dropped: dict[int, DomLine] = {}
    for piece in pieces:
        if isinstance(piece, DomTable):
            blocks += _table_blocks(piece)
            continue
        # trafilatura drops headings of short sections; their markup says what they are, so they need no note.
        if not piece.is_heading and not prose.is_prose(piece):
            dropped[len(blocks)] = piece
        blocks.append(_to_paragraph(piece))
    first, last = report_span(blocks)
    marked = list(mark_boilerplate(blocks, (first, last)))
    notes = []
    for place, line in dropped.items():
        block = marked[place]
        if isinstance(block, Paragraph) and block.kind is not ParagraphKind.BOILERPLATE:
            if not first <= place <= last and line.link_share > 0.8:
                marked[place] = Paragraph(line.text, ParagraphKind.BOILERPLATE, "links")
            else:
                notes.append(line.text)
    return tuple(marked), tuple(_dropped_prose_findings(notes))


def _to_paragraph(line: DomLine) -> Paragraph:
    if line.is_form_control:
        return Paragraph(line.text, ParagraphKind.BOILERPLATE, "control")
    return Paragraph(line.text, ParagraphKind.HEADING if line.is_heading else ParagraphKind.TEXT)


def _table_blocks(table: DomTable) -> Iterator[Block]:
    """The blocks of a table; a page's own table of 索引号 and the like is furniture, row by row."""
    for block in table.blocks:
        if isinstance(block, Grid) and metadata.is_metadata_table(block):
            for row in block.rows():
                text = " ".join(cell.text for cell in row if cell.text)
                if text:
                    yield Paragraph(text, ParagraphKind.BOILERPLATE, "about")
        else:
            yield block


def _dropped_prose_findings(texts: Sequence[str]) -> Iterator[Finding]:
    """One note a paragraph; of very many only the first are named, and the last note counts the others."""
    for text in texts[:_MAX_NOTES]:
        yield Finding("R_PROSE_DROPPED", Result.FAIL, Severity.NOTE, detail=text[:200])
    if len(texts) > _MAX_NOTES:
        detail = f"另有 {len(texts) - _MAX_NOTES} 段"
        yield Finding("R_PROSE_DROPPED", Result.FAIL, Severity.NOTE, detail=detail)
