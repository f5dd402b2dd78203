"""Pagers of every kind are followed to their end, and similar markup is ignored."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crawler.discovery import page_reader
from crawler.families import FAMILIES
from crawler.pages.link_rules import CrawlStage
from crawler.pages.page import Page, RequestSpec

pytestmark = pytest.mark.slow

FOLDER = "http://www.qinghe.gov.cn/nb/"
REPORT = '<li><a href="show.php?id=31">青禾县气象局2023年政府信息公开年度报告</a></li>'
Pager = Callable[[list[str], int], str]


def _page_with_links(pages: list[str], page_number: int) -> str:
    return "".join(
        f'<a href="{page}">{label}</a>' for label, page in enumerate(pages, start=1) if label != page_number
    )


def _page_with_ends(pages: list[str], page_number: int) -> str:
    link = (
        f'<a href="{pages[page_number]}">下一页</a><a href="{pages[-1]}">尾页</a>'
        if page_number < len(pages)
        else ""
    )
    return f'<a href="{pages[0]}">首页</a>{link}'


def _page_with_clicks(pages: list[str], page_number: int) -> str:
    link = (
        f"<span onclick=\"location.href='{pages[page_number]}'\">下页</span>"
        if page_number < len(pages)
        else ""
    )
    return f"<script>var totalPage = {len(pages)};</script>{link}"


def _page_with_choices(pages: list[str], page_number: int) -> str:
    return "".join(
        f'<option value="{page}">第{label}页</option>' for label, page in enumerate(pages, start=1)
    )


@given(
    count=st.integers(1, 40),
    form=st.sampled_from(("index_{}.html", "list-{}.shtml", "list.jsp?id=7&curPage={}", "page/{}/")),
    first=st.sampled_from((0, 1)),
    pager=st.sampled_from((_page_with_links, _page_with_ends, _page_with_clicks, _page_with_choices)),
)
def test_every_page_of_a_list_is_found_and_no_other(count: int, form: str, first: int, pager: Pager) -> None:
    # In a list of two pages, `curPage=1` can be the first page or the last.
    assume(count > 2 or first == 1 or "?" not in form)
    pages = ["index.html", *(form.format(number + first) for number in range(1, count))]
    urls = {FOLDER + pages[0]}
    for at, name in enumerate(pages, start=1):
        page = Page(FOLDER + name, f"<html><base href='{FOLDER}'><body>{pager(pages, at)}</body></html>")
        if page.url in urls:
            urls |= {request.url for request in FAMILIES["generic"].next_pages(page)}
    assert urls == {FOLDER + name for name in pages}


@given(count=st.integers(2, 60))
def test_pages_numbered_in_descending_order_are_all_found_from_the_first(count: int) -> None:
    pages = ["nb.htm", *(f"nb/{number}.htm" for number in range(count - 1, 0, -1))]
    text = f'<a href="{pages[1]}">下页</a><a href="/info/1/2.htm">青禾县简介</a>'
    urls = {request.url for request in FAMILIES["vsb"].next_pages(Page(FOLDER + "nb.htm", text))}
    assert urls == {FOLDER + name for name in pages[1:]}


@given(st.text(max_size=400))
def test_any_text_gives_only_valid_requests(text: str) -> None:
    page = Page(
        FOLDER, f"<html><body><a href='{text}'>下一页</a><b onclick='{text}'>2</b>{text}</body></html>"
    )
    for family in FAMILIES.values():
        assert all(
            isinstance(request, RequestSpec) and request.url.startswith("http")
            for request in family.next_pages(page)
        )


def test_a_pager_is_limited_to_500_pages() -> None:
    page = Page(FOLDER, '<a href="list_2.html">2</a><a href="list_9999.html">尾页</a>')
    numbers = [
        int(request.url.rpartition("_")[2].removesuffix(".html"))
        for request in FAMILIES["generic"].next_pages(page)
    ]
    assert len(numbers) == 500
    assert all(later - earlier == 1 for earlier, later in pairwise(numbers[2:]))


@pytest.mark.parametrize(
    ("pager", "script_reason"),
    [
        ('<a href="javascript:nextPage()">下一页</a>', "翻页由脚本完成"),
        ('<button onclick="more(this)">下一页</button> 共 4 页', "翻页由脚本完成"),
        ('<a href="javascript:nextPage()">下一页</a> 共 1 页', ""),
        ('<a href="javascript:void(0);">下一页</a>', ""),
        ('<a href="javascript:;">下一页</a>', ""),
        ('<a href="#">下一页</a>', ""),
        ('<a href="list_2.html">下一页</a>', ""),
    ],
)
def test_a_pager_that_needs_its_script_is_reported(pager: str, script_reason: str) -> None:
    page = Page(FOLDER, f"<html><body><ul>{REPORT}</ul>{pager}</body></html>")
    reading = page_reader.read_page(page, CrawlStage.COLUMN)
    assert len(reading.reports) == 1
    assert reading.script_reason == script_reason
