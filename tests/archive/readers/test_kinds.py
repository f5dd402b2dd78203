from __future__ import annotations

import pytest

from archive import readers
from archive.model import Document, UnreadableFile
from tests.support.content_views import read_content
from tests.support.word_drawings import docx_bytes, paragraph_xml


@pytest.mark.parametrize(
    ("data", "name", "reader"),
    [
        (b"<html><body>x", "x.doc", "html"),
        (docx_bytes(paragraph_xml("甲")), "x.txt", "docx"),
        ("种树".encode(), "noname", "text"),
        ("# 种树".encode(), "x.md", "markdown"),
    ],
)
def test_the_reader_is_chosen_by_the_bytes(data: bytes, name: str, reader: str) -> None:
    assert readers.read_document(Document(data, name)).reader == reader


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"", "x.pdf", "文件是空的"),
        (b" \n\r\n", "x.docx", "文件是空的"),
        (b"\x89PNG\r\n\x1a\n0", "x", r"图片（png）"),
        (b"Rar!\x1a\x07\x00", "x.rar", "rar 压缩包"),
        (b"\0\1\2\3", "x.bin", "未知的二进制文件"),
        (b"PK\x03\x04 broken", "x.docx", "不是完整的 zip"),
        (b"hello", "x.docx", "不是完整的 zip"),
        (b"hello", "x.pdf", "不完整"),
    ],
)
def test_an_unreadable_file_has_an_error_with_the_cause(data: bytes, name: str, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message) as caught:
        read_content(data, name)
    assert "\n" not in str(caught.value)
