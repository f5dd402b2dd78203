from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import assume, given

from archive.model import Cell, Grid, GridKind, Mark, Paragraph, UnreadableFile
from tests.support.content_views import grids, prose, read, shape, spread
from tests.support.merged_grids import tilings
from tests.support.shared import REAL, needs_shared
from tests.support.word_drawings import document, p, packed, table


@given(tilings())
def test_every_table_reads_back(cells: list[Cell]) -> None:
    assume(any(cell.column for cell in cells))
    assert grids(read(document(table(cells)), "x.docx")) == [Grid(GridKind.SPANS, tuple(cells))]


def test_paragraphs_and_tables_in_order() -> None:
    cells = [Cell("松", 0, 0), Cell("1", 0, 1), Cell("柏", 1, 0), Cell("2", 1, 1)]
    body = p("报告", "t") + p("一、概况", "2") + p("种了树。", "a") + table(cells) + p("完。")
    content = read(document(body), "x.docx")
    assert content.reader == "docx"
    assert shape(content) == ["p", "p", "p", "spans 2x4", "p"]
    assert [block.mark for block in content.blocks if isinstance(block, Paragraph)] == [
        Mark.HEADING,
        Mark.HEADING,
        Mark.TEXT,
        Mark.TEXT,
    ]
    assert [(found.field, found.value) for found in content.candidates] == [("title", "报告")]


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
def test_what_a_run_prints(runs: str, expected: list[str]) -> None:
    assert prose(read(document(f"<w:p><w:r>{runs}</w:r></w:p>"), "x.docx")) == expected


def test_tracked_changes_are_read_as_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>种了</w:t></w:r><w:del><w:r><w:t>一</w:t><w:delText>一</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>两</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>百</w:t></w:r></w:moveFrom>"
        "<w:r><w:t>株</w:t></w:r></w:p>"
        "<w:ins><w:p><w:r><w:t>新段</w:t></w:r></w:p></w:ins>"
    )
    assert prose(read(document(body), "x.docx")) == ["种了两株", "新段"]


def test_deleted_rows_are_left_out() -> None:
    row = "<w:tr>{}<w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    rows = row.format("", p("松"), p("1")) + row.format("<w:trPr><w:del/></w:trPr>", p("草"), p("9"))
    (grid,) = grids(read(document(f"<w:tbl>{rows}{row.format('', p('柏'), p('2'))}</w:tbl>"), "x.docx"))
    assert spread(grid) == [["松", "1"], ["柏", "2"]]


def test_rows_that_start_late() -> None:
    first = f"<w:tr><w:tc>{p('松')}</w:tc><w:tc>{p('1')}</w:tc></w:tr>"
    late = f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr><w:tc>{p('2')}</w:tc></w:tr>"
    (grid,) = grids(read(document(f"<w:tbl>{first}{late}</w:tbl>"), "x.docx"))
    assert [(cell.text, cell.row, cell.column) for cell in grid.cells] == [
        ("松", 0, 0),
        ("1", 0, 1),
        ("2", 1, 1),
    ]


def test_content_controls_and_text_boxes() -> None:
    box = f"<mc:AlternateContent><mc:Choice><w:txbxContent>{p('框')}</w:txbxContent></mc:Choice>"
    box += f"<mc:Fallback><w:txbxContent>{p('框')}</w:txbxContent></mc:Fallback></mc:AlternateContent>"
    body = f"<w:sdt><w:sdtContent>{p('控件')}</w:sdtContent></w:sdt><w:p><w:r><w:t>段</w:t>{box}</w:r></w:p>"
    assert prose(read(document(body), "x.docx")) == ["控件", "段", "框"]


def test_a_frame_around_everything_is_no_table() -> None:
    inner = table([Cell("松", 0, 0), Cell("1", 0, 1), Cell("柏", 1, 0), Cell("2", 1, 1)])
    body = f"<w:tbl><w:tr><w:tc>{p('一段话。')}{inner}{p('又一段。')}</w:tc></w:tr></w:tbl>"
    assert shape(read(document(body), "x.docx")) == ["p", "spans 2x4", "p"]
    framed = f"<w:tbl><w:tr><w:tc>{p('一段话。')}{p('又一段。')}</w:tc></w:tr></w:tbl>"
    assert prose(read(document(framed), "x.docx")) == ["一段话。", "又一段。"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"this is no zip", "不是完整的 zip"),
        (document(p("甲"))[:-30], "不是完整的 zip"),
        (document(p("甲"))[:60] + b"\0" * 400, "不是完整的 zip"),
        (packed({"word/document.xml": "<w:document"}), "XML 已损坏"),
        (packed({"word/document.xml": "<a/>"}), "没有正文"),
        (document(p("甲"), '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'), "DTD"),
        (document(""), "没有文字"),
    ],
)
def test_broken_files_say_what_is_wrong(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message) as caught:
        read(data, "x.docx")
    assert "\n" not in str(caught.value)


def test_a_zip_without_a_document_part() -> None:
    with pytest.raises(UnreadableFile, match="压缩包里没有"):
        read(packed({"a.txt": "x"}), "x.docx")


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.readers.office.docx._LARGEST_PART", 100_000)
    data = document("<w:p/>" * 100_000)
    assert len(data) < 10_000
    with pytest.raises(UnreadableFile, match="压缩炸弹"):
        read(data, "x.docx")


def test_a_part_that_lies_about_its_checksum() -> None:
    data = bytearray(document(p("甲" * 400)))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        start = archive.getinfo("word/document.xml").header_offset
    data[start + 60] ^= 0xFF
    with pytest.raises(UnreadableFile):
        read(bytes(data), "x.docx")


@needs_shared
def test_the_blank_form() -> None:
    content = read((REAL / "form_2021_blank.docx").read_bytes(), "form_2021_blank.docx")
    assert shape(content) == ["p"] * 4 + ["spans 14x30", "p", "spans 28x215", "p", "spans 4x34"] + ["p"] * 4
    disclosure, requests, challenges = (spread(grid) for grid in grids(content))
    assert {len(row) for row in disclosure} == {4}
    assert {len(row) for row in requests} == {10}
    assert {len(row) for row in challenges} == {15}
    assert [row[0] for row in requests[5:27]] == ["三、本年度办理结果"] * 22
    assert [row[1] for row in requests[23:26]] == ["（六）其他处理"] * 3
    assert all(row[3:] == [""] * 7 for row in requests[3:])
