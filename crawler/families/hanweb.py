"""Hanweb JCMS (大汉): rows inside the page as XML, or behind `dataproxy.jsp` in windows of records.

The column page holds `<datastore>` with the first records, and either a link to `dataproxy.jsp?page=N`
(GET) or the parameters of a script that posts `startrecord` and `endrecord`. Both answer with the same XML.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.families.base import Family, slices_between
from crawler.pages import ListEntry, Page, RequestSpec, list_entries_in_tree, parse_html

DATAPROXY_PATH = "/module/web/jpage/dataproxy.jsp"
# One call gives three pages of the list; the portals' own script asks so.
_PAGES_PER_CALL = 3
_MAX_CALLS = 300
_DATAPROXY_LINK = re.compile(r"""["'](/[\w/]*dataproxy\.jsp\?[^"'\]]*\bpage=\d+[^"'\]]*)["']""")
_DATAPROXY_PATTERN = re.compile(r"""(?<![\w/])(/[\w/]*dataproxy\.jsp)""")
_DEFAULT_PARAMETERS = {"col": "1", "appid": "1", "path": "/", "permissiontype": "0"}
_PARAMETER_NAMES = ("webid", "columnid", "unitid", "webname", "sourceContentType", *_DEFAULT_PARAMETERS)
_PARAMETER_PATTERN = re.compile(
    rf"""\b({"|".join(_PARAMETER_NAMES)})["']?\s*[:=]\s*(?:"([^"]*)"|'([^']*)'|(\d+))"""
)
_REQUIRED_PARAMETERS = ("webid", "columnid", "unitid")
_DEFAULT_PAGE_SIZE = 15
_TOTAL_PATTERN = r"(?:totalRecord[\"']?\s*:\s*[\"']?|<totalrecord>\s*)(\d+)"


class Hanweb(Family):
    """Lists of Hanweb's jpage component."""

    name = "hanweb"

    def matches(self, page: Page) -> bool:
        """The XML of its answers, or a mention of the script's endpoint."""
        return "<datastore>" in page.text or "dataproxy.jsp" in page.text

    def entries(self, page: Page) -> tuple[ListEntry, ...]:
        """The records, each a piece of HTML, in a column page or in an answer of the endpoint."""
        found = (
            row for record in _records(page.text) for row in list_entries_in_tree(page, parse_html(record))
        )
        return tuple({row.url: row for row in found}.values())

    def next_pages(self, page: Page) -> tuple[RequestSpec, ...]:
        """The windows behind this page: all of them, since every answer tells how many records there are."""
        if "dataproxy.jsp" in urlsplit(page.request.url).path:
            return _following_pages(page)
        inlined = len(_records(page.text))
        total = _find_number(page.text, _TOTAL_PATTERN)
        if total is not None and inlined >= total:
            return ()
        form = _form_parameters(page.text)
        link = _DATAPROXY_LINK.search(page.text.replace("&amp;", "&"))
        if form and (total is not None or not link):
            return _window_requests(page, form, inlined, total or 1)
        return (RequestSpec(page.absolute_url(link.group(1))),) if link else ()


def _records(text: str) -> list[str]:
    records = (record.strip() for record in slices_between(text, "<record>", "</record>"))
    return [record.removeprefix("<![CDATA[").removesuffix("]]>") for record in records]


def _following_pages(page: Page) -> tuple[RequestSpec, ...]:
    """After an answer to a window: the others, in the way that this one was asked."""
    total = _find_number(page.text, _TOTAL_PATTERN) or 0
    query = dict(parse_qsl(urlsplit(page.request.url).query, keep_blank_values=True))
    if "page" in query:
        return _following_numbered_pages(page, query, total)
    size = _integer_parameter(query, "endrecord") - _integer_parameter(query, "startrecord") + 1
    if size < 1:
        return ()
    starts = range(_integer_parameter(query, "startrecord") + size, total + 1, size)[:_MAX_CALLS]
    return tuple(_with_query(page, {**query, **_window_parameters(start, size)}) for start in starts)


def _following_numbered_pages(page: Page, query: dict[str, str], total: int) -> tuple[RequestSpec, ...]:
    """`page=N` gives one page of the list on some portals and three on others: the answer tells which."""
    pages = _find_number(page.text, r"<totalpage>\s*(\d+)") or 0
    per_page = -(-total // pages) if pages else 0
    step = max(1, len(_records(page.text)) // per_page) if per_page else 1
    numbers = range(_integer_parameter(query, "page") + step, pages + 1, step)[:_MAX_CALLS]
    return tuple(_with_query(page, {**query, "page": str(number)}) for number in numbers)


def _integer_parameter(query: dict[str, str], name: str) -> int:
    value = query.get(name, "")
    return int(value) if value.isdigit() else 0


def _with_query(page: Page, query: dict[str, str]) -> RequestSpec:
    return RequestSpec(
        urlunsplit(urlsplit(page.request.url)._replace(query=urlencode(query))), page.request.form
    )


def _window_requests(
    page: Page, form: tuple[tuple[str, str], ...], inline_count: int, total: int
) -> tuple[RequestSpec, ...]:
    """From a column page: every window that the records inlined in it do not cover."""
    per_page = _find_number(page.text, r"perPage[\"']?\s*:\s*[\"']?(\d+)") or _DEFAULT_PAGE_SIZE
    size = per_page * _PAGES_PER_CALL
    proxy = _DATAPROXY_PATTERN.search(page.text)
    address = page.absolute_url(proxy.group(1) if proxy else DATAPROXY_PATH)
    starts = [start for start in range(1, total + 1, size) if start + size - 1 > inline_count]
    return tuple(
        RequestSpec(f"{address}?{urlencode({**_window_parameters(start, size), 'perpage': per_page})}", form)
        for start in starts[:_MAX_CALLS]
    )


def _window_parameters(start: int, size: int) -> dict[str, str]:
    return {"startrecord": str(start), "endrecord": str(start + size - 1)}


def _form_parameters(text: str) -> tuple[tuple[str, str], ...]:
    """The parameters that the column's script would post; () when the page has none of its own."""
    found: dict[str, str] = {}
    for given in _PARAMETER_PATTERN.finditer(text):
        name, *values = given.groups()
        found.setdefault(name, next(value for value in values if value is not None))
    if any(name not in found for name in _REQUIRED_PARAMETERS):
        return ()
    return tuple(
        {**_DEFAULT_PARAMETERS, **{name: found[name] for name in _PARAMETER_NAMES if name in found}}.items()
    )


def _find_number(text: str, pattern: str) -> int | None:
    found = re.search(pattern, text)
    return int(found.group(1)) if found else None
