from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import assume, given

from archive.model import Cell, Grid, GridKind, Paragraph, ParagraphKind, UnreadableFile
from tests.support.content_views import (
    block_shapes,
    expand_merged_cells,
    grids,
    read_content,
    report_paragraphs,
)
from tests.support.merged_grids import merged_grids
from tests.support.shared import REAL_SAMPLES, needs_shared
from tests.support.word_drawings import docx_bytes, pack_docx, paragraph_xml, table_xml


@given(merged_grids())
def test_tables_are_read_back(cells: list[Cell]) -> None:
    assume(any(cell.column for cell in cells))
    assert grids(read_content(docx_bytes(table_xml(cells)), "x.docx")) == [Grid(GridKind.SPANS, tuple(cells))]


def test_paragraphs_and_tables_are_read_in_order() -> None:
    cells = [Cell("松", 0, 0), Cell("1", 0, 1), Cell("柏", 1, 0), Cell("2", 1, 1)]
    body = (
        paragraph_xml("报告", "t")
        + paragraph_xml("一、概况", "2")
        + paragraph_xml("种了树。", "a")
        + table_xml(cells)
        + paragraph_xml("完。")
    )
    content = read_content(docx_bytes(body), "x.docx")
    assert content.reader == "docx"
    assert block_shapes(content) == ["p", "p", "p", "spans 2x4", "p"]
    assert [block.kind for block in content.blocks if isinstance(block, Paragraph)] == [
        ParagraphKind.HEADING,
        ParagraphKind.HEADING,
        ParagraphKind.TEXT,
        ParagraphKind.TEXT,
    ]
    assert [(candidate.field, candidate.value) for candidate in content.candidates] == [("title", "报告")]


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ("<w:t>种了</w:t><w:t xml:space='preserve'> 12 </w:t><w:t>株</w:t>", ["种了 12 株"]),
        ("<w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/><w:t>丙</w:t>", ["甲", "乙", "丙"]),
        ("<w:t>甲</w:t><w:br w:type='page'/><w:t>乙</w:t>", ["甲乙"]),
        ("<w:t>甲</w:t><w:tab/><w:t>乙</w:t>", ["甲 乙"]),
        ("<w:t>2</w:t><w:noBreakHyphen/><w:t>3</w:t>", ["2-3"]),
        ("<w:t>甲</w:t><w:instrText>PAGE</w:instrText><w:delText>乙</w:delText>", ["甲"]),
    ],
)
def test_the_text_of_runs_is_read(runs: str, expected: list[str]) -> None:
    assert report_paragraphs(read_content(docx_bytes(f"<w:p><w:r>{runs}</w:r></w:p>"), "x.docx")) == expected


def test_tracked_changes_are_read_as_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>种了</w:t></w:r><w:del><w:r><w:t>一</w:t><w:delText>一</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>两</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>百</w:t></w:r></w:moveFrom>"
        "<w:r><w:t>株</w:t></w:r></w:p>"
        "<w:ins><w:p><w:r><w:t>新段</w:t></w:r></w:p></w:ins>"
    )
    assert report_paragraphs(read_content(docx_bytes(body), "x.docx")) == ["种了两株", "新段"]


def test_deleted_rows_are_left_out() -> None:
    row = "<w:tr>{}<w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    rows = row.format("", paragraph_xml("松"), paragraph_xml("1")) + row.format(
        "<w:trPr><w:del/></w:trPr>", paragraph_xml("草"), paragraph_xml("9")
    )
    (grid,) = grids(
        read_content(
            docx_bytes(f"<w:tbl>{rows}{row.format('', paragraph_xml('柏'), paragraph_xml('2'))}</w:tbl>"),
            "x.docx",
        )
    )
    assert expand_merged_cells(grid) == [["松", "1"], ["柏", "2"]]


def test_rows_that_start_after_the_first_column() -> None:
    first = f"<w:tr><w:tc>{paragraph_xml('松')}</w:tc><w:tc>{paragraph_xml('1')}</w:tc></w:tr>"
    late = f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr><w:tc>{paragraph_xml('2')}</w:tc></w:tr>"
    (grid,) = grids(read_content(docx_bytes(f"<w:tbl>{first}{late}</w:tbl>"), "x.docx"))
    assert [(cell.text, cell.row, cell.column) for cell in grid.cells] == [
        ("松", 0, 0),
        ("1", 0, 1),
        ("2", 1, 1),
    ]


def test_content_controls_and_text_boxes_are_read() -> None:
    box = f"<mc:AlternateContent><mc:Choice><w:txbxContent>{paragraph_xml('框')}</w:txbxContent></mc:Choice>"
    box += f"<mc:Fallback><w:txbxContent>{paragraph_xml('框')}</w:txbxContent></mc:Fallback></mc:AlternateContent>"  # noqa: E501
    body = f"<w:sdt><w:sdtContent>{paragraph_xml('控件')}</w:sdtContent></w:sdt><w:p><w:r><w:t>段</w:t>{box}</w:r></w:p>"  # noqa: E501
    assert report_paragraphs(read_content(docx_bytes(body), "x.docx")) == ["控件", "段", "框"]


def test_a_table_in_a_text_box_is_a_table() -> None:
    cells = [Cell("松", 0, 0), Cell("1", 0, 1), Cell("柏", 1, 0), Cell("2", 1, 1)]
    box = f"<w:txbxContent>{paragraph_xml('表')}{table_xml(cells)}</w:txbxContent>"
    copies = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"  # noqa: E501
    body = f"<w:p><w:r><w:t>段</w:t>{copies}</w:r></w:p>{paragraph_xml('完。')}"
    content = read_content(docx_bytes(body), "x.docx")
    assert grids(content) == [Grid(GridKind.SPANS, tuple(cells))]
    assert report_paragraphs(content) == ["段", "表", "完。"]


def test_a_frame_around_the_document_is_not_a_table() -> None:
    inner = table_xml([Cell("松", 0, 0), Cell("1", 0, 1), Cell("柏", 1, 0), Cell("2", 1, 1)])
    body = f"<w:tbl><w:tr><w:tc>{paragraph_xml('一段话。')}{inner}{paragraph_xml('又一段。')}</w:tc></w:tr></w:tbl>"  # noqa: E501
    assert block_shapes(read_content(docx_bytes(body), "x.docx")) == ["p", "spans 2x4", "p"]
    framed = (
        f"<w:tbl><w:tr><w:tc>{paragraph_xml('一段话。')}{paragraph_xml('又一段。')}</w:tc></w:tr></w:tbl>"
    )
    assert report_paragraphs(read_content(docx_bytes(framed), "x.docx")) == ["一段话。", "又一段。"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"this is no zip", "不是完整的 zip"),
        (docx_bytes(paragraph_xml("甲"))[:-30], "不是完整的 zip"),
        (docx_bytes(paragraph_xml("甲"))[:60] + b"\0" * 400, "不是完整的 zip"),
        (pack_docx({"word/document.xml": "<w:document"}), "XML 已损坏"),
        (pack_docx({"word/document.xml": "<a/>"}), "没有正文"),
        (docx_bytes(paragraph_xml("甲"), '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'), "DTD"),
        (docx_bytes(""), "没有文字"),
    ],
)
def test_a_broken_file_has_an_error_with_the_cause(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message) as caught:
        read_content(data, "x.docx")
    assert "\n" not in str(caught.value)


def test_a_zip_without_a_document_part_is_unreadable() -> None:
    with pytest.raises(UnreadableFile, match="压缩包里没有"):
        read_content(pack_docx({"a.txt": "x"}), "x.docx")


def test_a_zip_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.readers.office.docx_package.MAX_PART_BYTES", 100_000)
    data = docx_bytes("<w:p/>" * 100_000)
    assert len(data) < 10_000
    with pytest.raises(UnreadableFile, match="压缩炸弹"):
        read_content(data, "x.docx")


def test_a_part_with_a_wrong_checksum_is_unreadable() -> None:
    data = bytearray(docx_bytes(paragraph_xml("甲" * 400)))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        start = archive.getinfo("word/document.xml").header_offset
    data[start + 60] ^= 0xFF
    with pytest.raises(UnreadableFile):
        read_content(bytes(data), "x.docx")


@needs_shared
def test_the_tables_of_a_blank_form() -> None:
    content = read_content((REAL_SAMPLES / "form_2021_blank.docx").read_bytes(), "form_2021_blank.docx")
    assert (
        block_shapes(content)
        == ["p"] * 4 + ["spans 14x30", "p", "spans 28x215", "p", "spans 4x34"] + ["p"] * 4
    )
    disclosure, requests, challenges = (expand_merged_cells(grid) for grid in grids(content))
    assert {len(row) for row in disclosure} == {4}
    assert {len(row) for row in requests} == {10}
    assert {len(row) for row in challenges} == {15}
    assert [row[0] for row in requests[5:27]] == ["三、本年度办理结果"] * 22
    assert [row[1] for row in requests[23:26]] == ["（六）其他处理"] * 3
    assert all(row[3:] == [""] * 7 for row in requests[3:])
