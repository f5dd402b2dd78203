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
from crawler.families.base import Family, between, numbered
from crawler.pages import links
from crawler.pages.page import Ask, Page, Row, parse

_CALL = re.compile(
    r"""(?<!function\s)createPageHTML\(\s*["'][\w\-]+["']\s*,\s*(\d+)\s*,\s*(\d+)\s*,"""
    r"""\s*["']([\w\-]+)["']\s*,\s*["'](\w+)["']"""
)
_CHANNEL = re.compile(r"""<meta\s+name=["']channelId["']\s+content=["']([0-9a-f]{32})["']""", re.IGNORECASE)
_SEARCH = re.compile(r"/(?:common/search|searchList|search)/(?=[0-9a-f]{32}|[\"'+$])")
_ANSWER = re.compile(r"/(?:common/search|searchList|search)/[0-9a-f]{32}$")
_DEFAULT = "/common/search/"
_SIZE = 20
_QUERY = {"_isAgg": "true", "_isJson": "true", "_pageSize": str(_SIZE), "_template": "index", "page": "1"}
_MOST = 500


class Ucap(Family):
    """Lists of 开普's UCAP."""

    name = "ucap"

    def matches(self, page: Page) -> bool:
        """The paging call with its container, the channel's number, or an answer of the search."""
        return _is_answer(page) or bool(_CALL.search(page.text) or _CHANNEL.search(page.text))

    def rows(self, page: Page) -> tuple[Row, ...]:
        """The entries of an answer, or those that stand in the comments of a page."""
        if _is_answer(page):
            found = (_row(page, one) for one in json_fields.entries(page.data, "data", "results"))
            return tuple(row for row in found if row)
        pieces = (piece for piece in between(page.text, "<!--", "-->") if "<li" in piece)
        listed = (row for piece in pieces for row in links.rows_of(page, parse(piece)))
        return tuple({row.url: row for row in listed}.values())

    def next_pages(self, page: Page) -> tuple[Ask, ...]:
        """The numbered pages that the call counts; without a call and entries, what the search gives."""
        if _is_answer(page):
            return _behind(page)
        call = _CALL.search(page.text)
        if call:
            count, _, name, suffix = call.groups()
            return tuple(
                numbered(page, f"{name}_{number}.{suffix}") for number in range(2, min(int(count), _MOST) + 1)
            )
        return _search(page)


def _is_answer(page: Page) -> bool:
    return bool(_ANSWER.search(urlsplit(page.ask.url).path))


def _search(page: Page) -> tuple[Ask, ...]:
    """The first answer of the search, for a page without a list; most name the endpoint in a file alone."""
    channel, place = _CHANNEL.search(page.text), _SEARCH.search(page.text)
    shown = links.rows(page)
    if not channel or links.reports(shown) or (not place and any(row.date for row in shown)):
        return ()
    address = page.address(f"{place.group() if place else _DEFAULT}{channel.group(1)}")
    return (Ask(f"{address}?{urlencode(_QUERY)}"),)


def _behind(page: Page) -> tuple[Ask, ...]:
    parts = urlsplit(page.ask.url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    size = json_fields.count(page.data, "data", "rows") or _SIZE
    return tuple(
        Ask(urlunsplit(parts._replace(query=urlencode({**query, "page": str(number)}))))
        for number in json_fields.pages(json_fields.count(page.data, "data", "total"), size)
    )


def _row(page: Page, entry: dict[str, object]) -> Row | None:
    return json_fields.row(
        page,
        json_fields.text(entry, "url"),
        json_fields.text(entry, "title"),
        json_fields.day(entry.get("publishedTimeStr"), entry.get("publishedTime")),
    )
