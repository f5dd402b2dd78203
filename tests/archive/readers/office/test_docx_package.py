from __future__ import annotations

import pytest

from archive.model import UnreadableFile
from tests.support.content_views import grids, read_content, report_paragraphs, row_texts
from tests.support.word_drawings import WORD_NAMESPACE, docx_bytes, pack_docx, paragraph_xml

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml"
PAGE = "<html><body><p>种了松。</p><table><tr><td>松<td>1</tr><tr><td>柏<td>2</tr></table></body></html>"


def document_xml(body: str, namespace: str = WORD_NAMESPACE) -> str:
    return f'<w:document xmlns:w="{namespace}" xmlns:r="{RELATIONS}"><w:body>{body}</w:body></w:document>'


def relations_xml(kind: str, target: str, namespace: str = RELATIONS) -> str:
    relation = f'<Relationship Id="a1" Type="{namespace}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relation}</Relationships>'


def test_a_strict_file_is_read() -> None:
    xml = document_xml(paragraph_xml("种了松。"), f"{STRICT}/wordprocessingml/main")
    rels = relations_xml("officeDocument", "word/document.xml", f"{STRICT}/officeDocument/relationships")
    data = pack_docx({"_rels/.rels": rels, "word/document.xml": xml})
    assert report_paragraphs(read_content(data, "x.docx")) == ["种了松。"]


@pytest.mark.parametrize("target", ["word/document2.xml", "/main/text.xml"])
def test_the_main_part_may_have_any_name(target: str) -> None:
    data = pack_docx(
        {
            "_rels/.rels": relations_xml("officeDocument", target),
            target.lstrip("/"): document_xml(paragraph_xml("种了松。")),
        }
    )
    assert report_paragraphs(read_content(data, "x.docx")) == ["种了松。"]


@pytest.mark.parametrize("part", ["chunk.html", "chunk.mht"])
def test_an_included_page_is_the_text(part: str) -> None:
    headers = (
        "MIME-Version: 1.0",
        "Content-Type: text/html; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
    )
    message = "\r\n".join((*headers, "", PAGE))
    data = pack_docx(
        {
            "word/document.xml": document_xml('<w:altChunk r:id="a1"/><w:sectPr/>'),
            "word/_rels/document.xml.rels": relations_xml("aFChunk", part),
            f"word/{part}": PAGE if part.endswith("html") else message,
        }
    )
    content = read_content(data, "x.docx")
    assert report_paragraphs(content) == ["种了松。"]
    assert row_texts(grids(content)[0]) == [["松", "1"], ["柏", "2"]]


def docx_with_chunk(before: str, after: str, part: str, chunk: str | bytes) -> bytes:
    body = "".join(map(paragraph_xml, filter(None, [before])))
    body += '<w:altChunk r:id="a1"/>' + "".join(map(paragraph_xml, filter(None, [after])))
    return pack_docx(
        {
            "word/document.xml": document_xml(body),
            "word/_rels/document.xml.rels": relations_xml("aFChunk", part),
            f"word/{part}": chunk,
        }
    )


def test_an_included_page_stands_between_the_own_paragraphs() -> None:
    content = read_content(docx_with_chunk("种树。", "浇水。", "chunk.html", PAGE), "x.docx")
    assert report_paragraphs(content) == ["种树。", "种了松。", "浇水。"]


@pytest.mark.parametrize(
    ("part", "chunk"),
    [
        ("chunk.docx", docx_bytes(paragraph_xml("种了松。"))),
        ("chunk.txt", "种了松。".encode()),
        ("chunk.htm", PAGE.replace("<html>", '<html><meta charset="gb2312">').encode("gb18030")),
    ],
)
def test_included_documents_of_other_kinds_are_read(part: str, chunk: bytes) -> None:
    assert report_paragraphs(read_content(docx_with_chunk("", "", part, chunk), "x.docx")) == ["种了松。"]


def test_a_document_that_includes_one_of_an_unknown_kind_says_so() -> None:
    with pytest.raises(UnreadableFile, match="嵌入文件"):
        read_content(docx_with_chunk("", "", "chunk.bin", bytes(range(32))), "x.docx")


def test_documents_in_documents_are_opened_to_a_limited_depth() -> None:
    data = docx_bytes(paragraph_xml("种了松。"))
    for _ in range(4):
        data = docx_with_chunk("", "", "chunk.docx", data)
    with pytest.raises(UnreadableFile):
        read_content(data, "x.docx")
