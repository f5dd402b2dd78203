"""Reads Word documents from their XML: paragraphs and tables in order, with merged cells."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from archive.model import Block, Content, Document, Paragraph, ParagraphKind, UnreadableFile
from archive.readers.common import ZIP_ERRORS, leading_heading, mark_boilerplate, split_framed_table
from archive.readers.html import first_report_only
from archive.readers.office.docx_tables import is_layout_table, table_cells
from archive.readers.office.docx_text import WRAPPER_TAGS, W, paragraph_lines, text_box_lines

NAME = "docx"

_HEADING_STYLE_PREFIXES = ("heading", "title", "标题")
_MAX_PART_BYTES = 64 * 1024 * 1024


def read(document: Document) -> Content:
    """Return the blocks of a docx, in order; tracked deletions are left out, insertions kept.

    Raises `UnreadableFile` if the file is damaged, too large or without text.
    """
    body, styles = _load_parts(document.data)
    headings = _heading_styles(styles) if styles is not None else frozenset()
    blocks = list(_blocks(body, headings))
    if not blocks:
        raise UnreadableFile("Word 文件里没有文字")
    return first_report_only(Content(NAME, mark_boilerplate(blocks), leading_heading(blocks)))


def _load_parts(data: bytes) -> tuple[etree._Element, etree._Element | None]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "word/document.xml" not in names:
                raise UnreadableFile("不是有效的 Word 文件：压缩包里没有 word/document.xml")
            data = _read_part(archive, "word/document.xml")
            root = _parse_xml(data)
            # Parsing styles takes half of the time of a short report, and many reports use none.
            styled = "word/styles.xml" in names and b"pStyle" in data
            styles = _parse_xml(_read_part(archive, "word/styles.xml")) if styled else None
    except ZIP_ERRORS as error:
        raise UnreadableFile("不是有效的 Word 文件：不是完整的 zip 压缩包") from error
    body = root.find(W + "body")
    if body is None:
        raise UnreadableFile("不是有效的 Word 文件：没有正文")
    return body, styles


def _read_part(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return one part of the package; its size is measured, because the package may state a wrong one."""
    with archive.open(name) as stream:
        data = stream.read(_MAX_PART_BYTES + 1)
    if len(data) > _MAX_PART_BYTES:
        raise UnreadableFile(f"Word 文件解压后过大（{name}），可能是压缩炸弹")
    return data


def _parse_xml(data: bytes) -> etree._Element:
    try:
        root = etree.fromstring(
            data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, collect_ids=False)
        )
    except etree.XMLSyntaxError as error:
        raise UnreadableFile("不是有效的 Word 文件：XML 已损坏") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableFile("不是有效的 Word 文件：XML 里声明了 DTD")
    return root


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


def _blocks(body: etree._Element, headings: frozenset[str]) -> Iterator[Block]:
    for element in body:
        if element.tag == W + "p":
            yield from _paragraphs(element, headings)
        elif element.tag == W + "tbl":
            yield from _table(element, headings)
        elif element.tag in WRAPPER_TAGS:
            yield from _blocks(element, headings)


def _paragraphs(element: etree._Element, headings: frozenset[str]) -> Iterator[Block]:
    style = element.find(f"{W}pPr/{W}pStyle")
    has_heading_style = style is not None and style.get(W + "val", "") in headings
    is_heading = has_heading_style or _has_outline_level(element.find(f"{W}pPr/{W}outlineLvl"))
    for text in paragraph_lines(element):
        yield Paragraph(text, ParagraphKind.HEADING if is_heading and len(text) <= 80 else ParagraphKind.TEXT)
    for text in text_box_lines(element):
        yield Paragraph(text)


def _table(table: etree._Element, headings: frozenset[str]) -> Iterator[Block]:
    if is_layout_table(table):
        for cell in table.iterfind(f"{W}tr/{W}tc"):
            yield from _blocks(cell, headings)
    else:
        yield from split_framed_table(table_cells(table))
