from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings

from archive.model import Cell, Grid, GridKind, NeedsOcr, UnreadableFile
from archive.text import media_types
from tests.archive.readers.fixed_layout.test_pdf import FIGURES, LONG
from tests.support.content_views import (
    block_shapes,
    boilerplate_lines,
    expand_merged_cells,
    grids,
    read_content,
    report_paragraphs,
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

PAGE = "Doc_0/Pages/Page_0/Content.xml"


def resource_xml(drawn: str) -> str:
    """A resource file with one drawing, number 7."""
    unit = f'<ofd:CompositeGraphicUnit ID="7"><ofd:Content>{drawn}</ofd:Content></ofd:CompositeGraphicUnit>'
    return f"<ofd:Res {NAMESPACE}><ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits></ofd:Res>"


def test_the_bytes_say_that_it_is_an_ofd() -> None:
    assert (
        media_types.media_type(OfdDrawing().add_line("甲").to_bytes(), "附件.zip", "application/zip")
        == media_types.OFD
    )


def test_paragraphs_are_joined_over_line_ends_and_page_ends() -> None:
    drawing = (
        OfdDrawing()
        .add_line("一、种树")
        .add_paragraph(LONG)
        .add_paragraph(LONG[:37])
        .add_page_number()
        .start_page()
    )
    found = read_content(
        drawing.add_line("二、养护").add_paragraph(LONG).add_page_number().to_bytes(), "x.ofd"
    )
    assert report_paragraphs(found) == ["一、种树", LONG, LONG[:37], "二、养护", LONG]
    assert boilerplate_lines(found) == {"— 1 —": "running_line", "— 2 —": "running_line"}
    assert found.reader == "ofd"


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(merged_grids(rows=6, columns=6))
def test_every_ruled_table_reads_back(cells: list[Cell]) -> None:
    starts = {cell.row for cell in cells}
    assume(starts == set(range(max(starts) + 1)))
    assume(max(cell.row + cell.rowspan for cell in cells) == len(starts))
    found = read_content(OfdDrawing().add_line("表前").add_table(cells).add_line("表后").to_bytes(), "x.ofd")
    assert block_shapes(found)[0] == block_shapes(found)[-1] == "p"
    assert grids(found) == [Grid(GridKind.SPANS, tuple(cells))]


def test_a_table_goes_on_over_the_page() -> None:
    head = [Cell(text, 0, column) for column, text in enumerate(["树", "一", "二", "三", "四"])]
    below = [Cell(text, 0, column) for column, text in enumerate(["2.柏", "5", "6", "7", "8"])]
    (grid,) = grids(
        read_content(
            OfdDrawing()
            .add_line("甲")
            .add_table(head)
            .add_page_number()
            .start_page()
            .add_table(below)
            .add_page_number()
            .to_bytes(),
            "x.ofd",
        )
    )
    assert expand_merged_cells(grid) == [["树", "一", "二", "三", "四"], ["2.柏", "5", "6", "7", "8"]]


def test_a_turned_page_reads_as_an_upright_one() -> None:
    """All of it stands in one block that the page's only drawing turns by a quarter."""
    drawing = OfdDrawing().add_line("表前").add_table(FIGURES).add_line("表后")
    drawing.parts["Doc_0/PublicRes.xml"] = resource_xml(drawing.pages[0])
    drawing.pages[0] = (
        f'<ofd:CompositeObject ID="1" ResourceID="7" Boundary="0 0 210 297" CTM="0 1 -1 0 {842 * MM_PER_POINT:.2f} 0"/>'  # noqa: E501
    )
    found = read_content(drawing.to_bytes(), "x.ofd")
    assert report_paragraphs(found) == ["表前", "表后"]
    assert grids(found) == [Grid(GridKind.SPANS, tuple(FIGURES))]


def test_what_the_template_of_a_page_draws_is_on_the_page() -> None:
    drawing = OfdDrawing(ruled=False).add_table(FIGURES)
    ruled = OfdDrawing().add_table([Cell("", cell.row, cell.column) for cell in FIGURES])
    drawing.parts["Doc_0/Tpls/Tpl_0/Content.xml"] = page_xml(ruled.pages[0])
    assert grids(read_content(drawing.to_bytes(), "x.ofd")) == [Grid(GridKind.SPANS, tuple(FIGURES))]


def test_steps_place_characters_and_repeat() -> None:
    drawing = OfdDrawing()
    drawing.pages[0] = (
        '<ofd:TextObject ID="1" Boundary="20 20 150 5" Size="4">'
        '<ofd:TextCode X="0" Y="4" DeltaX="g 2 4 60 2">甲乙丙12</ofd:TextCode></ofd:TextObject>'
    )
    assert report_paragraphs(read_content(drawing.to_bytes(), "x.ofd")) == ["甲乙丙 12"]


def test_characters_without_steps_stand_behind_each_other() -> None:
    drawing = OfdDrawing()
    drawing.pages[0] = (
        '<ofd:TextObject ID="1" Boundary="20 20 150 5" Size="4">'
        '<ofd:TextCode X="0" Y="4">共12株</ofd:TextCode></ofd:TextObject>'
    )
    assert report_paragraphs(read_content(drawing.to_bytes(), "x.ofd")) == ["共12株"]


def test_what_is_set_invisible_is_not_read() -> None:
    drawing = OfdDrawing().add_line("甲")
    drawing.pages[0] += text_object("暗", 75, 200).replace(
        "<ofd:TextObject", '<ofd:TextObject Visible="false"'
    )
    assert report_paragraphs(read_content(drawing.to_bytes(), "x.ofd")) == ["甲"]


def test_the_title_that_the_file_states() -> None:
    drawing = OfdDrawing().add_line("甲")
    drawing.title = "绿化局2023年报告"
    (found,) = read_content(drawing.to_bytes(), "x.ofd").candidates
    assert (found.field, found.value, found.source) == ("title", "绿化局2023年报告", "OFD Title")


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
def test_broken_files_say_what_is_wrong(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message) as caught:
        read_content(data, "x.ofd")
    assert "\n" not in str(caught.value)


def test_drawings_that_place_themselves_come_to_an_end() -> None:
    drawing = OfdDrawing().add_line("甲")
    again = '<ofd:CompositeObject ResourceID="7"/>' * 40
    drawing.parts["Doc_0/PublicRes.xml"] = resource_xml(again)
    drawing.pages[0] += again
    with pytest.raises(UnreadableFile, match="内容过多"):
        read_content(drawing.to_bytes(), "x.ofd")


def test_too_many_strokes_are_a_finding() -> None:
    drawing = OfdDrawing().add_line("甲")
    drawing.pages[0] += frame_objects(75, 200, 100, 100) * 3100
    assert [finding.id for finding in read_content(drawing.to_bytes(), "x.ofd").findings] == [
        "R_TABLE_UNREAD"
    ]


def test_a_table_without_lines_is_a_finding() -> None:
    cells = [
        Cell(text, row, column) for row in range(4) for column, text in enumerate(("松树", "1", "2", "3"))
    ]
    found = read_content(OfdDrawing(ruled=False).add_table(cells).to_bytes(), "x.ofd")
    assert [finding.id for finding in found.findings] == ["R_TABLE_UNRULED"]
    assert grids(found) == []
