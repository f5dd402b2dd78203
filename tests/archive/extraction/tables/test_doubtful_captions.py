"""Captions that may name another body, year or period, and those that name nothing or the agency itself."""

from __future__ import annotations

import pytest

from archive.extraction.sections import PlacedGrid
from archive.extraction.tables.align import align_tables
from archive.extraction.tables.doubtful_captions import has_doubtful_caption
from archive.extraction.tables.table_selection import TableContext
from archive.forms import figure_keys, form
from archive.model import Figure, GridKind, State
from archive.text import normalise_text
from tests.support.drawn_tables import draw_tables
from tests.support.html_reports import disclosure_figures, disclosure_table, read_report, report_page

AGENCY = "松坪县水务局"
CONTEXT = TableContext(agency=AGENCY, year=2022)


@pytest.mark.parametrize(
    "line",
    [
        "柳岸镇",
        "附件3：柳岸镇数据",
        "（松坪县柳岸街道）",
        "松坪县",
        "松坪县供水公司情况",
        "县第三中学政府信息公开申请情况表",
        "松坪县法院",
        "局属单位",
        "全县水务系统申请办理情况",
        "汇总表",
        "二〇二一年度",
        "二○二一年",
        "21年数据",
        "第二季度",
        "近三年情况",
        "与上年同期对比",
        "填写样例",
        "某局",
        "松坪县政务公开办公室",
        "县气象局政务公开办公室",
    ],
)
def test_a_caption_of_another_body_or_period_is_doubtful(line: str) -> None:
    assert has_doubtful_caption([normalise_text(line)], AGENCY, 2022)


@pytest.mark.parametrize(
    "line",
    [
        "具体情况如下",
        "单位：件",
        "收到和处理政府信息公开申请情况",
        "表3 申请办理情况统计表",
        "松坪县水务局2022年度数据",
        "县水务局申请情况",
        "本局申请办理情况",
        "二〇二二年度",
        "22年数据",
        "受理部门",
        "行政机关",
        "申请公开办理",
        "2022年1月1日至2022年12月31日",
        "政务公开办公室",
        "县水务局政务公开工作领导小组办公室",
    ],
)
def test_a_caption_of_the_agency_or_of_nothing_is_not_doubtful(line: str) -> None:
    assert not has_doubtful_caption([normalise_text(line)], AGENCY, 2022)


def test_a_region_as_a_whole_is_that_of_its_government() -> None:
    line = [normalise_text("全县申请办理情况汇总表")]
    assert not has_doubtful_caption(line, "松坪县人民政府", 2022)
    assert has_doubtful_caption(line, AGENCY, 2022)


def drawn(number: str, first: int, caption: str = "") -> list[PlacedGrid]:
    """The tables of a report in which every value is `number`, with a caption before each of them."""
    grids = draw_tables(form("2021"), dict.fromkeys(figure_keys("2021"), number), GridKind.SPANS)
    return [
        PlacedGrid(placed.grid, first + place, placed.section, (caption,))
        for place, placed in enumerate(grids)
    ]


def figures(*placed_grids: PlacedGrid) -> tuple[Figure, ...]:
    return align_tables(placed_grids, form("2021"), CONTEXT).figures


def test_the_only_table_with_a_doubtful_caption_is_uncertain() -> None:
    assert {figure.state for figure in figures(*drawn("7", 0, "柳岸镇"))} == {State.UNCERTAIN}
    assert {figure.number for figure in figures(*drawn("7", 0, "水务局"))} == {7}


def test_a_table_with_a_doubtful_caption_after_the_own_one_changes_nothing() -> None:
    assert {figure.number for figure in figures(*drawn("7", 0), *drawn("9", 9, "填写样例"))} == {7}
    assert {figure.number for figure in figures(*drawn("9", 0, "填写样例"), *drawn("7", 9))} == {7}


@pytest.mark.parametrize(
    ("title", "state"),
    [
        ("政务公开办公室", State.REPORTED),
        ("县林业局政府信息公开工作办公室", State.REPORTED),
        ("县气象局政务公开办公室", State.ABSENT),
        ("青溪县政务公开办公室", State.ABSENT),
    ],
)
def test_the_department_of_the_agency_is_no_other_body(title: str, state: State) -> None:
    row = f"<tr><td colspan=4>{title}</td></tr>"
    figures = disclosure_figures(read_report(report_page(disclosure_table(first=row))))
    assert {figure.state for figure in figures.values()} == {state}
