from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings

from archive.model import Cell, Grid, GridKind, NeedsOcr, UnreadableFile
from archive.text import media_types
from tests.archive.readers.fixed_layout.test_pdf import FIGURES, LONG
from tests.support.content_views import chrome, grids, prose, read, shape, spread
from tests.support.merged_grids import tilings
from tests.support.ofd_drawings import MM, SPACE, OfdDrawing, content, frame, packed, text_object

PAGE = "Doc_0/Pages/Page_0/Content.xml"


def resources(drawn: str) -> str:
    """A resource file with one drawing, number 7."""
    unit = f'<ofd:CompositeGraphicUnit ID="7"><ofd:Content>{drawn}</ofd:Content></ofd:CompositeGraphicUnit>'
    return f"<ofd:Res {SPACE}><ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits></ofd:Res>"


def test_the_bytes_say_that_it_is_an_ofd() -> None:
    assert media_types.media_type(OfdDrawing().line("甲").bytes(), "附件.zip", "application/zip") == media_types.OFD


def test_paragraphs_are_joined_over_line_ends_and_page_ends() -> None:
    drawing = OfdDrawing().line("一、种树").paragraph(LONG).paragraph(LONG[:37]).number().page()
    found = read(drawing.line("二、养护").paragraph(LONG).number().bytes(), "x.ofd")
    assert prose(found) == ["一、种树", LONG, LONG[:37], "二、养护", LONG]
    assert chrome(found) == {"— 1 —": "running_line", "— 2 —": "running_line"}
    assert found.reader == "ofd"


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tilings(rows=6, columns=6))
def test_every_ruled_table_reads_back(cells: list[Cell]) -> None:
    starts = {cell.row for cell in cells}
    assume(starts == set(range(max(starts) + 1)))
    assume(max(cell.row + cell.rowspan for cell in cells) == len(starts))
    found = read(OfdDrawing().line("表前").table(cells).line("表后").bytes(), "x.ofd")
    assert shape(found)[0] == shape(found)[-1] == "p"
    assert grids(found) == [Grid(GridKind.SPANS, tuple(cells))]


def test_a_table_goes_on_over_the_page() -> None:
    head = [Cell(text, 0, column) for column, text in enumerate(["树", "一", "二", "三", "四"])]
    below = [Cell(text, 0, column) for column, text in enumerate(["2.柏", "5", "6", "7", "8"])]
    (grid,) = grids(
        read(OfdDrawing().line("甲").table(head).number().page().table(below).number().bytes(), "x.ofd")
    )
    assert spread(grid) == [["树", "一", "二", "三", "四"], ["2.柏", "5", "6", "7", "8"]]


def test_a_turned_page_reads_as_an_upright_one() -> None:
    """All of it stands in one block that the page's only drawing turns by a quarter."""
    drawing = OfdDrawing().line("表前").table(FIGURES).line("表后")
    drawing.parts["Doc_0/PublicRes.xml"] = resources(drawing.pages[0])
    drawing.pages[0] = (
        f'<ofd:CompositeObject ID="1" ResourceID="7" Boundary="0 0 210 297" CTM="0 1 -1 0 {842 * MM:.2f} 0"/>'
    )
    found = read(drawing.bytes(), "x.ofd")
    assert prose(found) == ["表前", "表后"]
    assert grids(found) == [Grid(GridKind.SPANS, tuple(FIGURES))]


def test_what_the_template_of_a_page_draws_is_on_the_page() -> None:
    drawing = OfdDrawing(ruled=False).table(FIGURES)
    ruled = OfdDrawing().table([Cell("", cell.row, cell.column) for cell in FIGURES])
    drawing.parts["Doc_0/Tpls/Tpl_0/Content.xml"] = content(ruled.pages[0])
    assert grids(read(drawing.bytes(), "x.ofd")) == [Grid(GridKind.SPANS, tuple(FIGURES))]


def test_steps_place_characters_and_repeat() -> None:
    drawing = OfdDrawing()
    drawing.pages[0] = (
        '<ofd:TextObject ID="1" Boundary="20 20 150 5" Size="4">'
        '<ofd:TextCode X="0" Y="4" DeltaX="g 2 4 60 2">甲乙丙12</ofd:TextCode></ofd:TextObject>'
    )
    assert prose(read(drawing.bytes(), "x.ofd")) == ["甲乙丙 12"]


def test_characters_without_steps_stand_behind_each_other() -> None:
    drawing = OfdDrawing()
    drawing.pages[0] = (
        '<ofd:TextObject ID="1" Boundary="20 20 150 5" Size="4">'
        '<ofd:TextCode X="0" Y="4">共12株</ofd:TextCode></ofd:TextObject>'
    )
    assert prose(read(drawing.bytes(), "x.ofd")) == ["共12株"]


def test_what_is_set_invisible_is_not_read() -> None:
    drawing = OfdDrawing().line("甲")
    drawing.pages[0] += text_object("暗", 75, 200).replace(
        "<ofd:TextObject", '<ofd:TextObject Visible="false"'
    )
    assert prose(read(drawing.bytes(), "x.ofd")) == ["甲"]


def test_the_title_that_the_file_states() -> None:
    drawing = OfdDrawing().line("甲")
    drawing.title = "绿化局2023年报告"
    (found,) = read(drawing.bytes(), "x.ofd").candidates
    assert (found.field, found.value, found.source) == ("title", "绿化局2023年报告", "OFD Title")


def test_a_file_without_text_needs_ocr() -> None:
    with pytest.raises(NeedsOcr, match="没有文字"):
        read(OfdDrawing().bytes(), "x.ofd")


def without(name: str) -> bytes:
    files = OfdDrawing().line("甲").page().line("乙").files()
    del files[name]
    return packed(files)


def with_page(xml: str) -> bytes:
    drawing = OfdDrawing().line("甲")
    drawing.parts[PAGE] = xml
    return drawing.bytes()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"no ofd at all", "已损坏"),
        (OfdDrawing().line("甲").bytes()[:-60], "已损坏"),
        (without("Doc_0/Document.xml"), "缺少 Document.xml"),
        (without("Doc_0/Pages/Page_1/Content.xml"), "缺少第 2 页"),
        (with_page("<ofd:Page"), "已损坏"),
        (with_page('<!DOCTYPE a [<!ENTITY b "乙">]><a>&b;</a>'), "DTD"),
        (with_page(content("") + " " * (64 * 2**20)), "过大"),
    ],
)
def test_broken_files_say_what_is_wrong(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message) as caught:
        read(data, "x.ofd")
    assert "\n" not in str(caught.value)


def test_drawings_that_place_themselves_come_to_an_end() -> None:
    drawing = OfdDrawing().line("甲")
    again = '<ofd:CompositeObject ResourceID="7"/>' * 40
    drawing.parts["Doc_0/PublicRes.xml"] = resources(again)
    drawing.pages[0] += again
    with pytest.raises(UnreadableFile, match="内容过多"):
        read(drawing.bytes(), "x.ofd")


def test_too_many_strokes_are_a_finding() -> None:
    drawing = OfdDrawing().line("甲")
    drawing.pages[0] += frame(75, 200, 100, 100) * 3100
    assert [one.id for one in read(drawing.bytes(), "x.ofd").findings] == ["R_TABLE_UNREAD"]


def test_a_table_without_lines_is_a_finding() -> None:
    cells = [
        Cell(text, row, column) for row in range(4) for column, text in enumerate(("松树", "1", "2", "3"))
    ]
    found = read(OfdDrawing(ruled=False).table(cells).bytes(), "x.ofd")
    assert [one.id for one in found.findings] == ["R_TABLE_UNRULED"]
    assert grids(found) == []
