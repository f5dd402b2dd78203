"""Portals with Hanweb's module of annual reports: a page for each agency and year, and no list of them.

Some offer their years for choice; others are linked with one year, and name no other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from markupsafe import Markup

from samples.portals.hanweb import HanwebAddresses
from samples.portals.site import HTML, Article, Column, Portal, Query, Resource, Site
from samples.portals.templates import article_page, common, render

MODULE = "/module/xxgk/xxgkAnnualReport.jsp"
# The module offers the years since it was installed, whether or not there is a report.
_OFFERED = range(2018, 2026)
_LINKED = 2023


@dataclass(frozen=True, slots=True)
class HanwebAnnualAddresses(HanwebAddresses):
    """`/module/xxgk/xxgkAnnualReport.jsp?area=113312340000001200`; other articles are Hanweb's."""

    key: str = "hanweb_annual"

    def column(self, number: int, label: str) -> str:
        """An agency's code with no year: the module shows the newest."""
        return f"{MODULE}?area=11{number:016d}"

    def article(self, column: str, day: date, number: int) -> str:
        """What is no report stands in a column that has a number."""
        return f"/art/{day.year}/{day.month}/{day.day}/art_{int(_area(column)[2:])}_{number}.html"


@dataclass(frozen=True, slots=True)
class LastYearAddresses(HanwebAnnualAddresses):
    """`/module/xxgk/xxgkAnnualReport.jsp?area=113312340000001200&fbtime=2024`."""

    key: str = "hanweb_annual_plain"

    def column(self, number: int, label: str) -> str:
        """An agency's code with the year in which somebody made the link, report or not."""
        return f"{MODULE}?area=11{number:016d}&fbtime={_LINKED}"


def portal(site: Site) -> Portal:
    """The module, and a page of its own for everything that is no report."""
    moved = replace(site, columns=tuple(_placed(column) for column in site.columns))
    resources = common(moved)
    for column in moved.columns:
        for article in column.articles:
            if not article.report:
                resources[article.path] = article_page("hanweb_article.html", moved, column, article)
    return Portal(moved, resources, {MODULE: partial(_module, moved)})


def _placed(column: Column) -> Column:
    """The column with its reports at the addresses of their years."""
    place = f"{MODULE}?area={_area(column.path)}&fbtime="
    paths = {one.path: f"{place}{one.report.year}" for one in column.articles if one.report}
    articles = (
        replace(one, path=paths.get(one.path, one.path), body=partial(_linked, one.body, paths))
        for one in column.articles
    )
    return replace(column, articles=tuple(articles))


def _linked(body: Callable[[], str], paths: dict[str, str]) -> str:
    """A body whose links to reports lead to their years."""
    text = body()
    for old, new in paths.items():
        text = text.replace(f'"{old}"', f'"{new}"')
    return text


def _area(path: str) -> str:
    return path.partition("area=")[2].partition("&")[0]


def _module(site: Site, query: Query) -> Resource:
    """The report of one agency and year; a year without one has the same page with nothing in it."""
    area = query.get("area", "")
    column = next((one for one in site.columns if _area(one.path) == area), None)
    if column is None:
        raise ValueError(f"no agency {area}")
    reports = {article.report.year: article for article in column.articles if article.report}
    year = int(query.get("fbtime", max(reports)))
    return Resource(HTML, _page(site, column, year, reports.get(year)))


def _page(site: Site, column: Column, year: int, article: Article | None) -> Callable[[], bytes]:
    def body() -> bytes:
        return render(
            "hanweb_annual.html",
            site=site,
            column=column,
            year=year,
            years=() if "fbtime" in column.path else _OFFERED,
            article=article,
            body=Markup(article.body()) if article else "",
            others=[one for one in column.articles if not one.report],
        )

    return body
