from __future__ import annotations

import pytest

from archive.model import UnreadableFile
from tests.support.content_views import grids, read_content, report_paragraphs, row_texts
from tests.support.word_drawings import WORD_NAMESPACE, pack_docx, paragraph_xml

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


def test_an_included_page_follows_the_own_text() -> None:
    data = pack_docx(
        {
            "word/document.xml": document_xml(paragraph_xml("种树。") + '<w:altChunk r:id="a1"/>'),
            "word/_rels/document.xml.rels": relations_xml("aFChunk", "chunk.html"),
            "word/chunk.html": PAGE,
        }
    )
    assert report_paragraphs(read_content(data, "x.docx")) == ["种树。", "种了松。"]


def test_an_included_file_of_another_kind_is_not_text() -> None:
    data = pack_docx(
        {
            "word/document.xml": document_xml('<w:altChunk r:id="a1"/>'),
            "word/_rels/document.xml.rels": relations_xml("aFChunk", "chunk.rtf"),
            "word/chunk.rtf": "{\\rtf1 abc}",
        }
    )
    with pytest.raises(UnreadableFile, match="没有文字"):
        read_content(data, "x.docx")
