"""Reads Hanweb's annual report module: `/module/xxgk/xxgkAnnualReport.jsp?area=<agency>&fbtime=<year>`.

One page is the complete report of one agency for one year; no list names it. `area` is a 统一社会信用代码
(济宁), an organisation code (平湖) or a number of the portal's own. It is not known what a year without a
report returns, so each year is requested as a page of the column, and its content decides.
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
    """Annual reports with one URL for each agency and year."""

    name = "hanweb_annual"

    def matches(self, page: Page) -> bool:
        """Whether the URL is that of the module; such a page is a report and no list."""
        return ANNUAL_REPORT_PATH in urlsplit(page.url).path

    def is_report(self, page: Page) -> bool | None:
        """True if the URL names the year; a page without one shows a report that has a URL of its own."""
        if "fbtime" in _query_parameters(page.url):
            return True
        return False if _offered_years(page) else None

    def next_pages(self, page: Page) -> tuple[RequestSpec, ...]:
        """The agency's other years, the newest first."""
        linked, own_year = _linked_year_urls(page), _query_parameters(page.url).get("fbtime")
        other_years = [year for year in sorted(_offered_years(page), reverse=True) if str(year) != own_year]
        return tuple(RequestSpec(linked.get(year) or _year_url(page, year)) for year in other_years)


def _query_parameters(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def _offered_years(page: Page) -> set[int]:
    """The years that a page offers; if it offers none, all from the first to the one after those it names.

    Breadcrumbs and menus name a year as well: the year in which the link was made.
    """
    offered = {int(year) for year in _YEAR_ASSIGNMENT.findall(page.text)} | {
        int(match.group())
        for option in page.tree.iter("option")
        if (match := _YEAR_PATTERN.match(option.get("value") or option.text_content().strip()))
    }
    own = _query_parameters(page.url).get("fbtime", "")
    named = {int(own)} if _YEAR_PATTERN.fullmatch(own) else set()
    if len(offered - named) > 1 or not offered | named:
        return offered
    return set(range(FIRST_REPORT_YEAR, max(offered | named) + 2))


def _linked_year_urls(page: Page) -> dict[int, str]:
    """The URLs of this agency's years, as the links of the page spell them."""
    area = _query_parameters(page.url).get("area")
    urls = {}
    for link in page.tree.iter("a"):
        url = page.absolute_url(link.get("href") or "")
        query = _query_parameters(url)
        if (
            ANNUAL_REPORT_PATH in url
            and query.get("area") == area
            and _YEAR_PATTERN.fullmatch(query.get("fbtime", ""))
        ):
            urls[int(query["fbtime"])] = url
    return urls


def _year_url(page: Page, year: int) -> str:
    query = {**_query_parameters(page.url), "fbtime": str(year)}
    return urlunsplit(urlsplit(page.url)._replace(query=urlencode(query), fragment=""))
