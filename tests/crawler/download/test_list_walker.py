"""A list that is paged by clicks: how long an answer may take, and when a click had no effect."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Route, async_playwright

from crawler.download import click_through, list_walker, page_changes
from crawler.download.chromium import find_chromium
from tests.support.subprocess_crawl import HAS_BROWSER

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not HAS_BROWSER, reason="there is no Chromium on this machine"),
]
IDLE_POLLS = 5
SLOW_ANSWER_SECONDS = 4 * IDLE_POLLS * page_changes._POLL_SECONDS
LIST_PAGE = """
<ul><li><a href="/r2024.html">青禾县水利局2024年政府信息公开工作年度报告</a></li></ul>
<button onclick="%s">下一页</button>
"""
FETCH_NEXT = "fetch('/next').then(r => r.text()).then(t => { document.querySelector('ul').innerHTML = t })"


async def open_list(onclick: str, layer: str = "") -> list[str]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium())
        try:
            page = await browser.new_page()
            await page.route("**/*", lambda route: answer(route, LIST_PAGE % onclick + layer))
            await page.goto("http://slj.qinghe.gov.cn.test/nb/")
            return await click_through(page, max_clicks=1)
        finally:
            await browser.close()


async def answer(route: Route, page: str) -> None:
    if route.request.url.endswith("/never"):
        return
    if route.request.url.endswith("/next"):
        await asyncio.sleep(SLOW_ANSWER_SECONDS)
        await route.fulfill(body="<li><a href='/r2023.html'>2023年报</a></li>", content_type="text/html")
    else:
        await route.fulfill(body=page, content_type="text/html; charset=utf-8")


def test_the_answer_to_a_click_may_be_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_changes, "_MAX_IDLE_POLLS", IDLE_POLLS)
    pages = asyncio.run(open_list(FETCH_NEXT))
    assert len(pages) == 2
    assert "/r2023.html" in pages[1]


def test_a_click_without_effect_ends_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_changes, "_MAX_IDLE_POLLS", IDLE_POLLS)
    assert len(asyncio.run(open_list(""))) == 1


def test_a_button_below_a_layer_is_clicked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_changes, "_MAX_IDLE_POLLS", IDLE_POLLS)
    monkeypatch.setattr(list_walker, "_CLICK_TIMEOUT_MS", 500)
    layer = "<div style='position:fixed;inset:0'>本站使用说明</div>"
    pages = asyncio.run(open_list(FETCH_NEXT, layer))
    assert len(pages) == 2


def test_a_page_that_never_stops_requesting_is_turned_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_changes, "_MAX_IDLE_POLLS", IDLE_POLLS)
    monkeypatch.setattr(page_changes, "_FIRST_STABLE_TIMEOUT_MS", 500)
    monkeypatch.setattr(page_changes, "_STABLE_TIMEOUT_MS", 500)
    # Waiting for a request that was open before the click would exceed the time limit of the test.
    monkeypatch.setattr(page_changes, "_MAX_ANSWER_SECONDS", 10_000)
    for onclick, page_count in ((FETCH_NEXT, 2), ("", 1)):
        assert len(asyncio.run(open_list(onclick, "<script>fetch('/never')</script>"))) == page_count
