"""Hanweb JPAAS: lists that a script fills from one of two endpoints, of which both tell how much there is.

`loadPageData(params, unit)` posts its parameters to `/queryList` at the root of the host and fills a
template: 江西省生态环境厅, other portals of 江西 and its cities, 疾控局. The site's folder does not answer.
The script adds `pageSize`, and jQuery writes lists as `channelCode[]`.

`<script url="/api-gateway/jpaas-publish-server/front/page/build/unit" queryData="{'webId':…}">` is asked
for by GET and answers with HTML inside JSON: 工信部, 市场监管总局, 住建部, 商务部, cities of 浙江. Further
pages carry `paramJson={"pageNo":2,"pageSize":24}`; `rows` and `count` stand on the pager of the answer.
"""

from __future__ import annotations

import json
import re
from itertools import islice
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.families import json_fields
from crawler.families.base import Family, active_markup
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
# On the pager of an answer: rows="24" count="48", or queryData="{'rows':'20','count':'48'}".
_PAGER_PATTERN = r"\b{name}\W{{1,6}}(\d{{1,7}})"
_DEFAULT_PAGE_SIZE = "15"
_MAX_LISTS = 8
FormParameters = tuple[tuple[str, str], ...]


class Jpaas(Family):
    """Lists of Hanweb's JPAAS."""

    name = "jpaas"

    def matches(self, page: Page) -> bool:
        """The call of the page's script, a unit of the publishing server, or an answer of either endpoint."""
        return (
            _is_api_response(page)
            or UNIT_PATH in page.text
            or bool(_LOAD_CALL.search(active_markup(page.text)))
        )

    def entries(self, page: Page) -> tuple[ListEntry, ...]:
        """The entries of an answer; a column page has none, its links are no entries."""
        if _request_path(page).endswith(UNIT_PATH):
            return list_entries_in_tree(page, parse_html(_response_html(page)))
        found = (_to_entry(page, one) for one in json_fields.object_list(page.json_data, "data", "results"))
        return tuple(row for row in found if row)

    def next_pages(self, page: Page) -> tuple[RequestSpec, ...]:
        """From a column page its first page of entries; from an answer all others."""
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
    """The first page of each list that the scripts would ask for: a page has one, or one a tab."""
    code = active_markup(page.text)
    if not _LOAD_CALL.search(code):
        return ()
    given = (one for one in _OBJECT_LITERAL.findall(code) if _UNIT_ID.search(one))
    return tuple(
        RequestSpec(page.absolute_url(QUERY_PATH), _form_parameters(one, code))
        for one in islice(given, _MAX_LISTS)
    )


def _form_parameters(object_literal: str, code: str) -> FormParameters:
    found = [
        pair for name, value in _PARAMETER.findall(object_literal) for pair in _form_pairs(name, value, code)
    ]
    return (*found, ("pageSize", dict(found).get("perPage", _DEFAULT_PAGE_SIZE)))


def _form_pairs(name: str, value: str, code: str) -> FormParameters:
    """A parameter as jQuery sends it: one pair for each item of a list."""
    items = [_resolve_value(found, code) for found in _VALUE_PATTERN.findall(value)] or [""]
    if value.startswith("["):
        return tuple((f"{name}[]", item) for item in items if item)
    return ((name, items[0]),)


def _resolve_value(match: tuple[str, str, str], code: str) -> str:
    """A quoted text or a literal as it is; a variable as the page sets it, "" when it does not."""
    single, double, word = match
    if not word or _LITERAL.fullmatch(word):
        return single or double or word
    given = re.search(rf"\b{re.escape(word)}\s*=\s*[\"']([^\"']*)[\"']", code)
    return given.group(1) if given else ""


def _following_query_pages(page: Page) -> tuple[RequestSpec, ...]:
    form = dict(page.request.form)
    numbers = json_fields.following_page_numbers(
        json_fields.number_field(page.json_data, "data", "total"), json_fields.number_field(form, "pageSize")
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
    """Where an entry stands whose answer gives no address: 江西省发展改革委's gives numbers alone."""
    form = dict(page.request.form)
    site, column = form.get("webSiteCode[]"), form.get("channelCode[]")
    return f"/{site}/col/{column}/content/content_{content_id}.html" if site and column and content_id else ""


def _unit_requests(page: Page) -> tuple[RequestSpec, ...]:
    """The units of a column page that the publishing server builds."""
    found = []
    for script in page.tree.iter("script"):
        query, address = script.get("querydata") or "", script.get("url") or ""
        if query and urlsplit(address).path.endswith(UNIT_PATH):
            found.append(RequestSpec(f"{page.absolute_url(address)}?{urlencode(_QUERY_PAIR.findall(query))}"))
    return tuple(dict.fromkeys(found))[:_MAX_LISTS]


def _response_html(page: Page) -> str:
    return json_fields.text_field(page.json_data, "data", "html")


def _following_unit_pages(page: Page) -> tuple[RequestSpec, ...]:
    parts = urlsplit(page.request.url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    total, size = (_pager_number(page, name) for name in ("count", "rows"))
    found = []
    for number in json_fields.following_page_numbers(total, size):
        parameters = json.dumps({"pageNo": number, "pageSize": size}, separators=(",", ":"))
        found.append(
            RequestSpec(urlunsplit(parts._replace(query=urlencode({**query, "paramJson": parameters}))))
        )
    return tuple(found)


def _pager_number(page: Page, name: str) -> int:
    found = re.search(_PAGER_PATTERN.format(name=name), _response_html(page))
    return int(found.group(1)) if found else 0
