"""Reads Longxun (龙讯) columns, which have one page for each agency and year.

The software runs in Anhui and in some counties elsewhere. `/public/column/<org>?type=3` shows the annual
reports of one agency, for example
www.pingwu.gov.cn/public/column/12651?type=3&nav=5&sub=4&timeFrame=2021&hasContent=true. The newest report
may be rendered inside the column page; `timeFrame` chooses another year.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.families.base import active_markup
from crawler.families.hanweb_annual import FIRST_REPORT_YEAR
from crawler.families.paged_lists import PagedList
from crawler.families.pager_controls import find_controls
from crawler.pages import ListEntry, Page, RequestSpec, article_titles, list_entries

# The column's kind: 3 is 政府信息公开年报.
_ANNUAL_REPORT_PARAMETER = ("type", "3")
_YEAR_PARAMETER = "timeFrame"
_EXTRA_PARAMETERS = {"hasContent": "true"}
_YEAR_PATTERN = re.compile(r"(?<!\d)(20[0-3]\d)(?!\d)")


class Longxun(PagedList):
    """Columns of one agency, with one page for each year."""

    name = "longxun"
    signature = re.compile(
        r"/public/column/\d+\?|/Openness(?:Content|AnnualReport)/(?:show|download)/"
        r"|/(?:XxgkAnnualReport|Xxgknb)/show/|/openness/detail/annual_report/[0-9a-f]{24}"
    )

    def reports(self, page: Page) -> tuple[ListEntry, ...]:
        """Years of columns that a table of agencies links to: 审计局2024年 could be a folder elsewhere."""
        if _is_annual_column(page.request.url):
            return ()
        year_entries = (
            entry
            for entry in list_entries(page)
            if _is_annual_column(entry.url) and _YEAR_PARAMETER in _query_parameters(entry.url)
        )
        return tuple(entry for entry in year_entries if _YEAR_PATTERN.search(entry.title))

    def is_report(self, page: Page) -> bool | None:
        """False for a column without a year: the report that it shows also has the URL of its year."""
        if _YEAR_PARAMETER in _query_parameters(page.request.url) or not _is_annual_column(page.request.url):
            return None
        shown = {year for title in article_titles(page.tree) for year in _YEAR_PATTERN.findall(title)}
        return False if shown & set(_offered_year_urls(page)) else None

    def next_pages(self, page: Page) -> tuple[RequestSpec, ...]:
        """Further pages of the list, and the other years of a column of annual reports."""
        return tuple(dict.fromkeys((*super().next_pages(page), *_other_year_requests(page))))


def _query_parameters(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def _is_annual_column(url: str) -> bool:
    return _ANNUAL_REPORT_PARAMETER in _query_parameters(url).items()


def _other_year_requests(page: Page) -> tuple[RequestSpec, ...]:
    """The other years that the page offers; all years if it offers none."""
    if not _is_annual_column(page.request.url):
        return ()
    query, offered = _query_parameters(page.request.url), _offered_year_urls(page)
    years = [
        year for year in offered or _all_years(active_markup(page.text)) if year != query.get(_YEAR_PARAMETER)
    ]
    return tuple(
        replace(page.request, url=offered.get(year) or _year_url(page, year), form=()) for year in years
    )


def _year_url(page: Page, year: str) -> str:
    query = urlencode({**_query_parameters(page.request.url), _YEAR_PARAMETER: year, **_EXTRA_PARAMETERS})
    return urlunsplit(urlsplit(page.request.url)._replace(query=query))


def _offered_year_urls(page: Page) -> dict[str, str]:
    """The years to choose from, each with the URL that the page spells for it, or ""."""
    path = urlsplit(page.request.url).path
    urls: dict[str, str] = {}
    for control in find_controls(page):
        if control.url and urlsplit(control.url).path == path:
            urls[_query_parameters(control.url).get(_YEAR_PARAMETER, "")] = control.url
        elif not control.url:
            urls.setdefault(str(control.number), "")
    for option in page.tree.iter("option"):
        urls.setdefault(option.get("value", "").strip(), "")
    return {year: url for year, url in urls.items() if _YEAR_PATTERN.fullmatch(year)}


def _all_years(text: str) -> list[str]:
    """All years down from the newest that the page prints: the reports of a year appear in the next."""
    newest = max((int(year) for year in _YEAR_PATTERN.findall(text)), default=FIRST_REPORT_YEAR)
    return [str(year) for year in range(newest, FIRST_REPORT_YEAR - 1, -1)]
