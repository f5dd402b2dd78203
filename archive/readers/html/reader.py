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
    Mark,
    Paragraph,
    Result,
    Severity,
    UnreadableFile,
)
from archive.readers.common import boilerplate, run_on_text
from archive.readers.common.mojibake import lossy
from archive.readers.html import dom, metadata, report_splitter
from archive.readers.html.container import container
from archive.readers.html.dom import Line, Piece, Table, Walk
from archive.readers.html.prose_filter import Prose
from archive.readers.html.tables import TableReader
from archive.text.charset import text_of

NAME = "html"
_MOST_NOTES = 20


def read(document: Document) -> Content:
    """The blocks of the container of a page, in document order, and what the whole page says about itself."""
    text, encoding = text_of(document.data, document.charset)
    if not text.strip():
        raise UnreadableFile("网页里没有内容")
    root = dom.parsed(text)
    walk = _walked(root)
    found = report_splitter.reports(walk)
    chosen, (start, end) = _place(root, walk, found)
    candidates = (
        *metadata.candidates(root, walk.pieces),
        *metadata.above(walk.pieces[:start]),
        *boilerplate.site_codes(text),
    )
    framed = _frames(chosen if found or end - start < len(walk.pieces) else root)
    pieces = walk.pieces[start:end]
    tables = [piece.owner for piece in pieces if isinstance(piece, Table) and piece.owner is not chosen]
    blocks, findings = _judged(pieces, Prose(chosen, tables))
    named = (report_splitter.finding(found),) if found else ()
    return Content(NAME, blocks, candidates, (*named, *framed, *findings, *lossy(encoding)))


def _place(root: Element, walk: Walk, found: Sequence[report_splitter.Part]) -> tuple[Element, tuple[int, int]]:
    """The element of the report, and its pieces: of several reports those of the one that is read."""
    if not found:
        chosen = container(root, walk)
        return chosen, walk.bounds[chosen]
    part = report_splitter.taken(found)
    return report_splitter.holder(walk, root, (part.start, part.end)), (part.start, part.end)


def _frames(element: Element) -> tuple[Finding, ...]:
    """A note for each document shown inside the article: another file, with a capture of its own."""
    return tuple(
        Finding("R_FRAME", Result.FAIL, Severity.NOTE, detail=address[:300])
        for frame in islice(element.iter("iframe", "embed", "object", "frame"), _MOST_NOTES)
        if (address := (frame.get("src") or frame.get("data") or "").strip())
        and not address.startswith(("about:", "javascript:", "data:"))
    )


def _walked(root: Element) -> Walk:
    walk = Walk(TableReader.of(root)).over(root)
    absent = run_on_text.missing([piece.text for piece in walk.pieces if isinstance(piece, Line)])
    if absent:
        walk.part(lambda text: run_on_text.parts(text, absent))
    return walk


def _judged(pieces: Sequence[Piece], prose: Prose) -> tuple[tuple[Block, ...], tuple[Finding, ...]]:
    """The blocks with chrome marked, and notes on prose that trafilatura would have dropped."""
    blocks: list[Block] = []
    dropped: dict[int, Line] = {}
    for piece in pieces:
        if isinstance(piece, Table):
            blocks += _table(piece)
            continue
        # trafilatura drops headings of short sections; their markup says what they are, so they need no note.
        if not piece.heading and not prose.keeps(piece):
            dropped[len(blocks)] = piece
        blocks.append(_paragraph(piece))
    first, last = boilerplate.span(blocks)
    marked = list(boilerplate.marked(blocks, (first, last)))
    notes = []
    for place, line in dropped.items():
        block = marked[place]
        if isinstance(block, Paragraph) and block.mark is not Mark.CHROME:
            if not first <= place <= last and line.linked > 0.8:
                marked[place] = Paragraph(line.text, Mark.CHROME, "links")
            else:
                notes.append(line.text)
    return tuple(marked), tuple(_notes(notes))


def _paragraph(line: Line) -> Paragraph:
    if line.control:
        return Paragraph(line.text, Mark.CHROME, "control")
    return Paragraph(line.text, Mark.HEADING if line.heading else Mark.TEXT)


def _table(table: Table) -> Iterator[Block]:
    """The blocks of a table; a page's own table of 索引号 and the like is furniture, row by row."""
    for block in table.blocks:
        if isinstance(block, Grid) and metadata.is_about(block):
            for row in block.lines():
                text = " ".join(cell.text for cell in row if cell.text)
                if text:
                    yield Paragraph(text, Mark.CHROME, "about")
        else:
            yield block


def _notes(texts: Sequence[str]) -> Iterator[Finding]:
    """One note a paragraph; of very many only the first are named, and the last note counts the others."""
    for text in texts[:_MOST_NOTES]:
        yield Finding("R_PROSE_DROPPED", Result.FAIL, Severity.NOTE, detail=text[:200])
    if len(texts) > _MOST_NOTES:
        detail = f"另有 {len(texts) - _MOST_NOTES} 段"
        yield Finding("R_PROSE_DROPPED", Result.FAIL, Severity.NOTE, detail=detail)
