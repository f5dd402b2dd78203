"""gkmlpt, 广东's one platform for disclosure: a tree of columns in the page, entries as JSON.

`/gkmlpt/index`, or `/<agency>/gkmlpt/index` where agencies share a host, holds `window._CONFIG` with `SID`
and `TREE`; `GET /gkmlpt/api/all/<column>?page=N&sid=<SID>` answers with `total` and `articles`, 100 a page
(肇庆, 深圳, 广东省教育厅). `total` can be less than what the tree counts, and entries may lead elsewhere.
`create_time` is the day that the page prints, `date` that of the document.
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
_PAGE_SIZE = 100
_MAX_TREE_DEPTH = 8


class Gkmlpt(Family):
    """The disclosure platform of 广东."""

    name = "gkmlpt"

    def matches(self, page: Page) -> bool:
        """The tree with the number of its site, or an answer."""
        return _is_api_response(page) or bool(_SITE_ID.search(page.text) and _TREE_START.search(page.text))

    def entries(self, page: Page) -> tuple[ListEntry, ...]:
        """The entries of an answer; of a page, the columns of its tree, each at its first answer."""
        if _is_api_response(page):
            found = (_to_entry(page, one) for one in json_fields.object_list(page.json_data, "articles"))
            return tuple(row for row in found if row)
        return _column_entries(page)

    def next_pages(self, page: Page) -> tuple[RequestSpec, ...]:
        """All further answers of a column; of a page, the column it is opened at or those of reports."""
        if _is_api_response(page):
            return _following_pages(page)
        columns, opened = _column_entries(page), urlsplit(page.url).fragment
        chosen = [row for row in columns if opened and _column_id(row.url) == opened]
        return tuple(RequestSpec(row.url) for row in chosen or columns if chosen or _is_annual_column(row))


def _is_api_response(page: Page) -> bool:
    return bool(_API_PATH.search(urlsplit(page.request.url).path))


def _is_annual_column(entry: ListEntry) -> bool:
    lead = score_link(entry, CrawlStage.HOME)
    return bool(lead and lead.stage is CrawlStage.COLUMN)


def _column_id(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2]


def _column_entries(page: Page) -> tuple[ListEntry, ...]:
    site, place = _SITE_ID.search(page.text), _PLATFORM_PATH.search(urlsplit(page.url).path)
    if not site or not place:
        return ()
    return tuple(
        ListEntry(page.absolute_url(f"{place.group(1)}/api/all/{number}?page=1&sid={site.group(1)}"), name)
        for number, name in dict(_iter_columns(_parse_tree(page.text))).items()
    )


def _parse_tree(text: str) -> object:
    """The value of `TREE`, which is JSON inside a script; None when it is not."""
    start = _TREE_START.search(text)
    if not start:
        return None
    try:
        return json.JSONDecoder().raw_decode(text, start.end())[0]
    except (ValueError, RecursionError):
        return None


def _iter_columns(value: object, depth: int = 0) -> Iterator[tuple[int, str]]:
    """Number and name of every column of a tree, however its branches are called."""
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
    return tuple(
        RequestSpec(urlunsplit(parts._replace(query=urlencode({**query, "page": str(number)}))))
        for number in json_fields.following_page_numbers(
            json_fields.number_field(page.json_data, "total"), _PAGE_SIZE
        )
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
