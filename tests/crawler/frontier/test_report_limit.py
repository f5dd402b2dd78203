"""A portal that names more and more reports is stopped, and says so."""

from __future__ import annotations

from pathlib import Path

from crawler.registry.sources import Source
from tests.support.crawl_without_network import crawl_pages
from tests.support.subprocess_crawl import html_page

HOME = "http://www.qinghe.gov.cn/"


class NewIdInEachAnswer(dict[str, str | int]):
    """A list of five reports that never ends: its links have an id that no rule knows, new in each answer."""

    def get(self, url: str, default: object = None) -> str | int:  # type: ignore[override]
        """Return the page at any address of the portal."""
        self[url] = ""
        key = f"zz=k{len(self):012}"
        if "show" in url:
            return html_page("<p>一、总体情况。</p><p>二、主动公开政府信息情况。</p>")
        reports = (
            f'<li><a href="show?id={at}&{key}">青禾县{at}局2023年政府信息公开工作年度报告</a></li>'
            for at in range(5)
        )
        return html_page(f'<ul>{"".join(reports)}</ul><a href="list?page=2&{key}">下一页</a>')


def test_the_reports_that_a_source_may_have_are_bounded_and_named(tmp_path: Path) -> None:
    source = Source("qinghe", "青禾县", HOME, columns=(f"{HOME}list",))
    trace = crawl_pages(tmp_path, NewIdInEachAnswer(), source, GONGKAI_REPORT_PAGES=12, GONGKAI_LIST_PAGES=20)
    assert len([url for url in trace.requested_urls if "show" in url]) == 12
    assert trace.missed["年报超过 12 份，没有取完"] > 0
    assert trace.state == "stopped"
