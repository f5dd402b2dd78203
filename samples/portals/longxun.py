"""Portals of 龙讯: an agency's column shows one year at a time, often with the report in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from html import escape

from markupsafe import Markup

from samples.portals.site import HTML_TYPE, Article, Portal, PortalColumn, Query, Resource, Site
from samples.portals.templates import article_page, common_resources, render_template

_YEARS = range(2019, 2025)
_BASE_QUERY = "?type=3&nav=5&sub=4"


@dataclass(frozen=True, slots=True)
class LongxunUrlScheme:
    """`/public/column/1200?type=3&nav=5&sub=4`, `/XxgkAnnualReport/show/4405804.html`."""

    key: str = "longxun"
    style: str = "plain"

    def column(self, number: int, label: str) -> str:
        """Without a year, the column shows the newest one."""
        return f"/public/column/{number}{_BASE_QUERY}"

    def article(self, column: str, day: date, number: int) -> str:
        """By number, independent of the column."""
        return f"/XxgkAnnualReport/show/{number}.html"

    def file(self, article: str, day: date, number: int, suffix: str) -> tuple[str, str]:
        """One folder for all files."""
        path = f"/group1/M00/{day:%Y%m}/{number:x}.{suffix}"
        return path, path


def _year_path(path: str, year: int) -> str:
    return f"{path}{_BASE_QUERY}&timeFrame={year}&hasContent=true"


def portal(site: Site) -> Portal:
    """Columns answer queries for a year; a report that is no attachment is shown in its column."""
    year_site = replace(site, columns=tuple(_with_year_paths(column) for column in site.columns))
    resources = common_resources(year_site)
    endpoints: dict[str, Callable[[Query], Resource]] = {}
    for column in year_site.columns:
        endpoints[_base_path(column)] = partial(_year_resource, year_site, column)
        for article in column.articles:
            if not _is_inline(article):
                resources[article.path] = article_page("channel_article.html", year_site, column, article)
    return Portal(year_site, resources, endpoints)


def _base_path(column: PortalColumn) -> str:
    return column.path.partition("?")[0]


def _with_year_paths(column: PortalColumn) -> PortalColumn:
    """The column with its inline reports at the addresses of their years."""
    new_paths = {
        article.path: _year_path(_base_path(column), article.report.year)
        for article in column.articles
        if article.report and _is_inline(article)
    }
    articles = tuple(
        replace(
            article,
            path=new_paths.get(article.path, article.path),
            body=partial(_body_with_new_links, article, new_paths),
        )
        for article in column.articles
    )
    return replace(column, articles=articles)


def _body_with_new_links(article: Article, new_paths: Mapping[str, str]) -> str:
    """The body of an article with its links replaced by the new addresses of reports."""
    body = article.body()
    for path, new_path in new_paths.items():
        body = body.replace(f'"{path}"', f'"{escape(new_path)}"')
    return body


def _is_inline(article: Article) -> bool:
    return article.report is not None and article.attachment is None


def _year_resource(site: Site, column: PortalColumn, query: Query) -> Resource:
    """The page of one year: a report, links to other articles, or nothing."""
    year = int(query.get("timeFrame", max(_year_of(article) for article in column.articles)))
    articles = [article for article in column.articles if _year_of(article) == year]
    shown = next((article for article in articles if _is_inline(article)), None)
    return Resource(
        HTML_TYPE,
        partial(
            render_template,
            "longxun_column.html",
            site=site,
            column=column,
            years={label: _year_path(_base_path(column), label) for label in reversed(_YEARS)},
            year=year,
            articles=[article for article in articles if not _is_inline(article)],
            shown=shown,
            body=Markup(shown.body()) if shown else "",
        ),
    )


def _year_of(article: Article) -> int:
    if article.report:
        return article.report.year
    return min(max(article.published.year - 1, _YEARS[0]), _YEARS[-1])
