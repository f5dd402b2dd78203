"""Hanweb JCMS (大汉): rows inside the page as XML, or behind `dataproxy.jsp` in windows of records.

The column page holds `<datastore>` with the first records, and either a link to `dataproxy.jsp?page=N`
(GET) or the parameters of a script that posts `startrecord` and `endrecord`. Both answer with the same XML.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.families.base import Family, between
from crawler.pages import links
from crawler.pages.page import Ask, Page, Row, parse

PROXY = "/module/web/jpage/dataproxy.jsp"
# One call gives three pages of the list; the portals' own script asks so.
_PAGES_A_CALL = 3
_MOST_CALLS = 300
_LINK = re.compile(r"""["'](/[\w/]*dataproxy\.jsp\?[^"'\]]*\bpage=\d+[^"'\]]*)["']""")
_PROXY_URL = re.compile(r"""(?<![\w/])(/[\w/]*dataproxy\.jsp)""")
_FIXED = {"col": "1", "appid": "1", "path": "/", "permissiontype": "0"}
_FIELDS = ("webid", "columnid", "unitid", "webname", "sourceContentType", *_FIXED)
_GIVEN = re.compile(rf"""\b({"|".join(_FIELDS)})["']?\s*[:=]\s*(?:"([^"]*)"|'([^']*)'|(\d+))""")
_NEEDED = ("webid", "columnid", "unitid")
_PER_PAGE = 15
_TOTAL = r"(?:totalRecord[\"']?\s*:\s*[\"']?|<totalrecord>\s*)(\d+)"


class Hanweb(Family):
    """Lists of Hanweb's jpage component."""

    name = "hanweb"

    def matches(self, page: Page) -> bool:
        """The XML of its answers, or a mention of the script's endpoint."""
        return "<datastore>" in page.text or "dataproxy.jsp" in page.text

    def rows(self, page: Page) -> tuple[Row, ...]:
        """The records, each a piece of HTML, in a column page or in an answer of the endpoint."""
        found = (row for record in _records(page.text) for row in links.rows_of(page, parse(record)))
        return tuple({row.url: row for row in found}.values())

    def next_pages(self, page: Page) -> tuple[Ask, ...]:
        """The windows behind this page: all of them, since every answer tells how many records there are."""
        if "dataproxy.jsp" in urlsplit(page.ask.url).path:
            return _behind(page)
        inlined = len(_records(page.text))
        total = _stated(page.text, _TOTAL)
        if total is not None and inlined >= total:
            return ()
        form = _form(page.text)
        link = _LINK.search(page.text.replace("&amp;", "&"))
        if form and (total is not None or not link):
            return _windows(page, form, inlined, total or 1)
        return (Ask(page.address(link.group(1))),) if link else ()


def _records(text: str) -> list[str]:
    records = (record.strip() for record in between(text, "<record>", "</record>"))
    return [record.removeprefix("<![CDATA[").removesuffix("]]>") for record in records]


def _behind(page: Page) -> tuple[Ask, ...]:
    """After an answer to a window: the others, in the way that this one was asked."""
    total = _stated(page.text, _TOTAL) or 0
    query = dict(parse_qsl(urlsplit(page.ask.url).query, keep_blank_values=True))
    if "page" in query:
        return _by_number(page, query, total)
    size = _integer(query, "endrecord") - _integer(query, "startrecord") + 1
    if size < 1:
        return ()
    starts = range(_integer(query, "startrecord") + size, total + 1, size)[:_MOST_CALLS]
    return tuple(_asked(page, {**query, **_window(start, size)}) for start in starts)


def _by_number(page: Page, query: dict[str, str], total: int) -> tuple[Ask, ...]:
    """`page=N` gives one page of the list on some portals and three on others: the answer tells which."""
    pages = _stated(page.text, r"<totalpage>\s*(\d+)") or 0
    per_page = -(-total // pages) if pages else 0
    step = max(1, len(_records(page.text)) // per_page) if per_page else 1
    numbers = range(_integer(query, "page") + step, pages + 1, step)[:_MOST_CALLS]
    return tuple(_asked(page, {**query, "page": str(number)}) for number in numbers)


def _integer(query: dict[str, str], name: str) -> int:
    value = query.get(name, "")
    return int(value) if value.isdigit() else 0


def _asked(page: Page, query: dict[str, str]) -> Ask:
    return Ask(urlunsplit(urlsplit(page.ask.url)._replace(query=urlencode(query))), page.ask.form)


def _windows(page: Page, form: tuple[tuple[str, str], ...], inlined: int, total: int) -> tuple[Ask, ...]:
    """From a column page: every window that the records inlined in it do not cover."""
    per_page = _stated(page.text, r"perPage[\"']?\s*:\s*[\"']?(\d+)") or _PER_PAGE
    size = per_page * _PAGES_A_CALL
    proxy = _PROXY_URL.search(page.text)
    address = page.address(proxy.group(1) if proxy else PROXY)
    starts = [start for start in range(1, total + 1, size) if start + size - 1 > inlined]
    return tuple(
        Ask(f"{address}?{urlencode({**_window(start, size), 'perpage': per_page})}", form)
        for start in starts[:_MOST_CALLS]
    )


def _window(start: int, size: int) -> dict[str, str]:
    return {"startrecord": str(start), "endrecord": str(start + size - 1)}


def _form(text: str) -> tuple[tuple[str, str], ...]:
    """The parameters that the column's script would post; () when the page has none of its own."""
    found: dict[str, str] = {}
    for given in _GIVEN.finditer(text):
        name, *values = given.groups()
        found.setdefault(name, next(value for value in values if value is not None))
    if any(name not in found for name in _NEEDED):
        return ()
    return tuple({**_FIXED, **{name: found[name] for name in _FIELDS if name in found}}.items())


def _stated(text: str, pattern: str) -> int | None:
    found = re.search(pattern, text)
    return int(found.group(1)) if found else None
