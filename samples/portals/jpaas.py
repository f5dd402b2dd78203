"""Portals of Hanweb's JPAAS: lists come from one endpoint by POST, or as HTML inside JSON from another."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from html import escape

from samples.portals.site import HTML, Article, Column, Portal, Query, Resource, Site
from samples.portals.templates import article_page, common, render

PAGE = 5
JSON = "application/json; charset=utf-8"
QUERY = "/queryList"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"


@dataclass(frozen=True, slots=True)
class JpaasAddresses:
    """`/slj/col/col1200/index.html`, `/slj/col/col1200/content/content_1881355362.html`."""

    key: str = "jpaas"
    style: str = "zoom"

    def column(self, number: int, label: str) -> str:
        """A number below the folder of the site."""
        return f"/{label}/col/col{number}/index.html"

    def article(self, column: str, day: date, number: int) -> str:
        """Below the column, by number."""
        return f"{column.removesuffix('index.html')}content/content_{day:%Y%m%d}{number:011d}.html"

    def file(self, article: str, day: date, number: int, suffix: str) -> tuple[str, str]:
        """Beside the columns, with a name that says nothing."""
        path = f"/{article.split('/')[1]}/files/{day:%Y%m%d}/WKgZ{number:x}.{suffix}"
        return path, path


@dataclass(frozen=True, slots=True)
class UnitAddresses(JpaasAddresses):
    """`/col/col1200/index.html`, `/art/2024/art_<32 hex>.html`."""

    key: str = "jpaas_unit"

    def column(self, number: int, label: str) -> str:
        """A number."""
        return f"/col/col{number}/index.html"

    def article(self, column: str, day: date, number: int) -> str:
        """A folder a year."""
        return f"/art/{day.year}/art_{day:%Y%m%d}{number:024x}.html"


def portal(site: Site) -> Portal:
    """The lists' script posts to one endpoint for all columns."""
    return Portal(site, _pages(site, "jpaas_list.html"), {QUERY: partial(_query, site)})


def unit_portal(site: Site) -> Portal:
    """The publishing server builds each list."""
    return Portal(site, _pages(site, "jpaas_unit_list.html"), {UNIT: partial(_unit, site)})


def _pages(site: Site, template: str) -> dict[str, Resource]:
    resources = common(site)
    for column in site.columns:
        list_page = partial(render, template, site=site, column=column, page=PAGE)
        resources[column.path] = Resource(HTML, list_page)
        for article in column.articles:
            resources[article.path] = article_page("hanweb_article.html", site, column, article)
    return resources


def _query(site: Site, query: Query) -> Resource:
    """One page of the column `channelCode[]`; a request that lacks what the script posts gets nothing."""
    column = _named(site, query.get("channelCode[]", "").removeprefix("col"))
    if column is None or query.get("webSiteCode[]") != column.agency.label:
        return Resource(JSON, lambda: b'{"success": false, "data": null}')
    size, page = int(query["pageSize"]), int(query["current"])
    shown = column.articles[(page - 1) * size : page * size]
    data = {"page": page, "rows": len(shown), "total": len(column.articles)}
    return _json({"success": True, "data": {**data, "results": [_result(article) for article in shown]}})


def _result(article: Article) -> dict[str, object]:
    number = article.path.rpartition("_")[2].removesuffix(".html")
    source = {
        "id": number,
        "title": f" {article.link}",
        "showTitle": f"<p>{article.link}</p>",
        "pubDate": f"{article.published.isoformat()} 09:30",
        "urls": json.dumps({"pc": article.path}),
    }
    return {"id": number, "source": source}


def _unit(site: Site, query: Query) -> Resource:
    """One page of the column `pageId` as HTML, with its pager."""
    column = _named(site, query.get("pageId", ""))
    if column is None:
        return _json({"success": False, "data": None})
    asked = json.loads(query.get("paramJson", "{}"))
    page, size = int(asked.get("pageNo", 1)), int(asked.get("pageSize", PAGE))
    items = "".join(_item(article) for article in column.articles[(page - 1) * size : page * size])
    pager = f'<div class="pagination" rows="{size}" count="{len(column.articles)}" pageNo="{page}"></div>'
    html = f'<div class="page-content"><ul>{items}</ul></div>{pager}'
    return _json({"success": True, "data": {"html": html}})


def _item(article: Article) -> str:
    whole = escape(article.link)
    return f'<li><a href="{article.path}" title="{whole}">{whole}</a><span>{article.published}</span></li>'


def _named(site: Site, number: str) -> Column | None:
    return next((one for one in site.columns if str(one.number) == number), None)


def _json(value: object) -> Resource:
    body: Callable[[], bytes] = json.dumps(value, ensure_ascii=False).encode
    return Resource(JSON, body)
