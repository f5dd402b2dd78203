"""开普 UCAP: lists of static pages that count from one, and the same entries as JSON from a search.

`createPageHTML('page_div',10,1,'zwgklist','shtml',200)` names container, pages, current page, file, suffix
and entries. On 甘肃省教育厅's portal the entries of the first page stand in an HTML comment, the call among
them: the page's script asks for them again. `/common/search/<channelId>` answers with JSON
(黑龙江省生态环境厅), 证监会 has it at `/searchList/`, 卫生健康委 at `/search/`; 20 entries is the most.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.families import json_fields
from crawler.families.base import Family, sibling_url, slices_between
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
_MAX_PAGES = 500


class Ucap(Family):
    """Lists of 开普's UCAP."""

    name = "ucap"

    def matches(self, page: Page) -> bool:
        """The paging call with its container, the channel's number, or an answer of the search."""
        return _is_api_response(page) or bool(_PAGING_CALL.search(page.text) or _CHANNEL_ID.search(page.text))

    def entries(self, page: Page) -> tuple[ListEntry, ...]:
        """The entries of an answer, or those that stand in the comments of a page."""
        if _is_api_response(page):
            found = (
                _to_entry(page, one) for one in json_fields.object_list(page.json_data, "data", "results")
            )
            return tuple(row for row in found if row)
        pieces = (piece for piece in slices_between(page.text, "<!--", "-->") if "<li" in piece)
        listed = (row for piece in pieces for row in list_entries_in_tree(page, parse_html(piece)))
        return tuple({row.url: row for row in listed}.values())

    def next_pages(self, page: Page) -> tuple[RequestSpec, ...]:
        """The numbered pages that the call counts; without a call and entries, what the search gives."""
        if _is_api_response(page):
            return _following_pages(page)
        call = _PAGING_CALL.search(page.text)
        if call:
            count, _, name, suffix = call.groups()
            return tuple(
                sibling_url(page, f"{name}_{number}.{suffix}")
                for number in range(2, min(int(count), _MAX_PAGES) + 1)
            )
        return _search_requests(page)


def _is_api_response(page: Page) -> bool:
    return bool(_SEARCH_RESPONSE_PATH.search(urlsplit(page.request.url).path))


def _search_requests(page: Page) -> tuple[RequestSpec, ...]:
    """The first answer of the search, for a page without a list; most name the endpoint in a file alone."""
    channel, place = _CHANNEL_ID.search(page.text), _SEARCH_PATH.search(page.text)
    shown = list_entries(page)
    if not channel or report_entries(shown) or (not place and any(row.date for row in shown)):
        return ()
    address = page.absolute_url(f"{place.group() if place else _DEFAULT_SEARCH_PATH}{channel.group(1)}")
    return (RequestSpec(f"{address}?{urlencode(_SEARCH_PARAMETERS)}"),)


def _following_pages(page: Page) -> tuple[RequestSpec, ...]:
    parts = urlsplit(page.request.url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    size = json_fields.number_field(page.json_data, "data", "rows") or _PAGE_SIZE
    return tuple(
        RequestSpec(urlunsplit(parts._replace(query=urlencode({**query, "page": str(number)}))))
        for number in json_fields.following_page_numbers(
            json_fields.number_field(page.json_data, "data", "total"), size
        )
    )


def _to_entry(page: Page, entry: dict[str, object]) -> ListEntry | None:
    return json_fields.to_entry(
        page,
        json_fields.text_field(entry, "url"),
        json_fields.text_field(entry, "title"),
        json_fields.iso_date(entry.get("publishedTimeStr"), entry.get("publishedTime")),
    )
