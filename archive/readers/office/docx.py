"""Reads Word documents from their XML: paragraphs and tables in order, with merged cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from importlib import import_module
from typing import cast

from lxml import etree

from archive.model import (
    OBJECT_CHARACTER,
    PICTURE,
    Block,
    Content,
    Document,
    Finding,
    NeedsOcr,
    NeedsOffice,
    Paragraph,
    ParagraphKind,
    UnreadableFile,
)
from archive.readers.common import (
    clean_line,
    cut_finding,
    leading_heading,
    mark_boilerplate,
    parse_message,
    split_framed_table,
)
from archive.readers.html import first_report_only, read_page
from archive.readers.office.docx_package import open_package
from archive.readers.office.docx_tables import is_layout_table, shows_table_picture, table_cells
from archive.readers.office.docx_text import WRAPPER_TAGS, W, paragraph_lines, text_boxes
from archive.readers.office.docx_unseen import remove_unseen_runs
from archive.readers.office.unusual_packages import pack_flat_file
from archive.text import DOC, DOCX, FLAT_DOCX, HTML, ODT, PLAIN, RTF, WORD_XML, decode_text, media_type

NAME = "docx"

_HEADING_STYLE_PREFIXES = ("heading", "title", "标题")
_INCLUDED = W + "altChunk"
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# A document may include itself.
_MAX_INCLUDED, _MAX_DEPTH = 50, 2
_MESSAGE_HEADER = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)


def read(document: Document) -> Content:
    """Return the blocks of a docx, in order; tracked deletions are left out, insertions kept.

    Raises `UnreadableFile` if the file is damaged, too large or without text.
    """
    is_flat = media_type(document.data, document.name) == FLAT_DOCX
    return _read(pack_flat_file(document.data) if is_flat else document.data, 0)


def _read(data: bytes, depth: int) -> Content:
    """Return the blocks of a document; `depth` is the number of documents that include it."""
    package = open_package(data)
    body = package.root.find(W + "body")
    if body is None:
        raise UnreadableFile("不是有效的 Word 文件：没有正文")
    remove_unseen_runs(body, package.xml, package.styles)
    headings = _heading_styles(package.styles) if package.styles is not None else frozenset()
    included, findings = _included_contents(body, package.chunks, depth)
    blocks = list(_blocks(body, headings, included))
    if (
        len(included) == 1
        and not findings
        and blocks == list(*(content.blocks for content in included.values()))
    ):
        return next(iter(included.values()))
    if all(block == PICTURE for block in blocks):
        if blocks:
            raise NeedsOcr("Word 文件里只有图片，需要文字识别")
        reason = "，正文在读不出的嵌入文件里" if package.chunks else ""
        raise UnreadableFile(f"Word 文件里没有文字{reason}")
    return first_report_only(Content(NAME, mark_boilerplate(blocks), leading_heading(blocks), findings))


def _included_contents(
    body: etree._Element, chunks: dict[str, bytes], depth: int
) -> tuple[dict[str, Content], tuple[Finding, ...]]:
    """Return the documents that Word puts in the place of w:altChunk by the ids of their parts.

    Findings name those that are too many or cannot be read. Raises `NeedsOffice` if one of them can only be
    read with LibreOffice, which is not installed.
    """
    contents: dict[str, Content] = {}
    findings: list[Finding] = []
    elements = list(body.iter(_INCLUDED))
    for number, element in enumerate(elements[:_MAX_INCLUDED], 1):
        key = element.get(_RELATION_ID, "")
        try:
            contents[key] = _read_chunk(chunks.get(key, b""), depth)
        except NeedsOffice:
            raise
        except UnreadableFile as error:
            findings.append(cut_finding(f"Word 文件里嵌入的第 {number} 个文件没有读出：{error}"))
    if len(elements) > _MAX_INCLUDED:
        detail = f"Word 文件里嵌入了 {len(elements)} 个文件，只读了前 {_MAX_INCLUDED} 个"
        findings.append(cut_finding(detail))
    return contents, tuple(findings)


def _read_chunk(data: bytes, depth: int) -> Content:
    """Return the content of an included document. Raises `UnreadableFile` if Word includes no such files."""
    kind = media_type(data, "chunk")
    if kind == DOCX and depth < _MAX_DEPTH:
        return _read(data, depth + 1)
    if kind in (RTF, DOC, WORD_XML, ODT):
        libreoffice = import_module("archive.readers.office.libreoffice")
        return cast(Content, libreoffice.read(Document(data, "chunk")))
    if kind == PLAIN and (text := decode_text(data)[0].strip()) and not _MESSAGE_HEADER.search(data[:2000]):
        return read_page(Document(f"<pre>{escape(text)}</pre>".encode(), "chunk.html"))
    page = _page(data)
    if not page:
        raise UnreadableFile("嵌入的文件里没有网页")
    return read_page(Document(page, "chunk.html"))


def _page(data: bytes) -> bytes:
    """Return the page in the data, which may be the message of a .mht file; empty for other kinds."""
    if media_type(data, "chunk") == HTML:
        return data
    if _MESSAGE_HEADER.search(data[:2000]) is None:
        return b""
    parts = parse_message(data)
    pages = (part.get_payload(decode=True) for part in parts if part.get_content_type() == "text/html")
    return next((page for page in pages if isinstance(page, bytes)), b"")


def _heading_styles(styles: etree._Element) -> frozenset[str]:
    """Return the ids of heading styles: those with a built-in heading name or an outline level."""
    names = (
        name
        for name in styles.iter(W + "name")
        if name.get(W + "val", "").lower().startswith(_HEADING_STYLE_PREFIXES)
    )
    levels = (level for level in styles.iter(W + "outlineLvl") if _has_outline_level(level))
    owners = (next(element.iterancestors(W + "style"), None) for element in (*names, *levels))
    return frozenset(style.get(W + "styleId", "") for style in owners if style is not None)


def _has_outline_level(element: etree._Element | None) -> bool:
    """Return whether an outline level is stated; 9 means body text."""
    return element is not None and element.get(W + "val", "9") != "9"


def _blocks(body: etree._Element, headings: frozenset[str], included: dict[str, Content]) -> Iterator[Block]:
    for element in body:
        if element.tag == W + "p":
            yield from _paragraphs(element, headings, included)
        elif element.tag == W + "tbl":
            yield from _table(element, headings, included)
        elif element.tag in WRAPPER_TAGS:
            yield from _blocks(element, headings, included)
        elif element.tag == _INCLUDED and (content := included.get(element.get(_RELATION_ID, ""))):
            yield from content.blocks


def _paragraphs(
    element: etree._Element, headings: frozenset[str], included: dict[str, Content]
) -> Iterator[Block]:
    style = element.find(f"{W}pPr/{W}pStyle")
    has_heading_style = style is not None and style.get(W + "val", "") in headings
    is_heading = has_heading_style or _has_outline_level(element.find(f"{W}pPr/{W}outlineLvl"))
    lines = (clean_line(line.replace(OBJECT_CHARACTER, "")) for line in paragraph_lines(element))
    for text in filter(None, lines):
        yield Paragraph(text, ParagraphKind.HEADING if is_heading and len(text) <= 80 else ParagraphKind.TEXT)
    if shows_table_picture(element):
        yield PICTURE
    for box in text_boxes(element):
        yield from _blocks(box, headings, included)


def _table(table: etree._Element, headings: frozenset[str], included: dict[str, Content]) -> Iterator[Block]:
    if is_layout_table(table):
        for cell in table.iterfind(f"{W}tr/{W}tc"):
            yield from _blocks(cell, headings, included)
    else:
        yield from split_framed_table(table_cells(table))
