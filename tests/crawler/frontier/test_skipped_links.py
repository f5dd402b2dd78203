"""Links that a crawl does not request: each is counted once, with its cause, and limits are no `fine`."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tests.crawler.frontier.test_planner import (
    HOME,
    NB,
    articles,
    column_page,
    crawl_reports,
    link_list,
    page_html,
)
from tests.support.crawl_without_network import CrawlTrace

TOO_MANY, TOO_DEEP, OTHER_HOST = "一个来源的网页数超过上限", "离首页的层数超过上限", "不在本门户的主机上"
COLUMN_LINK = ("/zfxxgk/nb/", "政府信息公开年报")


def agency_names(count: int, kind: str = "镇") -> list[str]:
    return [f"云{chr(0x5317 + at)}{kind}" for at in range(count)]


def menu_links(count: int, folder: str = "/bm/", kind: str = "镇") -> list[tuple[str, str]]:
    return [(f"{folder}{at}/xxgk/", name) for at, name in enumerate(agency_names(count, kind))]


def crawl_agencies(folder: Path, agencies: int, departments: int, **settings: int) -> CrawlTrace:
    """Crawl a portal whose home page names agencies; each has a column of its own and departments."""
    pages: dict[str, str | int] = {HOME: page_html(link_list(*menu_links(agencies)))}
    for at, name in enumerate(agency_names(agencies)):
        own = menu_links(departments, f"/bm/{at}/ks/", "办")
        column, report = f"/bm/{at}/nb/", f"/bm/{at}/nb/t20240110_{at}.html"
        links = link_list((column, "政府信息公开年报"), *menu_links(agencies), *own)
        pages[f"{HOME}bm/{at}/xxgk/"] = page_html(links)
        pages[f"{HOME}{column[1:]}"] = page_html(
            link_list((report, f"{name}2023年政府信息公开工作年度报告")), "政府信息公开年报"
        )
        pages[f"{HOME}{report[1:]}"] = articles(1)[f"{NB}t20240110_0.html"]
        pages |= {f"{HOME}{url[1:]}": page_html("") for url, _ in own}
    return crawl_reports(folder, pages, **settings)


def test_the_limit_of_menus_grows_with_the_agencies_that_the_home_page_names(tmp_path: Path) -> None:
    """120 agencies with one column each: all are read, although the limit alone is 80; nothing is skipped."""
    trace = crawl_agencies(tmp_path, agencies=120, departments=0)
    assert len(trace.reports) == 120
    assert (trace.state, trace.missed) == ("fine", {})


def test_departments_beyond_the_limit_are_counted_once(tmp_path: Path) -> None:
    """80 menus with 40 departments: a page names 120 agencies, so 200 of 3,280 menus are requested."""
    trace = crawl_agencies(tmp_path, agencies=80, departments=40)
    menus = [url for url in trace.requested_urls if url.endswith("/xxgk/")]
    assert (len(menus), len(trace.reports)) == (200, 80)
    assert trace.missed == {TOO_MANY: 80 + 80 * 40 - 200}
    assert trace.state == "list_incomplete"
    assert "有 3080 个导航或列表链接没有看" in trace.cause


def test_a_menu_that_is_a_column_does_not_end_the_menus(tmp_path: Path) -> None:
    """Links 某镇 that lead straight to columns: the menus behind the first are requested as well."""
    pages: dict[str, str | int] = {HOME: page_html(link_list(*menu_links(5)))}
    for at, name in enumerate(agency_names(5)):
        report = f"/bm/{at}/xxgk/t20240110_{at}.html"
        row = (report, f"{name}2023年政府信息公开工作年度报告")
        pages[f"{HOME}bm/{at}/xxgk/"] = page_html(link_list(row), "政府信息公开年报")
        pages[f"{HOME}{report[1:]}"] = articles(1)[f"{NB}t20240110_0.html"]
    assert len(crawl_reports(tmp_path, pages).reports) == 5


def test_links_to_another_host_are_counted_and_are_no_fault(tmp_path: Path) -> None:
    away = [
        ("http://www.bailu.gov.cn/zfxxgk/", "政府信息公开"),
        ("http://www.bailu.gov.cn/nb/", "政府信息公开年报"),
    ]
    pages: dict[str, str | int] = {
        HOME: page_html(link_list(*away, COLUMN_LINK)),
        NB: page_html(
            link_list(("t20240110_0.html", "青禾县教育局2023年政府信息公开工作年度报告"), *away),
            "政府信息公开年报",
        ),
        **articles(1),
    }
    trace = crawl_reports(tmp_path, pages)
    assert (trace.missed, trace.state) == ({OTHER_HOST: 2}, "fine")


def test_menus_below_the_deepest_level_are_counted(tmp_path: Path) -> None:
    """Six levels of menus, of which four are requested; the fifth is named, the sixth was never seen."""
    folders = ["", *("/".join("abcdef"[: at + 1]) + "/" for at in range(6))]
    pages: dict[str, str | int] = {
        f"{HOME}{folder}": page_html(link_list((f"/{below}", "政府信息公开"), COLUMN_LINK))
        for folder, below in pairwise(folders)
    }
    pages |= {NB: column_page("教育局"), **articles(1)}
    trace = crawl_reports(tmp_path, pages)
    assert f"{HOME}a/b/c/d/" in trace.requested_urls
    assert f"{HOME}a/b/c/d/e/" not in trace.requested_urls
    assert (trace.missed, trace.state) == ({TOO_DEEP: 1}, "list_incomplete")


def test_lists_beyond_the_limit_are_counted(tmp_path: Path) -> None:
    columns = [(f"/bm/{at}/nb/", "政府信息公开年报") for at in range(10)]
    pages: dict[str, str | int] = {HOME: page_html(link_list(*columns))}
    pages |= {f"{HOME}{url[1:]}": column_page("教育局") for url, _ in columns}
    trace = crawl_reports(tmp_path, pages | articles(1), GONGKAI_LIST_PAGES=4)
    assert trace.missed == {TOO_MANY: 6}
    assert trace.state == "stopped"


@pytest.mark.parametrize("agencies", [0, 30])
def test_links_that_are_requested_later_are_not_counted(tmp_path: Path, agencies: int) -> None:
    """Menus that repeat on each page, at every depth, cost nothing and are not counted."""
    links = link_list(*menu_links(agencies), COLUMN_LINK, ("/zfxxgk/", "政府信息公开"))
    pages: dict[str, str | int] = {HOME: page_html(links), f"{HOME}zfxxgk/": page_html(links)}
    pages |= {f"{HOME}bm/{at}/xxgk/": page_html(links) for at in range(agencies)}
    trace = crawl_reports(tmp_path, pages | {NB: column_page("教育局"), **articles(1)})
    assert (trace.missed, trace.state) == ({}, "fine")
