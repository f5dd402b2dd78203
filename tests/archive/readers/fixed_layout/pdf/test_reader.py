from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from PIL import Image

from archive.model import OBJECT_CHARACTER, Cell, Grid, GridKind, NeedsOcr, UnreadableFile
from tests.support.content_views import (
    block_shapes,
    boilerplate_lines,
    expand_merged_cells,
    grids,
    read_content,
    report_paragraphs,
    row_texts,
)
from tests.support.merged_grids import merged_grids
from tests.support.pdf_drawings import HEIGHT, PdfDrawing
from tests.support.shared import REAL_SAMPLES, needs_shared

LONG = (
    "今年我局在山上种了松树和柏树一千二百株，其中成活的有一千一百株，"
    "并对去年种的树全部浇了水施了肥，受到了好评。"
)
FIGURES = [
    Cell(text, row, column)
    for row, line in enumerate(("树数", "松1", "柏2"))
    for column, text in enumerate(line)
]


def test_paragraphs_are_joined_across_lines() -> None:
    drawing = (
        PdfDrawing()
        .add_line("一、种树")
        .add_paragraph(LONG)
        .add_paragraph("又一段。")
        .add_line("二、养护")
        .add_paragraph(LONG)
    )
    assert report_paragraphs(read_content(drawing.to_bytes(), "x.pdf")) == [
        "一、种树",
        LONG,
        "又一段。",
        "二、养护",
        LONG,
    ]


def test_paragraphs_are_joined_across_pages() -> None:
    drawing = (
        PdfDrawing().add_line(LONG[:37]).add_page_number().start_page().add_line(LONG[37:]).add_page_number()
    )
    content = read_content(drawing.to_bytes(), "x.pdf")
    assert report_paragraphs(content) == [LONG]
    assert boilerplate_lines(content) == {"— 1 —": "running_line", "— 2 —": "running_line"}


def test_a_line_broken_before_a_long_word_continues_the_paragraph() -> None:
    drawing = (
        PdfDrawing()
        .add_line(LONG[:37])
        .add_line(LONG[:20] + "邮箱：")
        .add_line("zhongshu_2023@lvhua.example.cn。")
    )
    assert len(report_paragraphs(read_content(drawing.to_bytes(), "x.pdf"))) == 1


def test_titles_and_signatures_are_separate_paragraphs() -> None:
    drawing = PdfDrawing().add_line("绿化局", 250).add_line("2023年报告", 240).add_paragraph(LONG)
    drawing.add_line("绿化局", 440).add_line("2024年1月8日", 430)
    assert report_paragraphs(read_content(drawing.to_bytes(), "x.pdf")) == [
        "绿化局",
        "2023年报告",
        LONG,
        "绿化局",
        "2024年1月8日",
    ]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(merged_grids(rows=6, columns=6))
def test_ruled_tables_are_read_back(cells: list[Cell]) -> None:
    starts = {cell.row for cell in cells}
    assume(starts == set(range(max(starts) + 1)))
    assume(max(cell.row + cell.rowspan for cell in cells) == len(starts))
    content = read_content(
        PdfDrawing().add_line("表前").add_table(cells).add_line("表后").to_bytes(), "x.pdf"
    )
    assert block_shapes(content)[0] == block_shapes(content)[-1] == "p"
    assert grids(content) == [Grid(GridKind.SPANS, tuple(cells))]


def test_a_table_continued_on_the_next_page_is_joined() -> None:
    head = [Cell(text, 0, column) for column, text in enumerate(["树", "一", "二", "三", "四"])]
    row = [Cell(text, 1, column) for column, text in enumerate(["1.松", "1", "2", "3", "4"])]
    below = [Cell(text, 0, column) for column, text in enumerate(["2.柏", "5", "6", "7", "8"])]
    content = read_content(
        PdfDrawing()
        .add_line("甲")
        .add_table(head + row)
        .add_page_number()
        .start_page()
        .add_table(below)
        .add_page_number()
        .to_bytes(),
        "x.pdf",
    )
    (grid,) = grids(content)
    assert expand_merged_cells(grid) == [
        ["树", "一", "二", "三", "四"],
        ["1.松", "1", "2", "3", "4"],
        ["2.柏", "5", "6", "7", "8"],
    ]


def test_tables_with_text_between_them_are_not_joined() -> None:
    drawing = PdfDrawing().add_table(FIGURES).start_page().add_line("乙").add_table(FIGURES)
    assert block_shapes(read_content(drawing.to_bytes(), "x.pdf")) == ["spans 3x6", "p", "spans 3x6"]


def test_shaded_lines_of_prose_are_not_a_table() -> None:
    drawing = PdfDrawing().add_paragraph(LONG, framed=True).add_paragraph(LONG, framed=True)
    content = read_content(drawing.to_bytes(), "x.pdf")
    assert report_paragraphs(content) == [LONG, LONG]
    assert not grids(content)


def test_a_framed_article_is_prose() -> None:
    frame = [Cell("今年种了树。\n都活了。", 0, 0)]
    assert report_paragraphs(read_content(PdfDrawing().add_table(frame, 40).to_bytes(), "x.pdf")) == [
        "今年种了树。",
        "都活了。",
    ]


def test_the_title_is_read_from_the_metadata_of_the_file() -> None:
    drawing = PdfDrawing().add_line("甲")
    drawing.set_title("绿化局2023年报告")
    (candidate,) = read_content(drawing.to_bytes(), "x.pdf").candidates
    assert (candidate.field, candidate.value, candidate.source) == ("title", "绿化局2023年报告", "PDF Title")


def test_a_damaged_title_is_ignored() -> None:
    drawing = PdfDrawing().add_line("甲")
    drawing.set_title("绿化局2023年报告")
    data = drawing.to_bytes()
    # The bytes of 化 become half of a surrogate pair, as a flipped byte can cause.
    damaged = data.replace(rb"S\026", rb"\330\000")
    assert damaged != data
    assert read_content(damaged, "x.pdf").candidates == ()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"no pdf at all", "不完整"),
        (b"%PDF-1.7\n%%EOF", "无法打开"),
        (PdfDrawing().add_line("甲").to_bytes()[:-200], "不完整"),
        (PdfDrawing().add_line("甲").to_bytes()[:300] + b"\n%%EOF", "无法打开"),
    ],
)
def test_a_broken_file_has_an_error_with_the_cause(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message) as caught:
        read_content(data, "x.pdf")
    assert "\n" not in str(caught.value)


def test_a_file_without_text_needs_ocr() -> None:
    with pytest.raises(NeedsOcr, match="没有文字"):
        read_content(PdfDrawing().start_page().to_bytes(), "x.pdf")


def test_a_page_image_without_text_is_a_finding() -> None:
    content = read_content(PdfDrawing().add_line("甲").start_page().add_picture().to_bytes(), "x.pdf")
    assert [(finding.id, finding.detail) for finding in content.findings] == [
        ("R_PAGE_IMAGE", "第 2 页是图像，没有文字")
    ]


@pytest.mark.parametrize("quarters", [1, 2, 3])
@pytest.mark.parametrize("stated", [True, False])
def test_a_rotated_page_is_read_like_an_upright_one(quarters: int, stated: bool) -> None:
    content = read_content(
        PdfDrawing(quarters, stated).add_line("表前").add_table(FIGURES).add_line("表后").to_bytes(), "x.pdf"
    )
    assert report_paragraphs(content) == ["表前", "表后"]
    assert grids(content) == [Grid(GridKind.SPANS, tuple(FIGURES))]


def test_text_is_read_in_visual_order() -> None:
    content = read_content(
        PdfDrawing(shuffled=True).add_line("今年种了树。").add_table(FIGURES).add_line("都活了。").to_bytes(),
        "x.pdf",
    )
    assert report_paragraphs(content) == ["今年种了树。", "都活了。"]
    assert grids(content) == [Grid(GridKind.SPANS, tuple(FIGURES))]


def test_text_printed_twice_for_bold_is_read_once() -> None:
    drawing = PdfDrawing()
    drawing.add_line("合计11棵")
    drawing.y -= 20
    drawing.add_line("合计11棵", 75.3)
    assert report_paragraphs(read_content(drawing.to_bytes(), "x.pdf")) == ["合计11棵"]


def test_a_page_number_inside_a_table_is_not_in_its_cells() -> None:
    rows = [
        Cell(text, row, column) for row in range(31) for column, text in enumerate(("树数", str(row), ""))
    ]
    drawing = (
        PdfDrawing().add_table(rows).add_page_number(30).start_page().add_table(rows).add_page_number(30)
    )
    for grid in grids(read_content(drawing.to_bytes(), "x.pdf")):
        assert {cell.text for cell in grid.cells if cell.column == 2} == {""}
        assert not any("—" in cell.text for cell in grid.cells)


@pytest.mark.parametrize("kind", ["picture", "drawing"])
def test_a_cell_with_a_picture_and_no_text_is_not_blank(kind: str) -> None:
    cells = [Cell("松树", 0, 0), Cell("", 0, 1), Cell("柏树", 1, 0), Cell("", 1, 1)]
    drawing = PdfDrawing()
    y = HEIGHT - drawing.y
    drawing.add_table(cells)
    if kind == "picture":
        drawing.canvas.drawInlineImage(Image.new("L", (8, 8)), 400, y - 18, 12, 12)
    else:
        drawing.canvas.circle(406, y - 12, 6)
    [grid] = grids(read_content(drawing.to_bytes(), "x.pdf"))
    assert row_texts(grid) == [["松树", OBJECT_CHARACTER], ["柏树", ""]]


def test_too_many_strokes_are_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.readers.fixed_layout.ruled_tables.MAX_STROKES", 3)
    content = read_content(PdfDrawing().add_line("甲").add_table(FIGURES).to_bytes(), "x.pdf")
    assert [finding.id for finding in content.findings] == ["R_TABLE_UNREAD"]
    assert "松" in "".join(report_paragraphs(content))


@pytest.mark.parametrize("limit", ["MAX_PAGE_GLYPHS", "MAX_GLYPHS"])
def test_too_many_characters_are_refused(monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(f"archive.readers.fixed_layout.pdf.reader.{limit}", 10)
    with pytest.raises(UnreadableFile, match="内容过多"):
        read_content(PdfDrawing().add_paragraph(LONG).to_bytes(), "x.pdf")


@needs_shared
def test_a_real_report_is_read() -> None:
    content = read_content(
        (REAL_SAMPLES / "report_2024_district.pdf").read_bytes(), "report_2024_district.pdf"
    )
    text = report_paragraphs(content)
    # Table 2 continues on the next page with other columns.
    assert block_shapes(content) == (
        ["p"] * 11 + ["spans 14x30", "p", "spans 26x200", "p", "spans 4x35"] + ["p"] * 10
    )
    assert list(boilerplate_lines(content)) == [f"- {number} -" for number in range(1, 6)]
    assert text[:2] == ["淮安市洪泽区人民政府", "2024 年政府信息公开工作年度报告"]
    assert text[10] == "二、主动公开政府信息情况"
    assert all(line.endswith("。") for line in text if len(line) > 40)
    assert not any(line.startswith(("国政府", "起至", "申请答复")) for line in text)
    disclosure, requests, challenges = (expand_merged_cells(grid) for grid in grids(content))
    assert disclosure[2:4] == [["规章", "0", "0", "0"], ["行政规范性文件", "3", "0", "8"]]
    assert [row[1:] for row in (disclosure[6], *disclosure[9:11], disclosure[13])] == [
        [number] * 3 for number in ("9487", "2776", "84", "7545")
    ]
    assert challenges[3] == list("110021000120103")
    natural = {row[2].split("\n")[0]: row[3] for row in requests[3:] if row[3] != "0"}
    assert len(natural) == 10
    assert all(row[3] == row[9] and row[4:9] == ["0"] * 5 for row in requests[3:])
    # The page break splits 三、本年度办理结果 and （四）无法提供: both continue on the next page.
    assert {row[1] for row in requests[15:18]} == {"（四）无法提供"}
    assert len({row[0] for row in requests[5:23]}) == 1


@pytest.mark.parametrize("tail", [bytes(9000), b"\r\n" * 5000, b"<html>" + b"<p>x</p>" * 2000 + b"</html>"])
def test_bytes_after_the_end_mark_are_ignored(tail: bytes) -> None:
    data = PdfDrawing().add_line("甲").to_bytes()
    assert report_paragraphs(read_content(data + tail, "x.pdf")) == ["甲"]


@pytest.mark.parametrize("head", [b"\xef\xbb\xbf", b"HTTP/1.1 200 OK\r\n\r\n", b"\n" * 5000])
def test_bytes_before_the_start_mark_are_ignored(head: bytes) -> None:
    data = PdfDrawing().add_line("甲").to_bytes()
    assert report_paragraphs(read_content(head + data, "x.pdf")) == ["甲"]


def test_objects_far_after_the_last_end_mark_show_a_truncated_file() -> None:
    data = PdfDrawing().add_line("甲").to_bytes() + bytes(5000) + b"\n7 0 obj\n<<"
    with pytest.raises(UnreadableFile, match="不完整"):
        read_content(data, "x.pdf")
