"""A list that is paged by clicks: how long an answer may take, and when a click had no effect."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping

import pytest
from playwright.async_api import Route, async_playwright

from crawler.download import click_through, is_cut_off, list_walker, page_changes
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


ABORTED = "not requested"
UNANSWERED = "requested in vain"
REPORT = "青禾县水利局{}年政府信息公开工作年度报告"


async def walk(
    body: str, answers: Mapping[str, str | int], max_clicks: int = 20, max_seconds: float = 3600
) -> list[str]:
    """Return the pages of a walk; an answer that is a number is a status, one that is ABORTED fails."""

    async def answer_page(route: Route) -> None:
        path = route.request.url.partition(".test")[2]
        kind = "application/json" if path.startswith("/api") else "text/html"
        found = answers.get(path, body)
        if found == ABORTED:
            await route.abort()
            return
        if found == UNANSWERED:
            return
        if path.startswith("/slow"):
            await asyncio.sleep(SLOW_ANSWER_SECONDS)
        status, text = (found, "") if isinstance(found, int) else (200, found)
        await route.fulfill(status=status, body=text, content_type=f"{kind}; charset=utf-8")

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium())
        try:
            page = await browser.new_page()
            await page.route("**/*", answer_page)
            await page.goto("http://slj.qinghe.gov.cn.test/nb/")
            return await click_through(page, max_clicks, max_seconds)
        finally:
            await browser.close()


def entries(*years: int) -> str:
    return "".join(f"<li><a href='/r{year}.html'>{REPORT.format(year)}</a></li>" for year in years)


def loader(trigger: str) -> str:
    """A list that adds a part of two entries at each trigger, three parts in all."""
    return f"""<ul>{entries(2024, 2023)}</ul><div id="more" style="height: 40px">加载更多</div><script>
      let part = 1;
      async function load() {{
        if (part >= 3) return;
        part += 1;
        document.querySelector("ul").innerHTML += await (await fetch("/part" + part)).text();
      }}
      {trigger}
    </script>"""


PARTS = {"/part2": entries(2022, 2021), "/part3": entries(2020, 2019)}


@pytest.mark.parametrize(
    "trigger",
    [
        "document.getElementById('more').onclick = load",
        "window.onscroll = () => { if (innerHeight + scrollY >= document.body.scrollHeight - 5) load() };"
        "document.querySelector('ul').style.lineHeight = '300px'; document.getElementById('more').remove()",
    ],
)
def test_a_list_that_grows_is_read_to_its_end(trigger: str) -> None:
    pages = asyncio.run(walk(loader(trigger), PARTS))
    assert "/r2019.html" in pages[-1]
    assert not is_cut_off(pages)


def test_a_walk_that_ends_before_the_list_says_so() -> None:
    pages = asyncio.run(walk(loader("document.getElementById('more').onclick = load"), PARTS, max_clicks=1))
    assert "/r2021.html" in pages[-1]
    assert is_cut_off(pages)


def test_a_walk_that_runs_out_of_time_returns_what_it_has_seen() -> None:
    body = loader("document.getElementById('more').onclick = load")
    pages = asyncio.run(walk(body, {**PARTS, "/part3": UNANSWERED}, max_seconds=6))
    assert "/r2024.html" in pages[0]
    assert is_cut_off(pages)


@pytest.mark.parametrize(("trouble", "is_cut"), [("", True), ("fetch('/part2')", False)])
def test_a_step_whose_data_does_not_come_ends_before_the_list(
    trouble: str, is_cut: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_changes, "_MAX_IDLE_POLLS", IDLE_POLLS)
    body = loader(f"{trouble}; document.getElementById('more').onclick = () => fetch('/part2')")
    pages = asyncio.run(walk(body, {"/part2": 404}))
    assert is_cut_off(pages) is is_cut


@pytest.mark.parametrize(("script", "is_cut"), [(ABORTED, True), (404, False)])
def test_a_list_whose_script_may_not_be_loaded_is_not_read_to_its_end(
    script: str | int, is_cut: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_changes, "_MAX_IDLE_POLLS", IDLE_POLLS)
    body = f"<ul>{entries(2024)}</ul><div>加载更多</div><script src='/js/more.js'></script>"
    assert is_cut_off(asyncio.run(walk(body, {"/js/more.js": script}))) is is_cut


def test_the_list_of_each_year_is_shown() -> None:
    body = f"""<div><span onclick="show(2024)">2024年</span><span onclick="show(2023)">2023年</span></div>
      <ul>{entries(2024)}</ul><script>
      async function show(year) {{
        document.querySelector("ul").innerHTML = await (await fetch("/y" + year)).text();
      }}</script>"""
    pages = asyncio.run(walk(body, {"/y2024": entries(2024), "/y2023": entries(2023)}))
    assert "/r2023.html" in "".join(pages)


def test_a_pager_of_numbers_alone_is_clicked_and_a_breadcrumb_is_not() -> None:
    numbers = "".join(f'<a href="#" onclick="load({number})">{number}</a>' for number in (1, 2, 3))
    body = f"""<p>首页 <span>></span> 年报</p><ul>{entries(2024, 2023)}</ul><div>{numbers}</div><script>
      async function load(number) {{
        document.querySelector("ul").innerHTML = await (await fetch("/part" + number)).text();
      }}</script>"""
    pages = asyncio.run(walk(body, PARTS))
    assert ["/r2024.html" in page for page in pages] == [True, False, False]
    assert "/r2021.html" in pages[1]
    assert "/r2019.html" in pages[2]


def test_a_tab_is_read_when_its_entries_have_come() -> None:
    body = f"""<b onclick="show('a', 2024)">2024年</b><b onclick="show('b', 2023)">2023年</b>
      <ul id="a">{entries(2024)}</ul><ul id="b" hidden></ul><script>
      async function show(id, year) {{
        for (const list of document.querySelectorAll("ul")) list.hidden = list.id !== id;
        document.getElementById(id).innerHTML = await (await fetch("/slow" + year)).text();
      }}</script>"""
    answers = {"/slow2024": entries(2024), "/slow2023": entries(2023)}
    assert "/r2023.html" in asyncio.run(walk(body, answers))[-1]


def test_links_to_other_sites_in_a_select_box_are_no_choices() -> None:
    body = f"""<ul>{entries(2024)}</ul>
      <select onchange="window.open(this.value)"><option value="">友情链接</option>
      <option value="http://www.sheng.gov.cn.test/">省人民政府</option></select>"""
    assert len(asyncio.run(walk(body, {}))) == 1


def test_choices_that_lead_to_other_pages_become_links() -> None:
    body = f"""<select onchange="go(this)">
      <option value="">选择单位</option><option value="7">青禾县教育局</option></select>
      <ul>{entries(2024)}</ul>
      <script>function go(box) {{ location.href = "/dept/" + box.value + "/" }}</script>"""
    pages = asyncio.run(walk(body, {}))
    assert 'href="http://slj.qinghe.gov.cn.test/dept/7/"' in pages[-1]


def test_entries_that_are_no_links_get_the_addresses_that_a_click_opens() -> None:
    rows = [{"id": 70 + number, "title": REPORT.format(2024 - number)} for number in range(6)]
    body = """<div id="app"></div><script>
      let page = 0;
      async function draw() {
        const rows = (await (await fetch("/api/list" + page)).json()).rows;
        app.innerHTML = rows.map(row => `<p onclick="go(${row.id})">${row.title}</p>`).join("") +
          `<button class="btn-next" ${page ? "disabled" : ""} onclick="page = 1; draw()"></button>`;
      }
      function go(id) { history.pushState(null, "", "/article/" + id); app.innerHTML = "报告" + id; }
      onpopstate = () => { page = 0; draw() };
      draw();
    </script>"""
    answers = {f"/api/list{page}": json.dumps({"rows": rows[3 * page : 3 * page + 3]}) for page in (0, 1)}
    pages = asyncio.run(walk(body, answers))
    assert all(f'/article/{row["id"]}"' in pages[-1] for row in rows)
