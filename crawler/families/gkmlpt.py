"""Reads gkmlpt, the disclosure platform of Guangdong: column tree in the page, entries from a JSON API.

`/gkmlpt/index`, or `/<agency>/gkmlpt/index` if agencies share a host, holds `window._CONFIG` with `SID`
and `TREE`; `GET /gkmlpt/api/all/<column>?page=N&sid=<SID>` answers with `total` and `articles`, mostly
100 a page (肇庆, 深圳, 广东省教育厅). `total` can be less than what the tree counts, and entries may lead
elsewhere.
`create_time` is the date that the page prints, `date` the date of the document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.families import json_fields
from crawler.families.base import Family
from crawler.pages import CrawlStage, ListEntry, Page, RequestSpec, score_link

_PLATFORM_PATH = re.compile(r"^(.*?/gkmlpt)/")
_API_PATH = re.compile(r"/gkmlpt/api/all/\d+$")
_SITE_ID = re.compile(r"""["']?\bSID["']?\s*:\s*["']?(\d+)""")
_TREE_START = re.compile(r"""["']?\bTREE["']?\s*:\s*(?=[\[{])""")
_MAX_TREE_DEPTH = 8


class Gkmlpt(Family):
    """Columns of the disclosure platform of Guangdong (广东省)."""

    name = "gkmlpt"

    def matches(self, page: Page) -> bool:
        """Whether the page holds a column tree with the number of its site, or is a response of the API."""
        return _is_api_response(page) or bool(_SITE_ID.search(page.text) and _TREE_START.search(page.text))

    def entries(self, page: Page) -> tuple[ListEntry, ...]:
        """The entries of an API response; for a page, its columns, each with its first API URL."""
        if _is_api_response(page):
            articles = json_fields.object_list(page.json_data, "articles")
            return tuple(entry for entry in (_to_entry(page, article) for article in articles) if entry)
        return _column_entries(page)

    def next_pages(self, page: Page) -> tuple[RequestSpec, ...]:
        """The further API pages of a column; for a page, the column it is opened at or the report columns."""
        if _is_api_response(page):
            return _following_pages(page)
        columns, opened_id = _column_entries(page), urlsplit(page.url).fragment
        opened = [column for column in columns if opened_id and _column_id(column.url) == opened_id]
        return tuple(RequestSpec(column.url) for column in opened or filter(_is_annual_column, columns))


def _is_api_response(page: Page) -> bool:
    return bool(_API_PATH.search(urlsplit(page.request.url).path))


def _is_annual_column(entry: ListEntry) -> bool:
    link = score_link(entry, CrawlStage.HOME)
    return bool(link and link.stage is CrawlStage.COLUMN)


def _column_id(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2]


def _column_entries(page: Page) -> tuple[ListEntry, ...]:
    site, platform = _SITE_ID.search(page.text), _PLATFORM_PATH.search(urlsplit(page.url).path)
    if not site or not platform:
        return ()
    return tuple(
        ListEntry(page.absolute_url(f"{platform.group(1)}/api/all/{number}?page=1&sid={site.group(1)}"), name)
        for number, name in dict(_iter_columns(_parse_tree(page.text))).items()
    )


def _parse_tree(text: str) -> object:
    """The value of `TREE`, which is JSON inside a script; None if it is not valid."""
    start = _TREE_START.search(text)
    if not start:
        return None
    try:
        return json.JSONDecoder().raw_decode(text, start.end())[0]
    except (ValueError, RecursionError):
        return None


def _iter_columns(value: object, depth: int = 0) -> Iterator[tuple[int, str]]:
    """Number and name of every column of a tree, whatever its keys for branches are called."""
    if depth > _MAX_TREE_DEPTH:
        return
    if isinstance(value, dict):
        number, name = json_fields.number_field(value, "id"), json_fields.text_field(value, "name")
        if number and name:
            yield number, name
    for branch in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        if isinstance(branch, dict | list):
            yield from _iter_columns(branch, depth + 1)


def _following_pages(page: Page) -> tuple[RequestSpec, ...]:
    parts = urlsplit(page.request.url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    if query.get("page", "1") != "1":
        return ()
    numbers = json_fields.following_page_numbers(
        json_fields.number_field(page.json_data, "total"),
        asked_size=0,
        shown=len(json_fields.object_list(page.json_data, "articles")),
    )
    return tuple(
        RequestSpec(urlunsplit(parts._replace(query=urlencode({**query, "page": str(number)}))))
        for number in numbers
    )


def _to_entry(page: Page, entry: dict[str, object]) -> ListEntry | None:
    return json_fields.to_entry(
        page,
        json_fields.text_field(entry, "url") or json_fields.text_field(entry, "post_url"),
        json_fields.text_field(entry, "title"),
        json_fields.iso_date(
            entry.get("display_publish_time"), entry.get("create_time"), entry.get("first_publish_time")
        ),
    )
