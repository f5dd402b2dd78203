"""Chooses the reader of a file by its bytes; there is one module for each format."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import Protocol, cast

from archive.model import (
    CUT_FINDING,
    Content,
    Document,
    Grid,
    NeedsOcr,
    NotSupported,
    Paragraph,
    UnreadableFile,
)
from archive.readers.common import has_positioned_text, mojibake_findings, section_index
from archive.readers.containers import prefer_hidden_report, read_book, read_saved_page
from archive.readers.zip_archive import read_best_member
from archive.text import (
    CSV,
    DOC,
    DOCX,
    EPUB,
    EXCEL_XML,
    FLAT_DOCX,
    FODS,
    FODT,
    HTML,
    JSON,
    MARKDOWN,
    MHT,
    ODS,
    ODT,
    OFD,
    OLE,
    PDF,
    PDF_XML,
    PLAIN,
    RTF,
    UOF_SHEET,
    UOF_TEXT,
    WORD_BOXES,
    WORD_XML,
    XLSX,
    ZIP,
    media_type,
)

_READER_MODULES = {
    PLAIN: "archive.readers.text.reader",
    JSON: "archive.readers.text.reader",
    MARKDOWN: "archive.readers.text.reader",
    HTML: "archive.readers.html.reader",
    DOCX: "archive.readers.office.docx",
    FLAT_DOCX: "archive.readers.office.docx",
    # A zip archive named .docx without a Word document in it: the reader of docx reports that.
    ZIP: "archive.readers.office.docx",
    **dict.fromkeys(
        (DOC, RTF, WORD_XML, EXCEL_XML, ODT, ODS, FODT, FODS, UOF_TEXT, UOF_SHEET),
        "archive.readers.office.libreoffice",
    ),
    CSV: "archive.readers.text.delimited",
    PDF: "archive.readers.fixed_layout.pdf.reader",
    PDF_XML: "archive.readers.fixed_layout.positioned.pdf_xml",
    WORD_BOXES: "archive.readers.fixed_layout.positioned.word_boxes",
    OFD: "archive.readers.fixed_layout.ofd.reader",
    XLSX: "archive.readers.office.workbook",
}
_POSITIONED_HTML_MODULE = "archive.readers.fixed_layout.positioned.positioned_html"
_UNSUPPORTED_TYPES = {
    "application/x-rar-compressed": "rar 压缩包",
    "application/x-7z-compressed": "7z 压缩包",
    "application/gzip": "gzip 压缩文件",
    OLE: "旧版 Office 文件",
}
# A page in JSON, the strings of a page, tags escaped twice: deeper nesting is no report.
_MAX_DEPTH = 3
# Section titles and tables of a report that was read as a whole.
_WHOLE_REPORT = (3, 3)
# Name of an Excel workbook's stream in the directory of an OLE file.
_OLE_WORKBOOK_STREAM = "Workbook".encode("utf-16-le")


class Reader(Protocol):
    """Interface of the modules that read a format."""

    def read(self, document: Document) -> Content:
        """Return the blocks of the file. Raises `UnreadableFile`."""


def read_document(document: Document) -> Content:
    """Return the blocks of `document` in reading order; its bytes decide which reader is used.

    Raises `UnreadableFile`, or a subclass that names the reason, with one line in Chinese if the file is
    empty, broken, of a kind that is not read, or contains only images of text.
    """
    content = _read_nested(document, 0)
    mojibake = mojibake_findings(block.text for block in content.blocks if isinstance(block, Paragraph))
    return replace(content, findings=(*content.findings, *mojibake)) if mojibake else content


def _read_nested(document: Document, depth: int) -> Content:
    """Return the blocks of a document; `depth` is the number of documents that it is in."""
    if not document.data.strip():
        raise UnreadableFile("文件是空的")
    kind = _file_kind(document)
    read_inner = partial(_read_nested, depth=depth + 1)
    if kind == ZIP and not document.name.lower().endswith(".docx"):
        return read_best_member(document, read_inner)
    if kind == EPUB:
        return read_book(document, read_inner)
    if kind == MHT and depth < _MAX_DEPTH:
        return read_saved_page(document, read_inner)
    if kind not in _READER_MODULES:
        raise UnreadableFile(f"暂不能读这种文件：未知的二进制文件（{kind}）")
    content = _reader(_READER_MODULES[kind]).read(document)
    if kind == HTML and has_positioned_text(document.data):
        content = _prefer_positioned_text(document, content)
    if kind in (HTML, PLAIN, JSON) and depth < _MAX_DEPTH:
        return prefer_hidden_report(document, content, read_inner, is_page=kind == HTML)
    return content


def _reader(module: str) -> Reader:
    # Imported when first needed: importing trafilatura and pypdfium2 takes longer than reading most files.
    return cast(Reader, import_module(module))


def _prefer_positioned_text(document: Document, content: Content) -> Content:
    """Return the blocks by the places of their texts if they are more of a report than `content`."""
    if all(found >= least for found, least in zip(_report_parts(content), _WHOLE_REPORT, strict=True)):
        return content
    positioned = _reader(_POSITIONED_HTML_MODULE).read(document)
    if _report_parts(positioned) <= _report_parts(content):
        return content
    cuts = (finding for finding in content.findings if finding.id == CUT_FINDING)
    return replace(positioned, findings=(*positioned.findings, *cuts))


def _report_parts(content: Content) -> tuple[int, int]:
    """Return how many sections have a title, and how many tables there are."""
    sections = {section_index(block.text) for block in content.blocks if isinstance(block, Paragraph)}
    return len(sections - {None}), sum(isinstance(block, Grid) for block in content.blocks)


def _file_kind(document: Document) -> str:
    """Return the media type of the file; raises a kind of `UnreadableFile` if no reader reads such files."""
    kind = media_type(document.data, document.name, document.media_type)
    if kind == OLE and _OLE_WORKBOOK_STREAM in document.data:
        return XLSX
    if kind.startswith("image/"):
        raise NeedsOcr(f"是图片（{kind.removeprefix('image/')}），需要文字识别")
    if kind in _UNSUPPORTED_TYPES:
        raise NotSupported(f"暂不能读这种文件：{_UNSUPPORTED_TYPES[kind]}")
    return kind
