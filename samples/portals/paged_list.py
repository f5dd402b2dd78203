"""Portals whose lists carry their own pager: one way of making lists, a manner of paging for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from samples.portals.site import HTML, Article, Column, Portal, Query, Resource, Site
from samples.portals.templates import article_page, common, render

PAGE = 6


@dataclass(frozen=True, slots=True)
class Manner:
    """How a software pages its lists.

    `pager` is a macro of `pagers.html`, `article` the template of its articles. `address` gives the address
    of a page by the column's path, the page's number from 1 and how many there are; with `parameter` the
    pages are one program that is told the number by that name.
    """

    pager: str
    article: str
    address: Callable[[str, int, int], str]
    parameter: str = ""
    template: str = "linked_list.html"


def portal(site: Site, manner: Manner) -> Portal:
    """All pages of the site, in lists of six entries."""
    resources = common(site)
    endpoints: dict[str, Callable[[Query], Resource]] = {}
    for column in site.columns:
        pages = list(_pages(column))
        for number, shown in enumerate(pages, start=1):
            address = manner.address(column.path, number, len(pages))
            resources[address] = _list(site, column, manner, (number, len(pages), shown))
        if manner.parameter:
            path = manner.address(column.path, 2, len(pages)).partition("?")[0]
            endpoints[path] = partial(_asked, resources, column, manner, len(pages))
        for article in column.articles:
            resources[article.path] = article_page(manner.article, site, column, article)
    return Portal(site, resources, endpoints)


def _pages(column: Column) -> Iterator[tuple[Article, ...]]:
    for start in range(0, len(column.articles), PAGE):
        yield column.articles[start : start + PAGE]


def _list(
    site: Site, column: Column, manner: Manner, shown: tuple[int, int, tuple[Article, ...]]
) -> Resource:
    number, count, articles = shown
    pages = [manner.address(column.path, page, count) for page in range(1, count + 1)]
    context = {"number": number, "pages": pages, "articles": articles, "pager": manner.pager}
    return Resource(HTML, partial(render, manner.template, site=site, column=column, **context))


def _asked(
    resources: dict[str, Resource], column: Column, manner: Manner, count: int, query: Query
) -> Resource:
    """The page that the query names; a number that there is none of gets the last one, as portals do."""
    number = min(max(int(query.get(manner.parameter, "1")), 1), count)
    return resources[manner.address(column.path, number, count)]
