"""Reads Hanweb JPAAS lists, which a script fills from one of two endpoints; both state the total.

`loadPageData(params, unit)` posts its parameters to `/queryList` at the root of the host and fills a
template: 江西省生态环境厅, other portals of 江西 and its cities, 疾控局. Below the folder of the
site it does not respond. The script adds `pageSize`, and jQuery writes lists as `channelCode[]`.

`<script url="/api-gateway/jpaas-publish-server/front/page/build/unit" queryData="{'webId':…}">` is
requested by GET and returns HTML inside JSON: 工信部, 市场监管总局, 住建部, 商务部, cities of 浙江. Further
pages carry `paramJson={"pageNo":2,"pageSize":24}`; the pager of the response states `rows` and `count`.
"""

from __future__ import annotations

import json
import re
from itertools import islice
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.families import json_fields
from crawler.families.base import Family, active_markup
from crawler.families.json_lists import json_total
from crawler.pages import ListEntry, Page, RequestSpec, list_entries_in_tree, parse_html

QUERY_PATH = "/queryList"
UNIT_PATH = "/front/page/build/unit"
_LOAD_CALL = re.compile(r"(?<!function\s)\bloadPageData\s*\(")
_OBJECT_LITERAL = re.compile(r"\{[^{}]*+\}")
_UNIT_ID = re.compile(r"\bunitid\s*:")
_PARAMETER = re.compile(r"""\b(\w+)\s*:\s*(\[[^\]]*\]|'[^']*'|"[^"]*"|[\w.\-]+)""")
_VALUE_PATTERN = re.compile(r"""'([^']*)'|"([^"]*)"|([\w.\-]+)""")
_LITERAL = re.compile(r"-?\d[\d.]*|true|false|null")
_QUERY_PAIR = re.compile(r"""["'](\w+)["']\s*:\s*["']([^"']*)["']""")
# On the pager of a response: rows="24" count="48", or queryData="{'rows':'20','count':'48'}".
_PAGER_PATTERN = r"\b{name}\W{{1,6}}(\d{{1,7}})"
_DEFAULT_PAGE_SIZE = "15"
_MAX_LISTS = 8
FormParameters = tuple[tuple[str, str], ...]


class Jpaas(Family):
    """Lists of Hanweb's JPAAS."""

    name = "jpaas"

    def matches(self, page: Page) -> bool:
        """Whether the page calls `loadPageData`, holds a unit, or is a response of either endpoint."""
        return (
            _is_api_response(page)
            or UNIT_PATH in page.text
            or bool(_LOAD_CALL.search(active_markup(page.text)))
        )

    def entries(self, page: Page) -> tuple[ListEntry, ...]:
        """The entries of a response; a column page has none."""
        if _request_path(page).endswith(UNIT_PATH):
            return list_entries_in_tree(page, parse_html(_response_html(page)))
        results = json_fields.object_list(page.json_data, "data", "results")
        return tuple(entry for entry in (_to_entry(page, result) for result in results) if entry)

    def next_pages(self, page: Page) -> tuple[RequestSpec, ...]:
        """From a column page the first page of each list; from a response all further pages."""
        if _request_path(page).endswith(UNIT_PATH):
            return _following_unit_pages(page)
        if _is_api_response(page):
            return _following_query_pages(page)
        return _query_requests(page) or _unit_requests(page)


def _request_path(page: Page) -> str:
    return urlsplit(page.request.url).path


def _is_api_response(page: Page) -> bool:
    return _request_path(page).endswith((QUERY_PATH, UNIT_PATH))


def _query_requests(page: Page) -> tuple[RequestSpec, ...]:
    """The first page of each list that the scripts would request: one list, or one for each tab."""
    code = active_markup(page.text)
    if not _LOAD_CALL.search(code):
        return ()
    literals = (literal for literal in _OBJECT_LITERAL.findall(code) if _UNIT_ID.search(literal))
    return tuple(
        RequestSpec(page.absolute_url(QUERY_PATH), _form_parameters(literal, code))
        for literal in islice(literals, _MAX_LISTS)
    )


def _form_parameters(object_literal: str, code: str) -> FormParameters:
    pairs = [
        pair for name, value in _PARAMETER.findall(object_literal) for pair in _form_pairs(name, value, code)
    ]
    # The page to start with may be an expression that looks at the address: every list starts with the first.
    pairs = [(name, "1" if name == "current" else value) for name, value in pairs]
    return (*pairs, ("pageSize", dict(pairs).get("perPage", _DEFAULT_PAGE_SIZE)))


def _form_pairs(name: str, value: str, code: str) -> FormParameters:
    """A parameter as jQuery sends it: one pair for each item of a list."""
    items = [_resolve_value(match, code) for match in _VALUE_PATTERN.findall(value)] or [""]
    if value.startswith("["):
        return tuple((f"{name}[]", item) for item in items if item)
    return ((name, items[0]),)


def _resolve_value(match: tuple[str, str, str], code: str) -> str:
    """A quoted text or a literal as it is; a variable as the page sets it, "" if the page does not set it."""
    single, double, word = match
    if not word or _LITERAL.fullmatch(word):
        return single or double or word
    assignment = re.search(rf"\b{re.escape(word)}\s*=\s*[\"']([^\"']*)[\"']", code)
    return assignment.group(1) if assignment else ""


def _following_query_pages(page: Page) -> tuple[RequestSpec, ...]:
    form = dict(page.request.form)
    if form.get("current", "1") != "1":
        return ()
    numbers = json_fields.following_page_numbers(
        json_fields.number_field(page.json_data, "data", "total") or json_total(page),
        asked_size=json_fields.number_field(form, "pageSize"),
        shown=len(json_fields.object_list(page.json_data, "data", "results")),
    )
    return tuple(
        RequestSpec(page.request.url, tuple({**form, "current": str(number)}.items())) for number in numbers
    )


def _to_entry(page: Page, entry: dict[str, object]) -> ListEntry | None:
    source = json_fields.dig(entry, "source")
    try:
        link = json_fields.text_field(json.loads(json_fields.text_field(source, "urls")), "pc")
    except (ValueError, RecursionError):
        link = ""
    return json_fields.to_entry(
        page,
        link or _entry_url(page, json_fields.text_field(source, "id")),
        json_fields.text_field(source, "title"),
        json_fields.iso_date(json_fields.dig(source, "pubDate")),
    )


def _entry_url(page: Page, content_id: str) -> str:
    """The URL of an entry whose response gives only a number, as those of 江西省发展改革委 do."""
    form = dict(page.request.form)
    site, column = form.get("webSiteCode[]"), form.get("channelCode[]")
    return f"/{site}/col/{column}/content/content_{content_id}.html" if site and column and content_id else ""


def _unit_requests(page: Page) -> tuple[RequestSpec, ...]:
    """The requests for the units of a column page."""
    requests = []
    for script in page.tree.iter("script"):
        query, link = script.get("querydata") or "", script.get("url") or ""
        if query and urlsplit(link).path.endswith(UNIT_PATH):
            requests.append(RequestSpec(f"{page.absolute_url(link)}?{urlencode(_QUERY_PAIR.findall(query))}"))
    return tuple(dict.fromkeys(requests))[:_MAX_LISTS]


def _response_html(page: Page) -> str:
    return json_fields.text_field(page.json_data, "data", "html")


def _following_unit_pages(page: Page) -> tuple[RequestSpec, ...]:
    parts = urlsplit(page.request.url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    total, size = (_pager_number(page, name) for name in ("count", "rows"))
    requests = []
    for number in json_fields.following_page_numbers(total, size, shown=0):
        parameters = json.dumps({"pageNo": number, "pageSize": size}, separators=(",", ":"))
        requests.append(
            RequestSpec(urlunsplit(parts._replace(query=urlencode({**query, "paramJson": parameters}))))
        )
    return tuple(requests)


def _pager_number(page: Page, name: str) -> int:
    match = re.search(_PAGER_PATTERN.format(name=name), _response_html(page))
    return int(match.group(1)) if match else 0
