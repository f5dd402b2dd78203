"""Portals of 开普's UCAP: static lists paged from one with entries in a comment, or entries as JSON."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import partial
from posixpath import dirname

from samples.portals.site import HTML_TYPE, Portal, PortalColumn, Query, QueryHandler, Resource, Site
from samples.portals.templates import article_page, common_resources, render_template

PAGE_SIZE = 6
LIST_NAME = "zwgklist"
JSON_TYPE = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class UcapUrlScheme:
    """`/jyj/c110634/zwgklist.shtml`, `/jyj/c110634/202401/174240943.shtml`."""

    key: str = "ucap"
    style: str = "word"

    def column(self, number: int, label: str) -> str:
        """A code below the folder of the site."""
        return f"/{label}/c10{number}/{LIST_NAME}.shtml"

    def article(self, column: str, day: date, number: int) -> str:
        """In the folder of its month."""
        return f"{dirname(column)}/{day:%Y%m}/17{number}.shtml"

    def file(self, article: str, day: date, number: int, suffix: str) -> tuple[str, str]:
        """In a folder named after the article."""
        path = f"{article.removesuffix('.shtml')}/files/{number:x}.{suffix}"
        return path, path


@dataclass(frozen=True, slots=True)
class UcapSearchUrlScheme(UcapUrlScheme):
    """The same addresses for lists that the search fills."""

    key: str = "ucap_search"


def channel_id(column: PortalColumn) -> str:
    """The channel id in the head of the column's page."""
    return hashlib.md5(column.path.encode(), usedforsecurity=False).hexdigest()


def portal(site: Site) -> Portal:
    """All pages of the site; a list of n pages is `zwgklist.shtml`, `zwgklist_2.shtml` …"""
    resources = _article_resources(site)
    for column in site.columns:
        count = -(-len(column.articles) // PAGE_SIZE)
        for number in range(1, count + 1):
            shown = column.articles[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
            context = {"channel": channel_id(column), "articles": shown, "count": count, "number": number}
            path = column.path if number == 1 else column.path.replace(LIST_NAME, f"{LIST_NAME}_{number}")
            body = partial(
                render_template, "ucap_list.html", site=site, column=column, name=LIST_NAME, **context
            )
            resources[path] = Resource(HTML_TYPE, body)
    return Portal(site, resources)


def search_portal(site: Site) -> Portal:
    """Lists without entries, and the search endpoint that supplies them."""
    resources = _article_resources(site)
    endpoints: dict[str, QueryHandler] = {}
    for column in site.columns:
        body = partial(
            render_template,
            "ucap_list.html",
            site=site,
            column=column,
            channel=channel_id(column),
            articles=(),
        )
        resources[column.path] = Resource(HTML_TYPE, body)
        endpoints[f"/common/search/{channel_id(column)}"] = partial(_search_list, site, column)
    return Portal(site, resources, endpoints)


def _article_resources(site: Site) -> dict[str, Resource]:
    resources = common_resources(site)
    for column in site.columns:
        for article in column.articles:
            resources[article.path] = article_page("ucap_article.html", site, column, article)
    return resources


def _search_list(site: Site, column: PortalColumn, query: Query) -> Resource:
    """One page as JSON; a response holds at most as many entries as a list shows."""
    page, size = int(query.get("page", "1")), min(int(query.get("_pageSize", PAGE_SIZE)), PAGE_SIZE)
    results = [
        {
            "title": article.link,
            "url": f"//{site.host}{article.path}",
            "publishedTimeStr": f"{article.published.isoformat()} 09:30:00",
        }
        for article in column.articles[(page - 1) * size : page * size]
    ]
    data = {"page": page, "rows": size, "total": len(column.articles), "channelId": channel_id(column)}
    return Resource(JSON_TYPE, json.dumps({"data": {**data, "results": results}}, ensure_ascii=False).encode)
