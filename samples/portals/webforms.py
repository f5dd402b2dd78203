"""Portals of ASP.NET WebForms: the pager posts the form of the page back, with the state of the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from samples.portals.site import HTML_TYPE, Article, Portal, PortalColumn, Query, Resource, Site
from samples.portals.templates import article_page, common_resources, render_template

PAGE_SIZE = 6


@dataclass(frozen=True, slots=True)
class WebFormsUrlScheme:
    """`/nb/rsj/List.aspx`, `/nb/rsj/Show.aspx/4405804`."""

    key: str = "webforms"
    style: str = "plain"

    def column(self, number: int, label: str) -> str:
        """One program for all pages of a list."""
        return f"/nb/{label}/List.aspx"

    def article(self, column: str, day: date, number: int) -> str:
        """A static page next to the list."""
        return f"{column.rpartition('/')[0]}/{day.year}/{number}.html"

    def file(self, article: str, day: date, number: int, suffix: str) -> tuple[str, str]:
        """One folder for all files."""
        path = f"/UploadFile/{day:%Y%m}/{number}.{suffix}"
        return path, path


def portal(site: Site) -> Portal:
    """All pages of the site; every other column has a picture for the next page instead of numbers."""
    resources = common_resources(site)
    for column in site.columns:
        for article in column.articles:
            resources[article.path] = article_page("scripted_article.html", site, column, article)
    return Portal(
        site, resources, {column.path: partial(_posted_page, site, column) for column in site.columns}
    )


def _posted_page(site: Site, column: PortalColumn, query: Query) -> Resource:
    """The page that was asked for; a form without the state of its list is refused, as on real portals."""
    argument = query.get("__EVENTARGUMENT", "")
    if argument and query.get("__VIEWSTATE") != _view_state(column):
        raise ValueError("the view state of another page")
    number = int(argument or "1")
    shown = column.articles[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return Resource(HTML_TYPE, partial(_page, site, column, number, shown))


def _page(site: Site, column: PortalColumn, number: int, articles: tuple[Article, ...]) -> bytes:
    return render_template(
        "webforms_list.html",
        site=site,
        column=column,
        articles=articles,
        number=number,
        count=-(-len(column.articles) // PAGE_SIZE),
        state=_view_state(column),
        has_pictures=column.number % 2 == 1,
    )


def _view_state(column: PortalColumn) -> str:
    return f"/wEPDwUK{column.number}ZGQ="
