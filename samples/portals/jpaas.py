"""Portals of Hanweb's JPAAS: lists come by POST from one endpoint, or as HTML in JSON from another."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from html import escape

from samples.portals.site import HTML_TYPE, Article, Portal, PortalColumn, Query, Resource, Site
from samples.portals.templates import article_page, common_resources, render_template

PAGE_SIZE = 5
JSON_TYPE = "application/json; charset=utf-8"
QUERY_PATH = "/queryList"
UNIT_PATH = "/api-gateway/jpaas-publish-server/front/page/build/unit"


@dataclass(frozen=True, slots=True)
class JpaasUrlScheme:
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
        """Next to the columns, under a meaningless name."""
        path = f"/{article.split('/')[1]}/files/{day:%Y%m%d}/WKgZ{number:x}.{suffix}"
        return path, path


@dataclass(frozen=True, slots=True)
class JpaasUnitUrlScheme(JpaasUrlScheme):
    """`/col/col1200/index.html`, `/art/2024/art_<32 hex>.html`."""

    key: str = "jpaas_unit"

    def column(self, number: int, label: str) -> str:
        """A column has only a number."""
        return f"/col/col{number}/index.html"

    def article(self, column: str, day: date, number: int) -> str:
        """In the folder of its year."""
        return f"/art/{day.year}/art_{day:%Y%m%d}{number:024x}.html"


def portal(site: Site) -> Portal:
    """Portals whose scripts post to one endpoint for all columns."""
    return Portal(site, _page_resources(site, "jpaas_list.html"), {QUERY_PATH: partial(_query_list, site)})


def unit_portal(site: Site) -> Portal:
    """Portals whose publishing server builds each list."""
    return Portal(
        site, _page_resources(site, "jpaas_unit_list.html"), {UNIT_PATH: partial(_build_unit, site)}
    )


def _page_resources(site: Site, template: str) -> dict[str, Resource]:
    resources = common_resources(site)
    for column in site.columns:
        list_page = partial(render_template, template, site=site, column=column, page=PAGE_SIZE)
        resources[column.path] = Resource(HTML_TYPE, list_page)
        for article in column.articles:
            resources[article.path] = article_page("hanweb_article.html", site, column, article)
    return resources


def _query_list(site: Site, query: Query) -> Resource:
    """One page of the column `channelCode[]`; none without the site code that the script posts."""
    column = _column_by_number(site, query.get("channelCode[]", "").removeprefix("col"))
    if column is None or query.get("webSiteCode[]") != column.agency.label:
        return Resource(JSON_TYPE, lambda: b'{"success": false, "data": null}')
    size, page = int(query["pageSize"]), int(query["current"])
    shown = column.articles[(page - 1) * size : page * size]
    data = {"page": page, "rows": len(shown), "total": len(column.articles)}
    return _json_resource(
        {"success": True, "data": {**data, "results": [_result_json(article) for article in shown]}}
    )


def _result_json(article: Article) -> dict[str, object]:
    number = article.path.rpartition("_")[2].removesuffix(".html")
    source = {
        "id": number,
        "title": f" {article.link}",
        "showTitle": f"<p>{article.link}</p>",
        "pubDate": f"{article.published.isoformat()} 09:30",
        "urls": json.dumps({"pc": article.path}),
    }
    return {"id": number, "source": source}


def _build_unit(site: Site, query: Query) -> Resource:
    """One page of the column `pageId` as HTML, with its pager."""
    column = _column_by_number(site, query.get("pageId", ""))
    if column is None:
        return _json_resource({"success": False, "data": None})
    parameters = json.loads(query.get("paramJson", "{}"))
    page, size = int(parameters.get("pageNo", 1)), int(parameters.get("pageSize", PAGE_SIZE))
    items = "".join(_item_html(article) for article in column.articles[(page - 1) * size : page * size])
    pager = f'<div class="pagination" rows="{size}" count="{len(column.articles)}" pageNo="{page}"></div>'
    html = f'<div class="page-content"><ul>{items}</ul></div>{pager}'
    return _json_resource({"success": True, "data": {"html": html}})


def _item_html(article: Article) -> str:
    title = escape(article.link)
    return f'<li><a href="{article.path}" title="{title}">{title}</a><span>{article.published}</span></li>'


def _column_by_number(site: Site, number: str) -> PortalColumn | None:
    return next((column for column in site.columns if str(column.number) == number), None)


def _json_resource(value: object) -> Resource:
    body: Callable[[], bytes] = json.dumps(value, ensure_ascii=False).encode
    return Resource(JSON_TYPE, body)
