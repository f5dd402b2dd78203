"""Reads Hanweb JCMS (大汉) lists: records in the page as XML, or from `dataproxy.jsp` in windows of records.

The column page holds `<datastore>` with the first records, and either a link to `dataproxy.jsp?page=N`
(GET) or the parameters of a script that posts `startrecord` and `endrecord`. Both return the same XML.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.families.base import Family, slices_between
from crawler.pages import ListEntry, Page, RequestSpec, list_entries_in_tree, parse_html

DATAPROXY_PATH = "/module/web/jpage/dataproxy.jsp"
# The script of the portals requests three pages of the list in one call.
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
        """Whether the page holds the XML of the records or mentions the endpoint of the script."""
        return "<datastore>" in page.text or "dataproxy.jsp" in page.text

    def entries(self, page: Page) -> tuple[ListEntry, ...]:
        """The records, each a piece of HTML, of a column page or of a response of the endpoint."""
        entries = (
            entry
            for record in _records(page.text)
            for entry in list_entries_in_tree(page, parse_html(record))
        )
        return tuple({entry.url: entry for entry in entries}.values())

    def next_pages(self, page: Page) -> tuple[RequestSpec, ...]:
        """The requests for all further windows: every response says how many records there are."""
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
    """After the response to a window: the further windows, requested like this one."""
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
    """`page=N` returns one page of the list on some portals and three on others: the response tells which."""
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
    """From a column page: every window that its inline records do not cover."""
    per_page = _find_number(page.text, r"perPage[\"']?\s*:\s*[\"']?(\d+)") or _DEFAULT_PAGE_SIZE
    size = per_page * _PAGES_PER_CALL
    endpoint = _DATAPROXY_PATTERN.search(page.text)
    url = page.absolute_url(endpoint.group(1) if endpoint else DATAPROXY_PATH)
    starts = [start for start in range(1, total + 1, size) if start + size - 1 > inline_count]
    return tuple(
        RequestSpec(f"{url}?{urlencode({**_window_parameters(start, size), 'perpage': per_page})}", form)
        for start in starts[:_MAX_CALLS]
    )


def _window_parameters(start: int, size: int) -> dict[str, str]:
    return {"startrecord": str(start), "endrecord": str(start + size - 1)}


def _form_parameters(text: str) -> tuple[tuple[str, str], ...]:
    """The parameters that the script of the column would post; () if the page lacks a required one."""
    stated: dict[str, str] = {}
    for match in _PARAMETER_PATTERN.finditer(text):
        name, *values = match.groups()
        stated.setdefault(name, next(value for value in values if value is not None))
    if any(name not in stated for name in _REQUIRED_PARAMETERS):
        return ()
    ordered = {name: stated[name] for name in _PARAMETER_NAMES if name in stated}
    return tuple({**_DEFAULT_PARAMETERS, **ordered}.items())


def _find_number(text: str, pattern: str) -> int | None:
    match = re.search(pattern, text)
    return int(match.group(1)) if match else None
