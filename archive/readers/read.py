"""Chooses the reader of a file by its bytes and returns its blocks."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import Protocol, cast

from archive.model import Content, Document, NeedsOcr, NotSupported, Paragraph, UnreadableFile
from archive.readers.common import mojibake_findings
from archive.text import DOC, DOCX, HTML, MARKDOWN, OFD, PDF, PLAIN, ZIP, media_type

_OLE_TYPE = "application/x-ole-storage"
_XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_READER_MODULES = {
    PLAIN: "archive.readers.text.reader",
    MARKDOWN: "archive.readers.text.reader",
    HTML: "archive.readers.html.reader",
    DOCX: "archive.readers.office.docx",
    # A docx by its name that lacks its document: its reader says so.
    ZIP: "archive.readers.office.docx",
    DOC: "archive.readers.office.libreoffice",
    PDF: "archive.readers.fixed_layout.pdf",
    OFD: "archive.readers.fixed_layout.ofd",
    _XLSX_TYPE: "archive.readers.office.workbook",
}
_UNSUPPORTED_TYPES = {
    "application/x-rar-compressed": "rar 压缩包",
    "application/x-7z-compressed": "7z 压缩包",
    "application/gzip": "gzip 压缩文件",
    _OLE_TYPE: "旧版 Office 文件",
}
# The stream of an Excel workbook, as the directory of an OLE file names it.
_OLE_WORKBOOK_STREAM = "Workbook".encode("utf-16-le")


class Reader(Protocol):
    """What every module of a format offers."""

    def read(self, document: Document) -> Content:
        """The blocks of the file, or `UnreadableFile`."""


def read_document(document: Document) -> Content:
    """The blocks of `document` in reading order; its bytes choose the reader.

    Raises `UnreadableFile`, or the kind of it that says why, with one Chinese line: for a file that is
    empty, broken, of a kind that is not read, or that shows only pictures of text.
    """
    if not document.data.strip():
        raise UnreadableFile("文件是空的")
    kind = media_type(document.data, document.name, document.media_type)
    if kind == ZIP and not document.name.lower().endswith(".docx"):
        from archive.readers import zip_archive

        return zip_archive.read(document, read_document)
    if kind == _OLE_TYPE and _OLE_WORKBOOK_STREAM in document.data:
        kind = _XLSX_TYPE
    if kind.startswith("image/"):
        raise NeedsOcr(f"是图片（{kind.removeprefix('image/')}），需要文字识别")
    if kind in _UNSUPPORTED_TYPES:
        raise NotSupported(f"暂不能读这种文件：{_UNSUPPORTED_TYPES[kind]}")
    if kind not in _READER_MODULES:
        raise UnreadableFile(f"暂不能读这种文件：未知的二进制文件（{kind}）")
    # Loaded when first needed: trafilatura and pypdfium2 take longer to load than most files to read.
    reader = cast(Reader, import_module(_READER_MODULES[kind]))
    content = reader.read(document)
    garbled = mojibake_findings(one.text for one in content.blocks if isinstance(one, Paragraph))
    return replace(content, findings=(*content.findings, *garbled)) if garbled else content
