from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings

from archive.model import OBJECT_CHARACTER, PICTURE, Cell, Grid, GridKind, NeedsOcr, UnreadableFile
from archive.text import media_types
from tests.archive.readers.fixed_layout.pdf.test_reader import FIGURES, LONG
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
from tests.support.ofd_drawings import (
    MM_PER_POINT,
    NAMESPACE,
    OfdDrawing,
    frame_objects,
    pack_ofd,
    page_xml,
    text_object,
)
from tests.support.pdf_drawings import LEFT, RIGHT

PAGE = "Doc_0/Pages/Page_0/Content.xml"


def resource_xml(drawn: str) -> str:
    """Return a resource file with one drawing, number 7."""
    unit = f'<ofd:CompositeGraphicUnit ID="7"><ofd:Content>{drawn}</ofd:Content></ofd:CompositeGraphicUnit>'
    return f"<ofd:Res {NAMESPACE}><ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits></ofd:Res>"


def test_an_ofd_is_recognised_by_its_bytes() -> None:
    assert (
        media_types.media_type(OfdDrawing().add_line("甲").to_bytes(), "附件.zip", "application/zip")
        == media_types.OFD
    )


def test_paragraphs_are_joined_across_lines_and_pages() -> None:
    drawing = (
        OfdDrawing()
        .add_line("一、种树")
        .add_paragraph(LONG)
        .add_paragraph(LONG[:37])
        .add_page_number()
        .start_page()
    )
    content = read_content(
        drawing.add_line("二、养护").add_paragraph(LONG).add_page_number().to_bytes(), "x.ofd"
    )
    assert report_paragraphs(content) == ["一、种树", LONG, LONG[:37], "二、养护", LONG]
    assert boilerplate_lines(content) == {"— 1 —": "running_line", "— 2 —": "running_line"}
    assert content.reader == "ofd"


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(merged_grids(rows=6, columns=6))
def test_ruled_tables_are_read_back(cells: list[Cell]) -> None:
    starts = {cell.row for cell in cells}
    assume(starts == set(range(max(starts) + 1)))
    assume(max(cell.row + cell.rowspan for cell in cells) == len(starts))
    content = read_content(
        OfdDrawing().add_line("表前").add_table(cells).add_line("表后").to_bytes(), "x.ofd"
    )
    assert block_shapes(content)[0] == block_shapes(content)[-1] == "p"
    assert grids(content) == [Grid(GridKind.SPANS, tuple(cells))]


def test_a_table_continued_on_the_next_page_is_joined() -> None:
    first_page = [Cell(text, 0, column) for column, text in enumerate(["树", "一", "二", "三", "四"])]
    second_page = [Cell(text, 0, column) for column, text in enumerate(["2.柏", "5", "6", "7", "8"])]
    (grid,) = grids(
        read_content(
            OfdDrawing()
            .add_line("甲")
            .add_table(first_page)
            .add_page_number()
            .start_page()
            .add_table(second_page)
            .add_page_number()
            .to_bytes(),
            "x.ofd",
        )
    )
    assert expand_merged_cells(grid) == [["树", "一", "二", "三", "四"], ["2.柏", "5", "6", "7", "8"]]


def test_a_rotated_page_is_read_like_an_upright_one() -> None:
    """The content of the page is one drawing, rotated by a quarter turn."""
    drawing = OfdDrawing().add_line("表前").add_table(FIGURES).add_line("表后")
    drawing.parts["Doc_0/PublicRes.xml"] = resource_xml(drawing.pages[0])
    drawing.parts["Doc_0/Pages/Page_0/Content.xml"] = page_xml(
        f'<ofd:CompositeObject ID="1" ResourceID="7" Boundary="0 0 210 297" CTM="0 1 -1 0 {842 * MM_PER_POINT:.2f} 0"/>',  # noqa: E501
        "<ofd:Area><ofd:PhysicalBox>0 0 297 210</ofd:PhysicalBox></ofd:Area>",
    )
    content = read_content(drawing.to_bytes(), "x.ofd")
    assert report_paragraphs(content) == ["表前", "表后"]
    assert grids(content) == [Grid(GridKind.SPANS, tuple(FIGURES))]


def test_lines_of_a_page_template_are_on_the_page() -> None:
    drawing = OfdDrawing(ruled=False).add_table(FIGURES)
    template = OfdDrawing().add_table([Cell("", cell.row, cell.column) for cell in FIGURES])
    drawing.parts["Doc_0/Tpls/Tpl_0/Content.xml"] = page_xml(template.pages[0])
    assert grids(read_content(drawing.to_bytes(), "x.ofd")) == [Grid(GridKind.SPANS, tuple(FIGURES))]


def test_offsets_place_characters_and_can_repeat() -> None:
    drawing = OfdDrawing()
    drawing.pages[0] = (
        '<ofd:TextObject ID="1" Boundary="20 20 150 5" Size="4">'
        '<ofd:TextCode X="0" Y="4" DeltaX="g 2 4 60 2">甲乙丙12</ofd:TextCode></ofd:TextObject>'
    )
    assert report_paragraphs(read_content(drawing.to_bytes(), "x.ofd")) == ["甲乙丙 12"]


def test_characters_without_offsets_follow_each_other() -> None:
    drawing = OfdDrawing()
    drawing.pages[0] = (
        '<ofd:TextObject ID="1" Boundary="20 20 150 5" Size="4">'
        '<ofd:TextCode X="0" Y="4">共12株</ofd:TextCode></ofd:TextObject>'
    )
    assert report_paragraphs(read_content(drawing.to_bytes(), "x.ofd")) == ["共12株"]


def test_invisible_text_is_not_read() -> None:
    drawing = OfdDrawing().add_line("甲")
    drawing.pages[0] += text_object("暗", 75, 200).replace(
        "<ofd:TextObject", '<ofd:TextObject Visible="false"'
    )
    assert report_paragraphs(read_content(drawing.to_bytes(), "x.ofd")) == ["甲"]


def test_the_title_is_read_from_the_metadata_of_the_file() -> None:
    drawing = OfdDrawing().add_line("甲")
    drawing.title = "绿化局2023年报告"
    (candidate,) = read_content(drawing.to_bytes(), "x.ofd").candidates
    assert (candidate.field, candidate.value, candidate.source) == ("title", "绿化局2023年报告", "OFD Title")


def test_a_file_without_text_needs_ocr() -> None:
    with pytest.raises(NeedsOcr, match="没有文字"):
        read_content(OfdDrawing().to_bytes(), "x.ofd")


def ofd_without(name: str) -> bytes:
    files = OfdDrawing().add_line("甲").start_page().add_line("乙").package_files()
    del files[name]
    return pack_ofd(files)


def ofd_with_page(xml: str) -> bytes:
    drawing = OfdDrawing().add_line("甲")
    drawing.parts[PAGE] = xml
    return drawing.to_bytes()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"no ofd at all", "已损坏"),
        (OfdDrawing().add_line("甲").to_bytes()[:-60], "已损坏"),
        (ofd_without("Doc_0/Document.xml"), "缺少 Document.xml"),
        (ofd_without("Doc_0/Pages/Page_1/Content.xml"), "缺少第 2 页"),
        (ofd_with_page("<ofd:Page"), "已损坏"),
        (ofd_with_page('<!DOCTYPE a [<!ENTITY b "乙">]><a>&b;</a>'), "DTD"),
        (ofd_with_page(page_xml("") + " " * (64 * 2**20)), "过大"),
    ],
)
def test_a_broken_file_has_an_error_with_the_cause(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message) as caught:
        read_content(data, "x.ofd")
    assert "\n" not in str(caught.value)


def test_drawings_that_contain_themselves_are_refused() -> None:
    drawing = OfdDrawing().add_line("甲")
    nested = '<ofd:CompositeObject ResourceID="7"/>' * 40
    drawing.parts["Doc_0/PublicRes.xml"] = resource_xml(nested)
    drawing.pages[0] += nested
    with pytest.raises(UnreadableFile, match="内容过多"):
        read_content(drawing.to_bytes(), "x.ofd")


def test_too_many_strokes_are_a_finding() -> None:
    drawing = OfdDrawing().add_line("甲")
    drawing.pages[0] += frame_objects(75, 200, 100, 100) * 3100
    assert [finding.id for finding in read_content(drawing.to_bytes(), "x.ofd").findings] == [
        "R_TABLE_UNREAD"
    ]


def test_a_table_without_lines_is_read_by_the_places_of_its_texts() -> None:
    cells = [
        Cell(text, row, column) for row in range(4) for column, text in enumerate(("松树", "1", "2", "3"))
    ]
    content = read_content(OfdDrawing(ruled=False).add_table(cells).to_bytes(), "x.ofd")
    assert content.findings == ()
    assert row_texts(grids(content)[0]) == [["松树", "1", "2", "3"]] * 4


def picture_object(x: float, y: float, width: float, height: float) -> str:
    box = " ".join(f"{length * MM_PER_POINT:.3f}" for length in (x, y, width, height))
    return f'<ofd:ImageObject ID="1" Boundary="{box}" CTM="{width} 0 0 {height} 0 0" ResourceID="3"/>'


def test_a_picture_in_a_cell_is_no_blank() -> None:
    cells = [Cell("松", 0, 0), Cell("1", 0, 1), Cell("柏", 1, 0), Cell("", 1, 1)]
    drawing = OfdDrawing()
    top = drawing.y
    drawing.add_table(cells)
    drawing.pages[-1] += picture_object((LEFT + RIGHT) / 2 + 5, top + 30, 40, 10)
    table = grids(read_content(drawing.to_bytes(), "x.ofd"))[0]
    assert table.cells[-1].text == OBJECT_CHARACTER


def test_a_large_picture_between_lines_is_kept() -> None:
    drawing = OfdDrawing().add_line("图片上方的一行文字")
    drawing.pages[-1] += picture_object(LEFT, 200, RIGHT - LEFT, 300)
    assert read_content(drawing.to_bytes(), "x.ofd").blocks[1:] == (PICTURE,)
