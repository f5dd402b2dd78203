"""Lists in the JSON of sites that no family is known for."""

from __future__ import annotations

import json

import pytest

from crawler.families.json_lists import json_entries, json_total
from crawler.pages.page import Page

URL = "http://www.qinghe.gov.cn/api/list?page=2"
TITLE = "青禾县水利局2023年政府信息公开工作年度报告"
ADDRESS = "http://www.qinghe.gov.cn/c/31.html"


def page_of(value: object) -> Page:
    return Page(URL, json.dumps(value, ensure_ascii=False))


@pytest.mark.parametrize(
    "row",
    [
        {"title": TITLE, "url": "/c/31.html", "publishTime": "2024-01-09 10:00:00"},
        {"bt": TITLE, "lj": "../c/31.html", "fbsj": "2024-01-09", "dw": "青禾县水利局"},
        {"docTitle": TITLE, "docPubUrl": ADDRESS, "imgUrl": "/i/1.jpg", "docRelTime": "2024-01-09"},
        {"name": TITLE, "data": {"x": 1}, "link": "/c/31.html", "date": 1704765600000 // 1000},
    ],
)
def test_rows_of_any_keys_are_entries(row: dict[str, object]) -> None:
    [entry] = json_entries(page_of({"code": 0, "data": {"rows": [row], "total": 7}}))
    assert (entry.url, entry.title, entry.date) == (ADDRESS, TITLE, "2024-01-09")


def test_markup_in_json_is_read_and_totals_are_found() -> None:
    page = page_of({"html": f'<li><a href="/c/31.html">{TITLE}</a></li>', "totalCount": "12"})
    assert [entry.url for entry in json_entries(page)] == [ADDRESS]
    assert json_total(page) == 12


@pytest.mark.parametrize("value", [[], {}, {"title": TITLE}, {"url": "/c/31.html"}, [1, "2", None], "文"])
def test_json_without_titled_links_has_no_entries(value: object) -> None:
    assert json_entries(page_of(value)) == ()
