"""Hanweb JCMS (大汉): rows inside the page as XML, or behind `dataproxy.jsp` in windows of records.

The column page holds `<datastore>` with the first records, and either a link to `dataproxy.jsp?page=N`
(GET) or the parameters of a script that posts `startrecord` and `endrecord`. Both answer with the same XML.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler import discovery
from crawler.families.base import Family
from crawler.page import Ask, Page, Row, parse

PROXY = "/module/web/jpage/dataproxy.jsp"
# One call gives three pages of the list; the portals' own script asks so.
_PAGES_A_CALL = 3
_MOST_CALLS = 300
_RECORD = re.compile(r"<record>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>", re.DOTALL)
_LINK = re.compile(r"""["'](/[\w/]*dataproxy\.jsp\?[^"'\]]*\bpage=\d+[^"'\]]*)["']""")
_PROXY_URL = re.compile(r"""(/[\w/]*dataproxy\.jsp)""")
_FIELDS = ("col", "appid", "webid", "path", "columnid", "sourceContentType", "unitid", "webname", "permissiontype")
_NEEDED = ("webid", "columnid", "unitid")
_PER_PAGE = 15


class Hanweb(Family):
    """Lists of Hanweb's jpage component."""

    name = "hanweb"

    def matches(self, page: Page) -> bool:
        """The XML of its answers, or a mention of the script's endpoint."""
        return "<datastore>" in page.text or "dataproxy.jsp" in page.text

    def rows(self, page: Page) -> tuple[Row, ...]:
        """The records, each a piece of HTML, in a column page or in an answer of the endpoint."""
        found = (row for record in _RECORD.findall(page.text) for row in discovery.rows_of(page, parse(record)))
        return tuple({row.url: row for row in found}.values())

    def next_pages(self, page: Page) -> tuple[Ask, ...]:
        """The windows behind this one: all of them, since every answer tells how many records there are."""
        if "dataproxy.jsp" in urlsplit(page.ask.url).path:
            return _behind(page)
        link = _LINK.search(page.text.replace("&amp;", "&"))
        if link:
            return (Ask(page.address(link.group(1))),)
        form = _form(page.text)
        return _windows(page, form) if form else ()


def _behind(page: Page) -> tuple[Ask, ...]:
    """After an answer to a window: the others, in the way that this one was asked."""
    total = _stated(page.text, r"<totalrecord>\s*(\d+)") or 0
    parts = urlsplit(page.ask.url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    if "page" in query:
        pages = _stated(page.text, r"<totalpage>\s*(\d+)") or 0
        steps = range(int(query["page"]), pages + 1, _PAGES_A_CALL)
        return tuple(_asked(page, {**query, "page": str(step)}) for step in steps[1 : _MOST_CALLS + 1])
    size = int(query.get("endrecord", "0")) - int(query.get("startrecord", "1")) + 1
    if size < 1:
        return ()
    starts = range(int(query["startrecord"]) + size, total + 1, size)[:_MOST_CALLS]
    return tuple(_asked(page, {**query, **_window(start, size)}) for start in starts)


def _asked(page: Page, query: dict[str, str]) -> Ask:
    return Ask(urlunsplit(urlsplit(page.ask.url)._replace(query=urlencode(query))), page.ask.form)


def _windows(page: Page, form: tuple[tuple[str, str], ...]) -> tuple[Ask, ...]:
    """From a column page: every window where it says how many records there are, else the first."""
    per_page = _stated(page.text, r"perPage[\"']?\s*:\s*[\"']?(\d+)") or _PER_PAGE
    total = _stated(page.text, r"(?:totalRecord[\"']?\s*:\s*[\"']?|<totalrecord>\s*)(\d+)") or 1
    size = per_page * _PAGES_A_CALL
    proxy = _PROXY_URL.search(page.text)
    address = page.address(proxy.group(1) if proxy else PROXY)
    starts = range(1, total + 1, size)[:_MOST_CALLS]
    return tuple(
        Ask(f"{address}?{urlencode({**_window(start, size), 'perpage': per_page})}", form) for start in starts
    )


def _window(start: int, size: int) -> dict[str, str]:
    return {"startrecord": str(start), "endrecord": str(start + size - 1)}


def _form(text: str) -> tuple[tuple[str, str], ...]:
    """The parameters that the column's script would post; () when the page has none of its own."""
    found = {}
    for name in _FIELDS:
        given = re.search(rf"""["']?\b{name}["']?\s*[:=]\s*(?:"([^"]*)"|'([^']*)'|(\d+))""", text)
        if given:
            found[name] = next(value for value in given.groups() if value is not None)
    if any(name not in found for name in _NEEDED):
        return ()
    fixed = {"col": "1", "appid": "1", "path": "/", "permissiontype": "0"}
    return tuple({**fixed, **found}.items())


def _stated(text: str, pattern: str) -> int | None:
    found = re.search(pattern, text)
    return int(found.group(1)) if found else None
