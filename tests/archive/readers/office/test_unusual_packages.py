from __future__ import annotations

import base64
import zipfile
from io import BytesIO

import pytest
from xlsxwriter import Workbook

from archive.model import UnreadableFile
from tests.support.content_views import expand_merged_cells, grids, read_content, report_paragraphs
from tests.support.word_drawings import WORD_NAMESPACE, pack_docx, paragraph_xml

MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}.main+xml"
PACKAGE = "http://schemas.microsoft.com/office/2006/xmlPackage"
OFFICE_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="a1" Type="{OFFICE_RELATION}" Target="{{}}"/></Relationships>'
)
DOCUMENT = f'<w:document xmlns:w="{WORD_NAMESPACE}"><w:body>{paragraph_xml("种了松。")}</w:body></w:document>'


def flat_file(document: str = DOCUMENT) -> str:
    parts = (("/_rels/.rels", RELATIONS.format("word/document.xml")), ("/word/document.xml", document))
    xml = "".join(
        f'<pkg:part pkg:name="{name}"><pkg:xmlData>{text}</pkg:xmlData></pkg:part>' for name, text in parts
    )
    picture = base64.b64encode(b"GIF89a").decode()
    binary = f'<pkg:part pkg:name="/word/a.gif"><pkg:binaryData>{picture}</pkg:binaryData></pkg:part>'
    prolog = '<?xml version="1.0"?>\r\n<?mso-application progid="Word.Document"?>\r\n'
    return f'{prolog}<pkg:package xmlns:pkg="{PACKAGE}">{xml}{binary}</pkg:package>'


@pytest.mark.parametrize("name", ["x.xml", "x.doc", "x"])
def test_a_word_document_saved_as_one_xml_file_is_read(name: str) -> None:
    assert report_paragraphs(read_content(flat_file(), name)) == ["种了松。"]


def test_a_damaged_flat_file_is_unreadable() -> None:
    with pytest.raises(UnreadableFile, match="已损坏"):
        read_content(flat_file()[:-40], "x.xml")


@pytest.mark.parametrize("kind", ["document", "template"])
def test_a_package_without_usual_part_names_is_known_by_its_content_types(kind: str) -> None:
    data = pack_docx(
        {
            "[Content_Types].xml": f'<Override PartName="/a.xml" ContentType="{MAIN_TYPE.format(kind)}"/>',
            "_rels/.rels": RELATIONS.format("a.xml"),
            "a.xml": DOCUMENT,
        }
    )
    assert report_paragraphs(read_content(data, "x.bin")) == ["种了松。"]


def test_the_main_part_of_a_workbook_may_have_any_name() -> None:
    stream = BytesIO()
    with Workbook(stream) as book:
        sheet = book.add_worksheet("表")
        sheet.write_row(0, 0, ["松", "柏"])
        sheet.write_row(1, 0, [0.5, 3], book.add_format({"num_format": "0%"}))
    renamed: dict[str, str | bytes] = {}
    with zipfile.ZipFile(stream) as archive:
        for name in archive.namelist():
            data = archive.read(name).replace(b"xl/workbook.xml", b"xl/book.xml")
            renamed[name.replace("workbook.xml", "book.xml")] = data
    (grid,) = grids(read_content(pack_docx(renamed), "x.xlsx"))
    assert expand_merged_cells(grid) == [["松", "柏"], ["50%", "300%"]]
