"""Portals with Hanweb's module of annual reports: one page for each agency and year, no lists.

Some pages have a selection of years; others are linked with one year and name no further years.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from markupsafe import Markup

from samples.portals.hanweb import HanwebUrlScheme
from samples.portals.site import HTML_TYPE, Article, Portal, PortalColumn, Query, Resource, Site
from samples.portals.templates import article_page, common_resources, render_template

MODULE_PATH = "/module/xxgk/xxgkAnnualReport.jsp"
# The module offers every year since it was installed, with or without a report.
_OFFERED_YEARS = range(2018, 2026)
_LINKED_YEAR = 2023


@dataclass(frozen=True, slots=True)
class HanwebAnnualUrlScheme(HanwebUrlScheme):
    """`/module/xxgk/xxgkAnnualReport.jsp?area=113312340000001200`; other articles are Hanweb's."""

    key: str = "hanweb_annual"

    def column(self, number: int, label: str) -> str:
        """An agency's code without a year: the module shows the newest report."""
        return f"{MODULE_PATH}?area=11{number:016d}"

    def article(self, column: str, day: date, number: int) -> str:
        """Articles other than reports belong to a numbered column."""
        return f"/art/{day.year}/{day.month}/{day.day}/art_{int(_area_code(column)[2:])}_{number}.html"


@dataclass(frozen=True, slots=True)
class FixedYearUrlScheme(HanwebAnnualUrlScheme):
    """`/module/xxgk/xxgkAnnualReport.jsp?area=113312340000001200&fbtime=2024`."""

    key: str = "hanweb_annual_plain"

    def column(self, number: int, label: str) -> str:
        """An agency's code with a fixed year, which may have no report."""
        return f"{MODULE_PATH}?area=11{number:016d}&fbtime={_LINKED_YEAR}"


def portal(site: Site) -> Portal:
    """The module, and a page for each article that is no report."""
    year_site = replace(site, columns=tuple(_with_year_paths(column) for column in site.columns))
    resources = common_resources(year_site)
    for column in year_site.columns:
        for article in column.articles:
            if not article.report:
                resources[article.path] = article_page("hanweb_article.html", year_site, column, article)
    return Portal(year_site, resources, {MODULE_PATH: partial(_module_page, year_site)})


def _with_year_paths(column: PortalColumn) -> PortalColumn:
    """The column with its reports at the addresses of their years."""
    url_prefix = f"{MODULE_PATH}?area={_area_code(column.path)}&fbtime="
    paths = {
        article.path: f"{url_prefix}{article.report.year}" for article in column.articles if article.report
    }
    articles = (
        replace(
            article,
            path=paths.get(article.path, article.path),
            body=partial(_rewrite_links, article.body, paths),
        )
        for article in column.articles
    )
    return replace(column, articles=tuple(articles))


def _rewrite_links(body: Callable[[], str], paths: dict[str, str]) -> str:
    """A body whose links to reports lead to their years."""
    text = body()
    for old, new in paths.items():
        text = text.replace(f'"{old}"', f'"{new}"')
    return text


def _area_code(path: str) -> str:
    return path.partition("area=")[2].partition("&")[0]


def _module_page(site: Site, query: Query) -> Resource:
    """The report of one agency and year; the page of a year without a report is empty.

    Raises ValueError if no agency has the code.
    """
    area = query.get("area", "")
    column = next((column for column in site.columns if _area_code(column.path) == area), None)
    if column is None:
        raise ValueError(f"no agency {area}")
    reports = {article.report.year: article for article in column.articles if article.report}
    year = int(query.get("fbtime", max(reports)))
    return Resource(HTML_TYPE, _render_year(site, column, year, reports.get(year)))


def _render_year(site: Site, column: PortalColumn, year: int, article: Article | None) -> Callable[[], bytes]:
    def body() -> bytes:
        return render_template(
            "hanweb_annual.html",
            site=site,
            column=column,
            year=year,
            years=() if "fbtime" in column.path else _OFFERED_YEARS,
            article=article,
            body=Markup(article.body()) if article else "",
            related=[entry for entry in column.articles if not entry.report],
        )

    return body
