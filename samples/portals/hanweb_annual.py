"""Portals with Hanweb's module of annual reports: a page for each agency and year, and no list of them.

Some offer their years for choice; others are linked with one year, and name no other.
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
# The module offers the years since it was installed, whether or not there is a report.
_OFFERED_YEARS = range(2018, 2026)
_LINKED_YEAR = 2023


@dataclass(frozen=True, slots=True)
class HanwebAnnualUrlScheme(HanwebUrlScheme):
    """`/module/xxgk/xxgkAnnualReport.jsp?area=113312340000001200`; other articles are Hanweb's."""

    key: str = "hanweb_annual"

    def column(self, number: int, label: str) -> str:
        """An agency's code with no year: the module shows the newest."""
        return f"{MODULE_PATH}?area=11{number:016d}"

    def article(self, column: str, day: date, number: int) -> str:
        """What is no report stands in a column that has a number."""
        return f"/art/{day.year}/{day.month}/{day.day}/art_{int(_area_code(column)[2:])}_{number}.html"


@dataclass(frozen=True, slots=True)
class FixedYearUrlScheme(HanwebAnnualUrlScheme):
    """`/module/xxgk/xxgkAnnualReport.jsp?area=113312340000001200&fbtime=2024`."""

    key: str = "hanweb_annual_plain"

    def column(self, number: int, label: str) -> str:
        """An agency's code with the year in which somebody made the link, report or not."""
        return f"{MODULE_PATH}?area=11{number:016d}&fbtime={_LINKED_YEAR}"


def portal(site: Site) -> Portal:
    """The module, and a page of its own for everything that is no report."""
    moved = replace(site, columns=tuple(_with_year_paths(column) for column in site.columns))
    resources = common_resources(moved)
    for column in moved.columns:
        for article in column.articles:
            if not article.report:
                resources[article.path] = article_page("hanweb_article.html", moved, column, article)
    return Portal(moved, resources, {MODULE_PATH: partial(_module_page, moved)})


def _with_year_paths(column: PortalColumn) -> PortalColumn:
    """The column with its reports at the addresses of their years."""
    place = f"{MODULE_PATH}?area={_area_code(column.path)}&fbtime="
    paths = {one.path: f"{place}{one.report.year}" for one in column.articles if one.report}
    articles = (
        replace(one, path=paths.get(one.path, one.path), body=partial(_rewrite_links, one.body, paths))
        for one in column.articles
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
    """The report of one agency and year; a year without one has the same page with nothing in it."""
    area = query.get("area", "")
    column = next((one for one in site.columns if _area_code(one.path) == area), None)
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
            others=[one for one in column.articles if not one.report],
        )

    return body
