"""Classification of links by text and URL: to columns, to menus or irrelevant, with reasons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.pages.link_rules import CrawlStage, is_folder, score_link, scored_links
from crawler.pages.page import ListEntry

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
def test_the_name_of_a_report_column_is_recognised_at_every_stage(text: str) -> None:
    for stage in CrawlStage:
        link = score_link(ListEntry(f"{SITE}/a/b/", text), stage)
        assert link is not None
        assert link.stage is CrawlStage.COLUMN


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
def test_menu_links_are_recognised(text: str, address: str) -> None:
    link = score_link(ListEntry(SITE + address, text), CrawlStage.HOME)
    assert link is not None
    assert link.stage is CrawlStage.MENU
    assert score_link(ListEntry(SITE + address, text), CrawlStage.COLUMN) is None or "县" in text


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
def test_unrelated_links_are_ignored(text: str) -> None:
    assert score_link(ListEntry(f"{SITE}/a/", text), CrawlStage.HOME) is None


def test_an_article_is_a_column_only_if_it_is_named_like_one() -> None:
    assert score_link(ListEntry(ARTICLE, "青禾县召开会议研究政府信息公开年报"), CrawlStage.HOME) is None
    link = score_link(ListEntry(ARTICLE, "青禾县教育局政府信息公开年报"), CrawlStage.HOME)
    assert link is not None
    assert not link.has_report_title


def test_a_report_title_linked_to_a_folder_is_a_column() -> None:
    title = "青禾县教育局2023年政府信息公开工作年度报告"
    link = score_link(ListEntry(f"{COLUMN}jyj/index.html", title), CrawlStage.COLUMN, COLUMN)
    assert link is not None
    assert link.has_report_title
    assert score_link(ListEntry(ARTICLE, title), CrawlStage.COLUMN, COLUMN) is None


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
def test_shorter_names_suffice_inside_the_folder_of_a_column(text: str) -> None:
    link = score_link(ListEntry(f"{COLUMN}x/", text), CrawlStage.COLUMN, COLUMN)
    assert link is not None
    assert any(reason.startswith("near") for reason in link.reasons)
    assert score_link(ListEntry(f"{SITE}/x/", text), CrawlStage.HOME) is None


def test_links_list_their_reasons_and_are_sorted_by_score() -> None:
    rows = [
        ListEntry(f"{SITE}/jyj/xxgk/", "县教育局"),
        ListEntry(f"{SITE}/zfxxgk/", "政府信息公开"),
        ListEntry(f"{SITE}/zfxxgk/zfxxgknb/", "政府信息公开年报"),
    ]
    links = scored_links(rows, CrawlStage.HOME)
    assert [link.text for link in links] == ["政府信息公开年报", "政府信息公开", "县教育局"]
    assert links[0].reasons == ("annual+5", "name+15", "annual_address+4")
    assert sum(int(reason.partition("+")[2]) for reason in links[0].reasons) == links[0].score


def test_an_agency_link_is_followed_only_on_a_page_of_agencies() -> None:
    row = ListEntry(f"{SITE}/jyj/", "县教育局")
    assert score_link(row, CrawlStage.MENU, name="青禾县人民政府 部门信息公开") is not None
    assert score_link(row, CrawlStage.MENU, name="青禾县人民政府") is None


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
def test_folder_urls_are_recognised(address: str, folder: bool) -> None:
    assert is_folder(SITE + address) is folder


@given(st.text(max_size=60), st.sampled_from(list(CrawlStage)), st.text(max_size=30))
def test_a_link_never_leads_to_an_earlier_stage(text: str, stage: CrawlStage, name: str) -> None:
    link = score_link(ListEntry(f"{COLUMN}x/", text), stage, COLUMN, name)
    assert link is None or link.stage >= stage
