"""Portals whose lists are built by a script, with a button for the next page; articles are static."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import partial

from samples.portals.site import (
    HTML_TYPE,
    JSON_TYPE,
    SCRIPT_TYPE,
    Portal,
    PortalColumn,
    Query,
    Resource,
    Site,
)
from samples.portals.templates import article_page, common_resources, render_template, static_file

PAGE_SIZE = 6


@dataclass(frozen=True, slots=True)
class ScriptedUrlScheme:
    """`/nb/rsj/` for a list, `/content/2024/post_4405804.html` for an article."""

    key: str = "scripted"
    style: str = "plain"

    def column(self, number: int, label: str) -> str:
        """The folder of an agency; its further pages have no addresses."""
        return f"/nb/{label}/"

    def article(self, column: str, day: date, number: int) -> str:
        """Articles of all columns share a folder for each year."""
        return f"/content/{day.year}/post_{number}.html"

    def file(self, article: str, day: date, number: int, suffix: str) -> tuple[str, str]:
        """All files are in one folder."""
        name = f"{day:%Y%m%d}-{number}.{suffix}"
        return f"/content/files/{name}", f"../files/{name}"


def portal(site: Site, pagers: tuple[str, ...] = ("",), has_links: bool = True) -> Portal:
    """All pages of the site, and the endpoint whose address the script composes.

    `pagers` are component libraries that draw the pagers of the columns, over and over; a button without one.
    Without links (`has_links`) an entry opens its article when it is clicked.
    """
    resources = common_resources(site) | {"/assets/app.3f2a91.js": static_file("app.js", SCRIPT_TYPE)}
    for column in site.columns:
        pager = pagers[(int(site.place.code) + column.number) % len(pagers)]
        context = {"column": column, "pager": pager, "has_links": has_links}
        body = partial(render_template, "scripted_list.html", site=site, **context)
        resources[column.path] = Resource(HTML_TYPE, body)
        for article in column.articles:
            resources[article.path] = article_page("scripted_article.html", site, column, article)
    return Portal(site, resources, {"/gw/open/query": partial(_query_list, site)})


LIBRARIES = ("element", "ant", "layui")


@dataclass(frozen=True, slots=True)
class LibraryUrlScheme(ScriptedUrlScheme):
    """The same addresses."""

    key: str = "scripted_library"


def library_portal(site: Site) -> Portal:
    """The same with pagers of component libraries, which have pictures for the next page."""
    return portal(site, LIBRARIES)


@dataclass(frozen=True, slots=True)
class HandlersUrlScheme(ScriptedUrlScheme):
    """The same addresses."""

    key: str = "scripted_handlers"


def handlers_portal(site: Site) -> Portal:
    """The same with entries that are no links."""
    return portal(site, has_links=False)


def _query_list(site: Site, query: Query) -> Resource:
    """One page of a column as JSON, counted from 1; empty for an unknown column."""
    column = next((column for column in site.columns if str(column.number) == query.get("c")), None)
    return Resource(JSON_TYPE, partial(_list_json, column, int(query.get("p", "1"))))


def _list_json(column: PortalColumn | None, page: int) -> bytes:
    articles = column.articles if column else ()
    rows = [
        {"t": article.link, "u": article.path, "d": article.published.isoformat()}
        for article in articles[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    ]
    return json.dumps({"n": len(articles), "s": PAGE_SIZE, "rows": rows}, ensure_ascii=False).encode()
