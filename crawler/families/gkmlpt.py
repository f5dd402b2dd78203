"""gkmlpt, 广东's one platform for disclosure: a tree of columns in the page, entries as JSON.

`/gkmlpt/index`, or `/<agency>/gkmlpt/index` where agencies share a host, holds `window._CONFIG` with `SID`
and `TREE`; `GET /gkmlpt/api/all/<column>?page=N&sid=<SID>` answers with `total` and `articles`, 100 a page
(肇庆, 深圳, 广东省教育厅). `total` can be less than what the tree counts, and entries may lead elsewhere.
`create_time` is the day that the page prints, `date` that of the document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.families import json_fields
from crawler.families.base import Family
from crawler.pages.link_rules import Stage, lead_of
from crawler.pages.page import Ask, Page, Row

_PLACE = re.compile(r"^(.*?/gkmlpt)/")
_ANSWER = re.compile(r"/gkmlpt/api/all/\d+$")
_SITE = re.compile(r"""["']?\bSID["']?\s*:\s*["']?(\d+)""")
_TREE = re.compile(r"""["']?\bTREE["']?\s*:\s*(?=[\[{])""")
_SIZE = 100
_DEEPEST = 8


class Gkmlpt(Family):
    """The disclosure platform of 广东."""

    name = "gkmlpt"

    def matches(self, page: Page) -> bool:
        """The tree with the number of its site, or an answer."""
        return _is_answer(page) or bool(_SITE.search(page.text) and _TREE.search(page.text))

    def rows(self, page: Page) -> tuple[Row, ...]:
        """The entries of an answer; of a page, the columns of its tree, each at its first answer."""
        if _is_answer(page):
            found = (_row(page, one) for one in json_fields.entries(page.data, "articles"))
            return tuple(row for row in found if row)
        return _columns(page)

    def next_pages(self, page: Page) -> tuple[Ask, ...]:
        """All further answers of a column; of a page, the column it is opened at or those of reports."""
        if _is_answer(page):
            return _behind(page)
        columns, opened = _columns(page), urlsplit(page.url).fragment
        chosen = [row for row in columns if opened and _number(row.url) == opened]
        return tuple(Ask(row.url) for row in chosen or columns if chosen or _is_annual(row))


def _is_answer(page: Page) -> bool:
    return bool(_ANSWER.search(urlsplit(page.ask.url).path))


def _is_annual(row: Row) -> bool:
    lead = lead_of(row, Stage.HOME)
    return bool(lead and lead.stage is Stage.COLUMN)


def _number(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2]


def _columns(page: Page) -> tuple[Row, ...]:
    site, place = _SITE.search(page.text), _PLACE.search(urlsplit(page.url).path)
    if not site or not place:
        return ()
    return tuple(
        Row(page.address(f"{place.group(1)}/api/all/{number}?page=1&sid={site.group(1)}"), name)
        for number, name in dict(_nodes(_tree(page.text))).items()
    )


def _tree(text: str) -> object:
    """The value of `TREE`, which is JSON inside a script; None when it is not."""
    start = _TREE.search(text)
    if not start:
        return None
    try:
        return json.JSONDecoder().raw_decode(text, start.end())[0]
    except (ValueError, RecursionError):
        return None


def _nodes(value: object, depth: int = 0) -> Iterator[tuple[int, str]]:
    """Number and name of every column of a tree, however its branches are called."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        number, name = json_fields.count(value, "id"), json_fields.text(value, "name")
        if number and name:
            yield number, name
    for branch in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        if isinstance(branch, dict | list):
            yield from _nodes(branch, depth + 1)


def _behind(page: Page) -> tuple[Ask, ...]:
    parts = urlsplit(page.ask.url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    return tuple(
        Ask(urlunsplit(parts._replace(query=urlencode({**query, "page": str(number)}))))
        for number in json_fields.pages(json_fields.count(page.data, "total"), _SIZE)
    )


def _row(page: Page, entry: dict[str, object]) -> Row | None:
    return json_fields.row(
        page,
        json_fields.text(entry, "url") or json_fields.text(entry, "post_url"),
        json_fields.text(entry, "title"),
        json_fields.day(
            entry.get("display_publish_time"), entry.get("create_time"), entry.get("first_publish_time")
        ),
    )
