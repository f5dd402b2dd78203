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
from crawler.families.base import Family, live
from crawler.pages import links
from crawler.pages.page import Ask, Page, Row, parse

QUERY = "/queryList"
UNIT = "/front/page/build/unit"
_CALL = re.compile(r"(?<!function\s)\bloadPageData\s*\(")
_OBJECT = re.compile(r"\{[^{}]*+\}")
_UNIT_NUMBER = re.compile(r"\bunitid\s*:")
_PARAMETER = re.compile(r"""\b(\w+)\s*:\s*(\[[^\]]*\]|'[^']*'|"[^"]*"|[\w.\-]+)""")
_QUOTED = re.compile(r"""'([^']*)'|"([^"]*)"|([\w.\-]+)""")
_LITERAL = re.compile(r"-?\d[\d.]*|true|false|null")
_PAIR = re.compile(r"""["'](\w+)["']\s*:\s*["']([^"']*)["']""")
# On the pager of an answer: rows="24" count="48", or queryData="{'rows':'20','count':'48'}".
_PAGER = r"\b{name}\W{{1,6}}(\d{{1,7}})"
_SIZE = "15"
_MOST_LISTS = 8
Form = tuple[tuple[str, str], ...]


class Jpaas(Family):
    """Lists of Hanweb's JPAAS."""

    name = "jpaas"

    def matches(self, page: Page) -> bool:
        """The call of the page's script, a unit of the publishing server, or an answer of either endpoint."""
        return _is_answer(page) or UNIT in page.text or bool(_CALL.search(live(page.text)))

    def rows(self, page: Page) -> tuple[Row, ...]:
        """The entries of an answer; a column page has none, its links are no entries."""
        if _path(page).endswith(UNIT):
            return links.rows_of(page, parse(_html(page)))
        found = (_row(page, one) for one in json_fields.entries(page.data, "data", "results"))
        return tuple(row for row in found if row)

    def next_pages(self, page: Page) -> tuple[Ask, ...]:
        """From a column page its first page of entries; from an answer all others."""
        if _path(page).endswith(UNIT):
            return _behind_unit(page)
        if _is_answer(page):
            return _behind_query(page)
        return _query(page) or _units(page)


def _path(page: Page) -> str:
    return urlsplit(page.ask.url).path


def _is_answer(page: Page) -> bool:
    return _path(page).endswith((QUERY, UNIT))


def _query(page: Page) -> tuple[Ask, ...]:
    """The first page of each list that the scripts would ask for: a page has one, or one a tab."""
    code = live(page.text)
    if not _CALL.search(code):
        return ()
    given = (one for one in _OBJECT.findall(code) if _UNIT_NUMBER.search(one))
    return tuple(Ask(page.address(QUERY), _form(one, code)) for one in islice(given, _MOST_LISTS))


def _form(given: str, code: str) -> Form:
    found = [pair for name, value in _PARAMETER.findall(given) for pair in _pairs(name, value, code)]
    return (*found, ("pageSize", dict(found).get("perPage", _SIZE)))


def _pairs(name: str, value: str, code: str) -> Form:
    """A parameter as jQuery sends it: one pair for each item of a list."""
    items = [_resolved(found, code) for found in _QUOTED.findall(value)] or [""]
    if value.startswith("["):
        return tuple((f"{name}[]", item) for item in items if item)
    return ((name, items[0]),)


def _resolved(found: tuple[str, str, str], code: str) -> str:
    """A quoted text or a literal as it is; a variable as the page sets it, "" when it does not."""
    single, double, word = found
    if not word or _LITERAL.fullmatch(word):
        return single or double or word
    given = re.search(rf"\b{re.escape(word)}\s*=\s*[\"']([^\"']*)[\"']", code)
    return given.group(1) if given else ""


def _behind_query(page: Page) -> tuple[Ask, ...]:
    form = dict(page.ask.form)
    numbers = json_fields.pages(json_fields.count(page.data, "data", "total"), json_fields.count(form, "pageSize"))
    return tuple(Ask(page.ask.url, tuple({**form, "current": str(number)}.items())) for number in numbers)


def _row(page: Page, entry: dict[str, object]) -> Row | None:
    source = json_fields.inside(entry, "source")
    try:
        link = json_fields.text(json.loads(json_fields.text(source, "urls")), "pc")
    except (ValueError, RecursionError):
        link = ""
    return json_fields.row(
        page,
        link or _address(page, json_fields.text(source, "id")),
        json_fields.text(source, "title"),
        json_fields.day(json_fields.inside(source, "pubDate")),
    )


def _address(page: Page, number: str) -> str:
    """Where an entry stands whose answer gives no address: 江西省发展改革委's gives numbers alone."""
    form = dict(page.ask.form)
    site, column = form.get("webSiteCode[]"), form.get("channelCode[]")
    return f"/{site}/col/{column}/content/content_{number}.html" if site and column and number else ""


def _units(page: Page) -> tuple[Ask, ...]:
    """The units of a column page that the publishing server builds."""
    found = []
    for script in page.tree.iter("script"):
        query, address = script.get("querydata") or "", script.get("url") or ""
        if query and urlsplit(address).path.endswith(UNIT):
            found.append(Ask(f"{page.address(address)}?{urlencode(_PAIR.findall(query))}"))
    return tuple(dict.fromkeys(found))[:_MOST_LISTS]


def _html(page: Page) -> str:
    return json_fields.text(page.data, "data", "html")


def _behind_unit(page: Page) -> tuple[Ask, ...]:
    parts = urlsplit(page.ask.url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    total, size = (_on_pager(page, name) for name in ("count", "rows"))
    found = []
    for number in json_fields.pages(total, size):
        parameters = json.dumps({"pageNo": number, "pageSize": size}, separators=(",", ":"))
        found.append(Ask(urlunsplit(parts._replace(query=urlencode({**query, "paramJson": parameters})))))
    return tuple(found)


def _on_pager(page: Page, name: str) -> int:
    found = re.search(_PAGER.format(name=name), _html(page))
    return int(found.group(1)) if found else 0
