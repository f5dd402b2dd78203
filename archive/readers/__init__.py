"""From the bytes of one file to blocks in reading order. One module a format, one a dialect of text."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from archive import decode
from archive.model import Content, Document, UnreadableFile

_READERS = {
    decode.PLAIN: "archive.readers.text",
    decode.MARKDOWN: "archive.readers.text",
    decode.HTML: "archive.readers.html",
    decode.DOCX: "archive.readers.docx",
    decode.PDF: "archive.readers.pdf",
}
_NAMES = {
    decode.DOC: "Word 97–2003 文档（doc/wps）",
    decode.OFD: "OFD 版式文件",
    decode.ZIP: "zip 压缩包",
    "application/x-rar-compressed": "rar 压缩包",
    "application/x-7z-compressed": "7z 压缩包",
    "application/gzip": "gzip 压缩文件",
    "application/x-ole-storage": "旧版 Office 文件",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel 工作簿",
}


class Reader(Protocol):
    """What every module of a format offers."""

    def read(self, document: Document) -> Content:
        """The blocks of the file, or `UnreadableFile`."""


def read(document: Document) -> Content:
    """The blocks of `document` in reading order; its bytes choose the reader.

    Raises `UnreadableFile` with one Chinese line for a file that is empty, broken, or of an unknown kind.
    """
    if not document.data.strip():
        raise UnreadableFile("文件是空的")
    kind = decode.media_type(document.data, document.name, document.media_type)
    if kind not in _READERS:
        raise UnreadableFile(f"暂不能读这种文件：{_named(kind)}")
    # Loaded when first needed: trafilatura and pdfplumber take longer to load than most files to read.
    reader = cast(Reader, import_module(_READERS[kind]))
    return reader.read(document)


def _named(kind: str) -> str:
    if kind.startswith("image/"):
        return f"图片（{kind.removeprefix('image/')}）"
    return _NAMES.get(kind, f"未知的二进制文件（{kind}）")
