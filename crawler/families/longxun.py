"""龙讯, in Anhui and some counties beyond: `/public/column/<org>?type=3` is the annual reports of one agency.

www.pingwu.gov.cn/public/column/12651?type=3&nav=5&sub=4&timeFrame=2021&hasContent=true. The newest report
may be rendered inside the column page; `timeFrame` chooses another year.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.families.base import live
from crawler.families.hanweb_annual import FIRST
from crawler.families.paged_lists import Linked
from crawler.families.pager_controls import controls
from crawler.pages import links
from crawler.pages.headings import titles_of
from crawler.pages.page import Ask, Page, Row

# The column's kind: 3 is 政府信息公开年报.
_KIND = ("type", "3")
_YEAR = "timeFrame"
_ASKED = {"hasContent": "true"}
_PRINTED = re.compile(r"(?<!\d)(20[0-3]\d)(?!\d)")


class Longxun(Linked):
    """Columns of one agency, a page for each year."""

    name = "longxun"
    signature = re.compile(
        r"/public/column/\d+\?|/Openness(?:Content|AnnualReport)/(?:show|download)/"
        r"|/(?:XxgkAnnualReport|Xxgknb)/show/|/openness/detail/annual_report/[0-9a-f]{24}"
    )

    def reports(self, page: Page) -> tuple[Row, ...]:
        """Years of columns that a table of agencies leads to: 审计局2024年 could be a folder elsewhere."""
        if _is_column(page.ask.url):
            return ()
        rows = (row for row in links.rows(page) if _is_column(row.url) and _YEAR in _query(row.url))
        return tuple(row for row in rows if _PRINTED.search(row.title))

    def is_report(self, page: Page) -> bool | None:
        """A column without a year shows another report each year: it stands at its year's address, too."""
        if _YEAR in _query(page.ask.url) or not _is_column(page.ask.url):
            return None
        shown = {year for title in titles_of(page.tree) for year in _PRINTED.findall(title)}
        return False if shown & set(_offered(page)) else None

    def next_pages(self, page: Page) -> tuple[Ask, ...]:
        """Further pages of the list, and the other years of a column of annual reports."""
        return tuple(dict.fromkeys((*super().next_pages(page), *_other_years(page))))


def _query(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def _is_column(url: str) -> bool:
    return _KIND in _query(url).items()


def _other_years(page: Page) -> tuple[Ask, ...]:
    """The years that the page offers, all of them where it offers none."""
    if not _is_column(page.ask.url):
        return ()
    query, offered = _query(page.ask.url), _offered(page)
    years = [year for year in offered or _every(live(page.text)) if year != query.get(_YEAR)]
    return tuple(replace(page.ask, url=offered.get(year) or _of_year(page, year), form=()) for year in years)


def _of_year(page: Page, year: str) -> str:
    query = urlencode({**_query(page.ask.url), _YEAR: year, **_ASKED})
    return urlunsplit(urlsplit(page.ask.url)._replace(query=query))


def _offered(page: Page) -> dict[str, str]:
    """The years to choose from, with the address that the page spells for each, "" where it spells none."""
    path = urlsplit(page.ask.url).path
    found: dict[str, str] = {}
    for control in controls(page):
        if control.address and urlsplit(control.address).path == path:
            found[_query(control.address).get(_YEAR, "")] = control.address
        elif not control.address:
            found.setdefault(str(control.number), "")
    for option in page.tree.iter("option"):
        found.setdefault(option.get("value", "").strip(), "")
    return {year: address for year, address in found.items() if _PRINTED.fullmatch(year)}


def _every(text: str) -> list[str]:
    """The years up to the newest that the page prints: the reports of a year appear in the next."""
    newest = max((int(year) for year in _PRINTED.findall(text)), default=FIRST)
    return [str(year) for year in range(newest, FIRST - 1, -1)]
