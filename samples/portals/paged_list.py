"""Builds portals whose lists have a pager in their HTML, after a paging scheme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from samples.portals.site import HTML_TYPE, Article, Portal, PortalColumn, Query, Resource, Site
from samples.portals.templates import article_page, common_resources, render_template

PAGE_SIZE = 6


@dataclass(frozen=True, slots=True)
class PagingScheme:
    """How a software pages its lists.

    `pager` is a macro of `pagers.html`. `page_path` returns the path of a page from the path of its column,
    the page number (from 1) and the number of pages. `parameter` is the query key of the page number if one
    program serves all pages, otherwise empty.
    """

    pager: str
    article_template: str
    page_path: Callable[[str, int, int], str]
    parameter: str = ""
    list_template: str = "linked_list.html"


def portal(site: Site, paging: PagingScheme) -> Portal:
    """All pages of the site, in lists of six entries."""
    resources = common_resources(site)
    endpoints: dict[str, Callable[[Query], Resource]] = {}
    for column in site.columns:
        pages = list(_split_pages(column))
        for number, shown in enumerate(pages, start=1):
            address = paging.page_path(column.path, number, len(pages))
            resources[address] = _list_page(site, column, paging, (number, len(pages), shown))
        if paging.parameter:
            path = paging.page_path(column.path, 2, len(pages)).partition("?")[0]
            endpoints[path] = partial(_requested_page, resources, column, paging, len(pages))
        for article in column.articles:
            resources[article.path] = article_page(paging.article_template, site, column, article)
    return Portal(site, resources, endpoints)


def _split_pages(column: PortalColumn) -> Iterator[tuple[Article, ...]]:
    for start in range(0, len(column.articles), PAGE_SIZE):
        yield column.articles[start : start + PAGE_SIZE]


def _list_page(
    site: Site,
    column: PortalColumn,
    paging: PagingScheme,
    numbered_page: tuple[int, int, tuple[Article, ...]],
) -> Resource:
    number, count, articles = numbered_page
    pages = [paging.page_path(column.path, page, count) for page in range(1, count + 1)]
    context = {"number": number, "pages": pages, "articles": articles, "pager": paging.pager}
    return Resource(
        HTML_TYPE, partial(render_template, paging.list_template, site=site, column=column, **context)
    )


def _requested_page(
    resources: dict[str, Resource], column: PortalColumn, paging: PagingScheme, count: int, query: Query
) -> Resource:
    """The page that the query names; a number beyond the last page gets the last page, as on real portals."""
    number = min(max(int(query.get(paging.parameter, "1")), 1), count)
    return resources[paging.page_path(column.path, number, count)]
