"""Where links lead, by their text and address: to columns, to menus, nowhere; each for named reasons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.pages.link_rules import Stage, is_folder, lead_of, leads
from crawler.pages.page import Row

SITE = "http://www.qinghe.gov.cn"
ARTICLE = f"{SITE}/zwgk/t20240110_7.html"
COLUMN = f"{SITE}/zfxxgk/nb/"


@pytest.mark.parametrize(
    "text",
    [
        "政府信息公开年报",
        "政府信息公开工作年度报告",
        "信息公开年报",
        "青禾县教育局：政府信息公开年报",
        "政府信息公开工作情况的年度报告",
        "年度报告",
        "政府信息公開年報",
        "年报专栏",
    ],
)
def test_a_columns_name_leads_to_it_from_anywhere(text: str) -> None:
    for stage in Stage:
        lead = lead_of(Row(f"{SITE}/a/b/", text), stage)
        assert lead is not None
        assert lead.stage is Stage.COLUMN


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("政府信息公开", "/a/"),
        ("政务公开", "/zwgk/"),
        ("信息公开平台", "/a/"),
        ("法定主动公开内容", "/a/"),
        ("政府信息公开目录", "/a/"),
        ("网站地图", "/map.html"),
        ("部门信息公开", "/a/"),
        ("乡镇街道信息公开", "/a/"),
        ("县教育局", "/jyj/xxgk/"),
    ],
)
def test_menus_on_the_way(text: str, address: str) -> None:
    lead = lead_of(Row(SITE + address, text), Stage.HOME)
    assert lead is not None
    assert lead.stage is Stage.MENU
    assert lead_of(Row(SITE + address, text), Stage.COLUMN) is None or "县" in text


@pytest.mark.parametrize(
    "text",
    [
        "新闻动态",
        "办事服务",
        "县长信箱",
        "政府信息公开指南",
        "政府信息公开制度",
        "依申请公开",
        "政府网站工作年度报表",
        "政府网站年报",
        "法治政府建设年度报告",
        "统计年报",
        "财政预决算公开",
        "企业年报公示",
        "县教育局",
        "我县召开政府信息公开工作推进会议",
        "关于印发政府信息公开工作实施办法的通知文件汇编及其解读材料和有关说明请点击这里查看全文",
    ],
)
def test_what_leads_nowhere(text: str) -> None:
    assert lead_of(Row(f"{SITE}/a/", text), Stage.HOME) is None


def test_an_article_is_no_column_unless_it_is_called_one() -> None:
    assert lead_of(Row(ARTICLE, "青禾县召开会议研究政府信息公开年报"), Stage.HOME) is None
    named = lead_of(Row(ARTICLE, "青禾县教育局政府信息公开年报"), Stage.HOME)
    assert named is not None
    assert not named.is_titled


def test_a_reports_title_over_a_folder_is_a_column_of_one() -> None:
    title = "青禾县教育局2023年政府信息公开工作年度报告"
    lead = lead_of(Row(f"{COLUMN}jyj/index.html", title), Stage.COLUMN, COLUMN)
    assert lead is not None
    assert lead.is_titled
    assert lead_of(Row(ARTICLE, title), Stage.COLUMN, COLUMN) is None


@pytest.mark.parametrize(
    "text",
    [
        "2023年",
        "2022年度",
        "县政府",
        "政府部门",
        "乡镇(街道)",
        "县教育局",
        "云溪镇人民政府",
        "高新区",
        "青禾海关",
    ],
)
def test_in_a_columns_folder_less_will_do(text: str) -> None:
    lead = lead_of(Row(f"{COLUMN}x/", text), Stage.COLUMN, COLUMN)
    assert lead is not None
    assert any(reason.startswith("near") for reason in lead.reasons)
    assert lead_of(Row(f"{SITE}/x/", text), Stage.HOME) is None


def test_leads_name_their_reasons_and_the_best_goes_first() -> None:
    rows = [
        Row(f"{SITE}/jyj/xxgk/", "县教育局"),
        Row(f"{SITE}/zfxxgk/", "政府信息公开"),
        Row(f"{SITE}/zfxxgk/zfxxgknb/", "政府信息公开年报"),
    ]
    found = leads(rows, Stage.HOME)
    assert [lead.text for lead in found] == ["政府信息公开年报", "政府信息公开", "县教育局"]
    assert found[0].reasons == ("annual+5", "name+15", "annual_address+4")
    assert sum(int(reason.partition("+")[2]) for reason in found[0].reasons) == found[0].score


def test_an_agency_leads_on_from_a_hub_of_agencies_only() -> None:
    row = Row(f"{SITE}/jyj/", "县教育局")
    assert lead_of(row, Stage.MENU, name="青禾县人民政府 部门信息公开") is not None
    assert lead_of(row, Stage.MENU, name="青禾县人民政府") is None


@pytest.mark.parametrize(
    ("address", "folder"),
    [
        ("/nb/", True),
        ("/nb/index.shtml", True),
        ("/nb/list_2.jsp", True),
        ("/col/col123/index.html", True),
        ("/nb/t20240110_7.html", False),
        ("/nb/2023.html", False),
        ("/nb/a.pdf", False),
    ],
)
def test_folders(address: str, folder: bool) -> None:
    assert is_folder(SITE + address) is folder


@given(st.text(max_size=60), st.sampled_from(list(Stage)), st.text(max_size=30))
def test_the_way_goes_up_only(text: str, stage: Stage, name: str) -> None:
    lead = lead_of(Row(f"{COLUMN}x/", text), stage, COLUMN, name)
    assert lead is None or lead.stage >= stage
