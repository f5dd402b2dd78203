"""Portals of 广东's gkmlpt: a tree of columns in a page without links, entries as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial

from samples.portals.site import HTML_TYPE, Article, Portal, PortalColumn, Query, QueryHandler, Resource, Site
from samples.portals.templates import article_page, common_resources, render_template

PAGE_SIZE = 100
JSON_TYPE = "application/json; charset=utf-8"
# 09:30 in China.
_MORNING_SECONDS = 5400


@dataclass(frozen=True, slots=True)
class GkmlptUrlScheme:
    """`/slj/gkmlpt/index`, `/slj/gkmlpt/content/3/3255/post_3255421.html`."""

    key: str = "gkmlpt"
    style: str = "plain"

    def column(self, number: int, label: str) -> str:
        """An agency's platform; its columns have no pages."""
        return f"/{label}/gkmlpt/index"

    def article(self, column: str, day: date, number: int) -> str:
        """By number, in folders named after its first digits."""
        platform = column.removesuffix("index")
        return f"{platform}content/{number // 1_000_000}/{number // 1000}/post_{number}.html"

    def file(self, article: str, day: date, number: int, suffix: str) -> tuple[str, str]:
        """In a folder of its own below the agency's."""
        path = f"/{article.split('/')[1]}/attachment/0/{number // 10_000}/{number}.{suffix}"
        return path, path


def portal(site: Site) -> Portal:
    """The platform of each agency, its articles, and the endpoint of each column of its tree."""
    resources = common_resources(site)
    endpoints: dict[str, QueryHandler] = {}
    for column in site.columns:
        tree = json.dumps(_column_tree(column), ensure_ascii=False)
        body = partial(
            render_template, "gkmlpt_index.html", site=site, column=column, sid=_site_id(column), tree=tree
        )
        resources[column.path] = Resource(HTML_TYPE, body)
        for article in column.articles:
            resources[article.path] = article_page("scripted_article.html", site, column, article)
        platform = column.path.removesuffix("index")
        endpoints[f"{platform}api/all/{_report_column_id(column)}"] = partial(_article_list, site, column)
    return Portal(site, resources, endpoints)


def _site_id(column: PortalColumn) -> int:
    return 750_000 + column.number


def _report_column_id(column: PortalColumn) -> int:
    """The number of the column of reports in its agency's tree."""
    return column.number * 10 + 4


def _column_tree(column: PortalColumn) -> list[dict[str, object]]:
    """The four statutory columns below one, and two further columns."""
    first = column.number * 10
    names = {1: "政府信息公开指南", 2: "政府信息公开制度", 3: "法定主动公开内容", 4: column.name}
    below = [
        {"id": first + step, "name": name, "parent": first, "jump_url": ""} for step, name in names.items()
    ]
    return [
        {"id": first, "name": "政府信息公开", "parent": 0, "jump_url": "", "children": below},
        {"id": first + 5, "name": "机构职能", "parent": 0, "jump_url": "", "children": []},
        {"id": first + 6, "name": "网站工作年度报表", "parent": 0, "jump_url": "", "children": []},
    ]


def _article_list(site: Site, column: PortalColumn, query: Query) -> Resource:
    """Up to a hundred entries as JSON; none if `sid` is not the number of the site."""
    page = int(query.get("page", "1"))
    articles = column.articles if query.get("sid") == str(_site_id(column)) else ()
    start = (page - 1) * PAGE_SIZE
    value = {
        "classify": {"id": _report_column_id(column), "name": column.name, "post_count": len(articles) + 3},
        "total": len(articles),
        "offset": start,
        "articles": [_article_json(site, article) for article in articles[start : start + PAGE_SIZE]],
    }
    return Resource(JSON_TYPE, json.dumps(value, ensure_ascii=False).encode)


def _article_json(site: Site, article: Article) -> dict[str, object]:
    day = article.published
    return {
        "id": int(article.path.rpartition("_")[2].removesuffix(".html")),
        "title": article.link,
        "create_time": int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) + _MORNING_SECONDS,
        "publisher": article.source,
        "type": "normal",
        "url": site.url(article.path),
    }
