"""Reads UCAP (开普) lists: static pages numbered from one, or the same entries as JSON from a search.

`createPageHTML('page_div',10,1,'zwgklist','shtml',200)` names container, pages, current page, file, suffix
and number of entries. On the portal of 甘肃省教育厅 the entries of the first page and the call are in an HTML
comment: the script of the page requests them again. `/common/search/<channelId>` returns JSON
(黑龙江省生态环境厅), 证监会 has it at `/searchList/`, 卫生健康委 at `/search/`; at most 20 entries a page.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.families import json_fields
from crawler.families.base import Family, sibling_url, slices_between
from crawler.families.page_numbering import max_pages
from crawler.pages import (
    ListEntry,
    Page,
    RequestSpec,
    list_entries,
    list_entries_in_tree,
    parse_html,
    report_entries,
)

_PAGING_CALL = re.compile(
    r"""(?<!function\s)createPageHTML\(\s*["'][\w\-]+["']\s*,\s*(\d+)\s*,\s*(\d+)\s*,"""
    r"""\s*["']([\w\-]+)["']\s*,\s*["'](\w+)["']"""
)
_CHANNEL_ID = re.compile(
    r"""<meta\s+name=["']channelId["']\s+content=["']([0-9a-f]{32})["']""", re.IGNORECASE
)
_SEARCH_PATH = re.compile(r"/(?:common/search|searchList|search)/(?=[0-9a-f]{32}|[\"'+$])")
_SEARCH_RESPONSE_PATH = re.compile(r"/(?:common/search|searchList|search)/[0-9a-f]{32}$")
_DEFAULT_SEARCH_PATH = "/common/search/"
_PAGE_SIZE = 20
_SEARCH_PARAMETERS = {
    "_isAgg": "true",
    "_isJson": "true",
    "_pageSize": str(_PAGE_SIZE),
    "_template": "index",
    "page": "1",
}


class Ucap(Family):
    """Lists of UCAP (开普)."""

    name = "ucap"

    def matches(self, page: Page) -> bool:
        """Whether the page makes the paging call, names its channel, or is a response of the search."""
        return _is_api_response(page) or bool(_PAGING_CALL.search(page.text) or _CHANNEL_ID.search(page.text))

    def entries(self, page: Page) -> tuple[ListEntry, ...]:
        """The entries of a response, or those in the comments of a page."""
        if _is_api_response(page):
            results = json_fields.object_list(page.json_data, "data", "results")
            return tuple(entry for entry in (_to_entry(page, result) for result in results) if entry)
        comments = (comment for comment in slices_between(page.text, "<!--", "-->") if "<li" in comment)
        entries = (entry for comment in comments for entry in list_entries_in_tree(page, parse_html(comment)))
        return tuple({entry.url: entry for entry in entries}.values())

    def next_pages(self, page: Page) -> tuple[RequestSpec, ...]:
        """The pages that the call counts; without a call and without entries, a request to the search."""
        if _is_api_response(page):
            return _following_pages(page)
        call = _PAGING_CALL.search(page.text)
        if call:
            count, _, name, suffix = call.groups()
            return tuple(
                sibling_url(page, f"{name}_{number}.{suffix}")
                for number in range(2, min(int(count), max_pages()) + 1)
            )
        return _search_requests(page)


def _is_api_response(page: Page) -> bool:
    return bool(_SEARCH_RESPONSE_PATH.search(urlsplit(page.request.url).path))


def _search_requests(page: Page) -> tuple[RequestSpec, ...]:
    """The first page of the search, for a page without a list; most name its path only in a script file."""
    channel, search_path = _CHANNEL_ID.search(page.text), _SEARCH_PATH.search(page.text)
    entries = list_entries(page)
    if not channel or report_entries(entries) or (not search_path and any(entry.date for entry in entries)):
        return ()
    path = search_path.group() if search_path else _DEFAULT_SEARCH_PATH
    url = page.absolute_url(f"{path}{channel.group(1)}")
    return (RequestSpec(f"{url}?{urlencode(_SEARCH_PARAMETERS)}"),)


def _following_pages(page: Page) -> tuple[RequestSpec, ...]:
    parts = urlsplit(page.request.url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    if query.get("page", "1") != "1":
        return ()
    numbers = json_fields.following_page_numbers(
        json_fields.number_field(page.json_data, "data", "total"),
        asked_size=json_fields.number_field(page.json_data, "data", "rows") or _PAGE_SIZE,
        shown=len(json_fields.object_list(page.json_data, "data", "results")),
    )
    return tuple(
        RequestSpec(urlunsplit(parts._replace(query=urlencode({**query, "page": str(number)}))))
        for number in numbers
    )


def _to_entry(page: Page, entry: dict[str, object]) -> ListEntry | None:
    return json_fields.to_entry(
        page,
        json_fields.text_field(entry, "url"),
        json_fields.text_field(entry, "title"),
        json_fields.iso_date(entry.get("publishedTimeStr"), entry.get("publishedTime")),
    )
