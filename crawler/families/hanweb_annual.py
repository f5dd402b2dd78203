"""Hanweb's module of annual reports: `/module/xxgk/xxgkAnnualReport.jsp?area=<agency>&fbtime=<year>`.

One page is one agency's report of one year, whole; no list names it. `area` is a 统一社会信用代码 (济宁), an
organisation code (平湖) or a number of the portal's own. What a year without a report answers is not known,
so each year is asked for as a page of the column, and its content decides.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.families.base import Family
from crawler.pages import Page, RequestSpec

ANNUAL_REPORT_PATH = "/xxgkAnnualReport.jsp"
# 《条例》 came into force on 1 May 2008: the first reports are about that year.
FIRST_REPORT_YEAR = 2008
_YEAR_PATTERN = re.compile(r"20[0-3]\d")
_YEAR_ASSIGNMENT = re.compile(r"\bfbtime\s*=\s*[\"']?(20[0-3]\d)\b")


class HanwebAnnual(Family):
    """Annual reports that have an address for each agency and year."""

    name = "hanweb_annual"

    def matches(self, page: Page) -> bool:
        """The address itself: the page is a report, and nobody's list."""
        return ANNUAL_REPORT_PATH in urlsplit(page.url).path

    def is_report(self, page: Page) -> bool | None:
        """A page that names its year is that year's; another shows one of the years that it offers."""
        if "fbtime" in _query_parameters(page.url):
            return True
        return False if _offered_years(page) else None

    def next_pages(self, page: Page) -> tuple[RequestSpec, ...]:
        """The agency's other years, the newest first."""
        printed, own = _linked_year_urls(page), _query_parameters(page.url).get("fbtime")
        others = [year for year in sorted(_offered_years(page), reverse=True) if str(year) != own]
        return tuple(RequestSpec(printed.get(year) or _year_url(page, year)) for year in others)


def _query_parameters(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def _offered_years(page: Page) -> set[int]:
    """The years that a page offers; where it offers none, all since the first to one after those it names.

    Its breadcrumbs and its menus name a year as well: the one in which somebody made the link.
    """
    offered = {int(year) for year in _YEAR_ASSIGNMENT.findall(page.text)} | {
        int(found.group())
        for option in page.tree.iter("option")
        if (found := _YEAR_PATTERN.match(option.get("value") or option.text_content().strip()))
    }
    own = _query_parameters(page.url).get("fbtime", "")
    named = {int(own)} if _YEAR_PATTERN.fullmatch(own) else set()
    if len(offered - named) > 1 or not offered | named:
        return offered
    return set(range(FIRST_REPORT_YEAR, max(offered | named) + 2))


def _linked_year_urls(page: Page) -> dict[int, str]:
    """The addresses of this agency's years as the page's links spell them."""
    area = _query_parameters(page.url).get("area")
    found = {}
    for link in page.tree.iter("a"):
        url = page.absolute_url(link.get("href") or "")
        query = _query_parameters(url)
        if (
            ANNUAL_REPORT_PATH in url
            and query.get("area") == area
            and _YEAR_PATTERN.fullmatch(query.get("fbtime", ""))
        ):
            found[int(query["fbtime"])] = url
    return found


def _year_url(page: Page, year: int) -> str:
    query = {**_query_parameters(page.url), "fbtime": str(year)}
    return urlunsplit(urlsplit(page.url)._replace(query=urlencode(query), fragment=""))
