"""The pages in a browser, at the widths of a desktop and of a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from archive.exports.report_json import report_to_json
from archive.model.report import MERGED_ROW
from tests.archive.site.conftest import RunningSite
from tests.support.site_collection import SiteReport, site_reports

pytestmark = pytest.mark.slow

SCREENSHOTS = Path(__file__).parents[4] / "screenshots"
WIDTHS = {1280: 900, 390: 844}
PAGES = {
    "home": "/",
    "database": "/archive",
    "reports": "/archive/reports",
    "search": "/archive/reports?_search=就业&year=2023",
    "checks": "/archive/checks?result=fail&_sort_desc=delta",
    "cells": "/archive/cells",
    "sections": "/archive/sections",
    "requests": "/archive/requests",
    "documents": "/archive/documents",
    "agencies": "/archive/agencies",
    "captures": "/archive/captures",
    "query": "/archive/failed_checks",
    "years": "/archive/agency_years?机关=长沙",
    "about": "/about",
    "empty": "/archive/reports?_search=没有的词",
}
ERRORS = {"missing": "/nothing", "wrong": "/archive/reports?_sort=nothing", "shut": "/-/plugins"}
# Words of Datasette's own pages; codes, units, file formats and names of programs may be English.
ENGLISH = re.compile(
    r"\b(rows?|where|sorted|sort|by|search|suggested|facets?|queries|query|tables?|view|edit|powered|home|apply|next|page"
    r"|column|columns|link|links|advanced|export|download|this|data|error|not|found|forbidden|invalid|true|false|none|null"
    r"|contains|descending|ascending|returning|show|hide|more|hidden|about|license|source|took|returned)\b",
    re.IGNORECASE,
)
# The dictionary of fields contains the names of columns, which are English.
VISIBLE = """() => {
  const copy = document.body.cloneNode(true);
  copy.querySelectorAll('code, .dictionary, .url, td, .value').forEach(node => node.remove());
  return copy.innerText + ' ' + document.title;
}"""
FIGURES = """() => [...document.querySelectorAll('td[data-key]')].map(
  cell => ({...cell.dataset, text: cell.innerText}))"""


# Tags unknown to HTML, which a browser draws without style and without a warning.
UNKNOWN_ELEMENTS = """() => [...document.querySelectorAll('*')]
  .filter(node => node instanceof HTMLUnknownElement).map(node => node.localName)"""


class WatchedPage:
    """A page that records its console messages and the hosts that it contacted."""

    def __init__(self, page: Any, site: RunningSite) -> None:
        self.page = page
        self.site = site
        self.messages: list[str] = []
        self.hosts: set[str] = set()
        page.on("console", lambda message: self.messages.append(message.text))
        page.on("pageerror", lambda error: self.messages.append(str(error)))
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))

    def goto(self, path: str) -> Any:
        self.page.goto(self.site.url.rstrip("/") + path)
        return self.page


@pytest.fixture(params=WIDTHS, ids=str)
def watched(request: pytest.FixtureRequest, chromium: Any, site: RunningSite) -> Iterator[WatchedPage]:
    page = chromium.new_page(viewport={"width": request.param, "height": WIDTHS[request.param]})
    yield WatchedPage(page, site)
    page.close()


def assert_no_problems(watched: WatchedPage, name: str) -> None:
    page = watched.page
    width = page.viewport_size["width"]
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)
    scroll, client = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert scroll <= client
    assert watched.hosts == {urlsplit(watched.site.url).netloc}
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert page.evaluate("document.scripts.length") == 0
    assert page.evaluate(UNKNOWN_ELEMENTS) == []
    assert not ENGLISH.findall(page.evaluate(VISIBLE))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_in_chinese_and_does_not_overflow(watched: WatchedPage, name: str) -> None:
    watched.goto(PAGES[name])
    assert_no_problems(watched, name)
    assert watched.messages == []


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_is_in_chinese_and_does_not_overflow(watched: WatchedPage, name: str) -> None:
    watched.goto(ERRORS[name])
    assert_no_problems(watched, name)
    assert all("status of 4" in message for message in watched.messages)


@pytest.mark.parametrize("sample", site_reports(), ids=lambda sample: f"{sample.agency}{sample.year}")
def test_the_tables_of_a_report_equal_the_json(
    watched: WatchedPage, site: RunningSite, sample: SiteReport
) -> None:
    page = watched.goto(f"/archive/reports/{site.report_id(sample)}")
    assert_figures(page, report_to_json(sample.report()))
    assert_no_problems(watched, f"report-{sample.year}-{site.report_id(sample)}")
    assert watched.messages == []


def assert_figures(page: Any, read: dict[str, Any]) -> None:
    """Assert that the three tables of the page equal those of `read --json`."""
    cells = {cell["key"]: cell for cell in page.evaluate(FIGURES)}
    assert table_values(cells) == {table: read[table] for table in ("disclosure", "requests", "challenges")}
    # A row that the report prints inside another is not drawn.
    merged = {key for key, text in read["raw"].items() if text == MERGED_ROW}
    states = {key: state for key, state in read["states"].items() if key not in merged}
    assert {key: cell["state"] for key, cell in cells.items() if cell["state"] != "reported"} == states
    raw = {key: text for key, text in read["raw"].items() if key not in merged}
    assert {key: cell["raw"] for key, cell in cells.items() if "raw" in cell} == raw
    assert {key: cell["unit"] for key, cell in cells.items() if "unit" in cell} == read["units"]
    assert len(page.query_selector_all("li[data-failed]")) == len(read["failed"])


def table_values(cells: dict[str, dict[str, str]]) -> dict[str, dict[str, dict[str, float | int | None]]]:
    """Return the three tables as in `read --json`: without absent cells, None for a cell without a number."""
    tables: dict[str, dict[str, dict[str, float | int | None]]] = {
        "disclosure": {},
        "requests": {},
        "challenges": {},
    }
    for key, cell in cells.items():
        table, row, column = key.split(".")
        if cell["state"] != "absent":
            value = cell.get("value")
            number = None if value is None else float(value) if "." in value else int(value)
            tables[table].setdefault(row, {})[column] = number
            assert value is None or cell["text"].startswith(value)
    return tables


def test_a_report_page_shows_text_failed_checks_and_source(watched: WatchedPage, site: RunningSite) -> None:
    sample = site.samples[0]
    page = watched.goto(f"/archive/reports/{site.report_id(sample)}")
    for section, text in sample.sections.items():
        assert page.inner_text(f"[data-section={section}]").split() == text.split()
    failing = page.inner_text(".findings")
    assert "一、本年新收政府信息公开申请数量" in failing
    assert not re.search("T3|requests", failing)
    assert "差异可能来自原文、转载或本库解析" in failing
    bad = page.query_selector("td.bad[data-key='requests.new_requests.total']")
    assert "167 ≠ 169" in bad.get_attribute("title")
    [[url]] = site.query("select url from reports where id = ?", site.report_id(sample))
    link = page.query_selector(f"a[href='{url}']")
    assert set(link.get_attribute("rel").split()) == {"noopener", "noreferrer", "nofollow"}
    assert "其他主动公开文件" in page.inner_text("main")
    assert "扫码以外的一行字" in page.text_content("main")
    assert page.query_selector("nav.years a")


def test_an_address_that_is_not_a_web_address_is_not_a_link(watched: WatchedPage, site: RunningSite) -> None:
    sample = next(sample for sample in site.samples if sample.url.startswith("javascript:"))
    page = watched.goto(f"/archive/reports/{site.report_id(sample)}")
    assert "javascript:alert(1)" in page.inner_text("main")
    page.goto(site.url + "archive/documents")
    assert not page.evaluate("[...document.links].filter(link => link.protocol === 'javascript:').length")


def test_the_total_is_visible_without_scrolling(watched: WatchedPage, site: RunningSite) -> None:
    page = watched.goto(f"/archive/reports/{site.report_id(site.samples[0])}")
    box = page.query_selector("td[data-key='requests.new_requests.total']").bounding_box()
    assert 0 <= box["x"] <= page.viewport_size["width"] - box["width"]


def test_search_and_sorting_with_the_keyboard(watched: WatchedPage, site: RunningSite) -> None:
    page = watched.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.fill("#find", "就业")
    page.press("#find", "Enter")
    page.wait_for_url("**/archive/reports?_search=*")
    assert "全文含“就业”" in page.inner_text("main")
    page.click("th a:has-text('新收申请')")
    assert "按新收申请从小到大" in page.inner_text("main")


def test_every_header_cell_has_a_scope(watched: WatchedPage, site: RunningSite) -> None:
    page = watched.goto(f"/archive/reports/{site.report_id(site.samples[0])}")
    scopes = page.evaluate("[...document.querySelectorAll('th')].map(head => head.scope)")
    assert set(scopes) <= {"col", "row", "colgroup", "rowgroup"}
