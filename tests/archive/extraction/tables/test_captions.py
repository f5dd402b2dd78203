"""What the lines around a table say about its body and year, wherever they stand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from msgspec import structs

from archive.extraction.labels import label_dictionary
from archive.extraction.sections import PlacedGrid
from archive.extraction.tables.align import align_tables
from archive.extraction.tables.remarks import remark_rows
from archive.extraction.tables.table_selection import TableContext
from archive.forms import figure_keys, form
from archive.model import Cell, Grid, GridKind, State
from tests.support.drawn_tables import draw_tables

AGENCY = "松坪县水务局"
CONTEXT = TableContext(agency=AGENCY, year=2022)


def requests_grid() -> PlacedGrid:
    grids = draw_tables(form("2021"), dict.fromkeys(figure_keys("2021"), "1"), GridKind.SPANS)
    return next(placed for placed in grids if placed.section == "requests")


def is_read(placed: PlacedGrid) -> bool:
    """True if the figures of the table are given as the agency's, false if none is."""
    figures = align_tables([placed], form("2021"), CONTEXT).figures
    reported = {figure.state is State.REPORTED for figure in figures if figure.table == "requests"}
    assert len(reported) == 1
    return reported.pop()


def with_row(placed: PlacedGrid, text: str, is_last: bool) -> PlacedGrid:
    """The table with a row of one text across it, first or last."""
    cells = placed.grid.cells
    width = max(cell.column + cell.colspan for cell in cells)
    last = max(cell.row + cell.rowspan for cell in cells)
    if is_last:
        lines = (*cells, Cell(text, last, 0, 1, width))
    else:
        lines = (Cell(text, 0, 0, 1, width), *(structs.replace(cell, row=cell.row + 1) for cell in cells))
    return replace(placed, grid=Grid(placed.grid.kind, lines))


@pytest.mark.parametrize(
    "line",
    [
        "本局今年没有收到。2020年办理情况如下：",
        "为便于比较，现将2021年的数字列示如下。",
        "下表是上年的数据。",
        "2021年，经统计，全部申请如下：",
        "以下为我局代管的松坪县移民局数字。",
        "松坪县河道站办理申请情况见下表",
        "（本表为2021年数）",
    ],
)
def test_a_sentence_can_introduce_the_table_of_another_report(line: str) -> None:
    assert not is_read(replace(requests_grid(), caption=(line,)))


@pytest.mark.parametrize(
    "line",
    [
        "填报时间：2023年1月9日",
        "制表日期：2023-01-09",
        "审核：何某　2023年1月9日",
        "按照国办公开办函〔2021〕30号要求填报如下：",
        "我局使用2021年修订的格式：",
        "与2021年相比，总量略有上升，情况如下：",
        "2021年结转的和2022年新收的申请办理如下：",
        "我局收到县政府办公室转来的申请，办理情况如下：",
        "本局（含局属各单位）办理情况",
        "局机关及所属事业单位合计",
    ],
)
def test_dates_notices_and_comparisons_do_not_make_a_table_another_report(line: str) -> None:
    assert is_read(replace(requests_grid(), caption=(line,)))


@pytest.mark.parametrize("is_last", [False, True])
@pytest.mark.parametrize(
    ("text", "is_own"),
    [
        ("填报单位：松坪县河道站", False),
        ("报送单位：柳岸镇　填报日期：2023年1月9日", False),
        ("备注：本表系松坪县河道站填报", False),
        ("填报单位：松坪县水务局　填报日期：2023年1月9日", True),
        ("单位：件", True),
    ],
)
def test_a_row_across_the_table_names_who_filled_it_in(text: str, is_own: bool, is_last: bool) -> None:
    assert is_read(with_row(requests_grid(), text, is_last)) is is_own


@pytest.mark.parametrize(
    ("note", "is_own"),
    [
        ("（以上为2021年数据）", False),
        ("注：上表由柳岸镇填报。", False),
        ("注：以上数据截至2022年12月31日。", True),
        ("2021年收到申请3件。", True),
    ],
)
def test_a_line_below_the_table_counts_if_it_is_about_the_table(note: str, is_own: bool) -> None:
    assert is_read(replace(requests_grid(), notes=(note,))) is is_own


def test_a_line_about_the_table_above_is_not_the_caption_of_the_next() -> None:
    assert is_read(replace(requests_grid(), caption=("以上为2021年数据",)))


def test_a_heading_counts_also_above_other_text() -> None:
    assert not is_read(replace(requests_grid(), heading="2021年数据", caption=("甲", "乙", "丙")))
    assert is_read(replace(requests_grid(), heading="2022年数据", caption=("甲", "乙", "丙")))


@pytest.mark.parametrize(
    ("printed", "instead"),
    [
        ("自然人", "2021年自然人"),
        ("信息内容", "松坪县河道站"),
        ("信息内容", "2021年度"),
        ("自然人", "自然人（单位：百件）"),
    ],
)
def test_a_header_can_name_another_year_or_body(printed: str, instead: str) -> None:
    placed = requests_grid()
    cells = tuple(
        structs.replace(cell, text=instead) if cell.text == printed else cell for cell in placed.grid.cells
    )
    assert cells != placed.grid.cells
    assert not is_read(replace(placed, grid=Grid(placed.grid.kind, cells)))


def test_the_tabs_of_two_years_make_the_table_below_them_uncertain() -> None:
    figures = align_tables(
        [replace(requests_grid(), caption=("2022年", "2021年"))], form("2021"), CONTEXT
    ).figures
    assert {figure.state for figure in figures if figure.table == "requests"} == {State.UNCERTAIN}


def test_a_remark_in_the_table_is_left_over() -> None:
    placed = with_row(requests_grid(), "填表人：何某", is_last=True)
    assert list(remark_rows([placed], {placed.number})) == ["填表人：何某"]
    assert not list(remark_rows([placed], set()))
    assert not list(remark_rows([requests_grid()], {placed.number}))


@pytest.mark.parametrize("label", ["非予以公开", "上年新收政府信息公开申请数量"])
def test_a_label_with_words_before_it_is_no_damaged_label(label: str) -> None:
    labels = label_dictionary("2021", "requests")
    assert labels.closest_row(label, -1, len(labels.row_positions)) is None
    assert labels.closest_row("本年新收政信息公开申请数量", -1, 2) == "new_requests"


def test_the_row_below_a_label_that_is_printed_twice_may_be_the_missing_one() -> None:
    placed = requests_grid()
    cells = tuple(
        structs.replace(cell, text="1.属于国家秘密") if cell.text.startswith("2.其他法律") else cell
        for cell in placed.grid.cells
    )
    figures = align_tables([replace(placed, grid=Grid(placed.grid.kind, cells))], form("2021")).figures
    states = {figure.state for figure in figures if figure.row == "denied_prohibited"}
    assert states == {State.UNCERTAIN}
