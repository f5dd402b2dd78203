"""A column without reports of its own: the reports are on pages of the agencies that it links to."""

from __future__ import annotations

import pytest

from crawler.discovery.page_reader import read_page
from crawler.pages.link_rules import CrawlStage, scored_links
from crawler.pages.page import ListEntry, Page

COLUMN = "http://www.qinghe.gov.cn/zwgk/nb/"
AGENCY = ListEntry("http://www.qinghe.gov.cn/col/col1200/index.html", "青禾县水利局")


def test_agency_links_of_a_column_without_reports_are_followed() -> None:
    """Hanweb's columns have numbers: their URLs do not show that they belong to this column."""
    assert [link.url for link in scored_links([AGENCY], CrawlStage.COLUMN, COLUMN, is_empty_column=True)] == [
        AGENCY.url
    ]


def test_agency_links_of_a_column_with_reports_are_ignored() -> None:
    assert scored_links([AGENCY], CrawlStage.COLUMN, COLUMN) == ()


@pytest.mark.parametrize(
    "text", ["新闻中心", "办事服务", "互动交流", "无障碍", "政府信息公开指南", "友情链接"]
)
def test_navigation_links_of_a_column_without_reports_are_ignored(text: str) -> None:
    row = ListEntry("http://www.qinghe.gov.cn/xwzx/", text)
    assert scored_links([row], CrawlStage.COLUMN, COLUMN, is_empty_column=True) == ()


@pytest.mark.parametrize(
    ("address", "leads_on"), [(f"{COLUMN}bm/", True), ("http://www.qinghe.gov.cn/", False)]
)
def test_a_subfolder_of_a_column_is_a_column_and_a_home_page_is_not(address: str, leads_on: bool) -> None:
    """部门 links to agencies for their reports; a home page, to which a column was redirected, to all."""
    text = f'<title>部门_青禾县人民政府</title><a href="{AGENCY.url}">{AGENCY.title}</a>'
    reading = read_page(Page(address, text), CrawlStage.COLUMN, column=COLUMN, name="政府信息公开年报 部门")
    assert bool(reading.scored_links) is leads_on
