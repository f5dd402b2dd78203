"""Portals of unknown software whose lists come in parts: by year, by scrolling, by a click on 加载更多."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

from samples.portals.site import (
    HTML_TYPE,
    JSON_TYPE,
    SCRIPT_TYPE,
    Article,
    Portal,
    PortalColumn,
    Query,
    Resource,
    Site,
)
from samples.portals.templates import article_page, common_resources, render_template, static_file

PAGE_SIZE = 6
_SCRIPT_PATH = "/assets/parts.81c0.js"


@dataclass(frozen=True, slots=True)
class _PartialList:
    """How the parts of a list are reached: a macro of `partial_lists.html`, and what serves the parts.

    `part_path` names the page of one year in the folder of its column; it is empty if one program serves all
    parts as JSON. `has_whole_pages`: a part is a page of its own, not a piece of one. `lists`: what a crawler
    has to do for the parts.
    """

    macro: str
    lists: Literal["pager", "endpoint", "script"]
    part_path: str = ""
    has_whole_pages: bool = False


_PARTIAL_LISTS = {
    "generic_year_tabs": _PartialList("year_tabs", "pager", "part/{}.html"),
    "generic_year_panels": _PartialList("year_panels", "script", "panel/{}.html"),
    "generic_year_choices": _PartialList("year_choices", "pager", "year{}.html", has_whole_pages=True),
    "generic_scroll": _PartialList("scroll", "endpoint"),
    "generic_more": _PartialList("more", "script"),
}


def _portal(site: Site, kind: _PartialList) -> Portal:
    resources = common_resources(site) | {_SCRIPT_PATH: static_file("parts.js", SCRIPT_TYPE)}
    endpoints: dict[str, Callable[[Query], Resource]] = {}
    for column in site.columns:
        if kind.part_path:
            resources |= _year_resources(site, column, kind)
        else:
            resources[column.path] = _page(site, column, kind, column.articles[:PAGE_SIZE])
            endpoints[_folder(column) + "rows.json"] = partial(_query_rows, column)
        for article in column.articles:
            resources[article.path] = article_page("scripted_article.html", site, column, article)
    return Portal(site, resources, endpoints)


def _year_resources(site: Site, column: PortalColumn, kind: _PartialList) -> dict[str, Resource]:
    """The list of the newest year at the address of the column, and each year at its own."""
    years = sorted({article.published.year for article in column.articles}, reverse=True)
    by_year = {
        year: tuple(article for article in column.articles if article.published.year == year)
        for year in years
    }
    paths = {year: _folder(column) + kind.part_path.format(year) for year in years}
    resources = {column.path: _page(site, column, kind, by_year[years[0]], paths)}
    for year, path in paths.items():
        resources[path] = (
            _page(site, column, kind, by_year[year], paths) if kind.has_whole_pages else _piece(by_year[year])
        )
    return resources


def _page(
    site: Site,
    column: PortalColumn,
    kind: _PartialList,
    articles: tuple[Article, ...],
    years: dict[int, str] | None = None,
) -> Resource:
    body = partial(
        render_template,
        "partial_list.html",
        site=site,
        column=column,
        articles=articles,
        years=years or {},
        kind=kind.macro,
        script=_SCRIPT_PATH,
    )
    return Resource(HTML_TYPE, body)


def _piece(articles: tuple[Article, ...]) -> Resource:
    """The entries of a part without a page around them."""
    return Resource(HTML_TYPE, partial(render_template, "list_entries.html", articles=articles))


def _query_rows(column: PortalColumn, query: Query) -> Resource:
    """One part of a column as JSON, counted from 1; after the last part there are no rows."""
    number = int(query.get("page", "1"))
    shown = column.articles[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    rows = [
        {"title": article.link, "url": article.path, "date": article.published.isoformat()}
        for article in shown
    ]
    return Resource(JSON_TYPE, lambda: json.dumps({"rows": rows}, ensure_ascii=False).encode())


def _folder(column: PortalColumn) -> str:
    return column.path.rpartition("/")[0] + "/"


PORTAL_BUILDERS: dict[str, Callable[[Site], Portal]] = {
    key: partial(_portal, kind=kind) for key, kind in _PARTIAL_LISTS.items()
}
"""Builders by the key of the URL scheme."""

LIST_KINDS = {key: kind.lists for key, kind in _PARTIAL_LISTS.items()}
"""What a crawler has to do for the parts of a list, by the same keys."""
