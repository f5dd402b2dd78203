"""Portals of 广东's gkmlpt: a tree of columns in a page without links, entries as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial

from samples.portals.site import HTML, Article, Column, Endpoint, Portal, Query, Resource, Site
from samples.portals.templates import article_page, common, render

PAGE = 100
JSON = "application/json; charset=utf-8"
# 09:30 in China.
_MORNING = 5400


@dataclass(frozen=True, slots=True)
class GkmlptAddresses:
    """`/slj/gkmlpt/index`, `/slj/gkmlpt/content/3/3255/post_3255421.html`."""

    key: str = "gkmlpt"
    style: str = "plain"

    def column(self, number: int, label: str) -> str:
        """An agency's platform; its columns have no pages."""
        return f"/{label}/gkmlpt/index"

    def article(self, column: str, day: date, number: int) -> str:
        """By number, in folders of its first digits."""
        platform = column.removesuffix("index")
        return f"{platform}content/{number // 1_000_000}/{number // 1000}/post_{number}.html"

    def file(self, article: str, day: date, number: int, suffix: str) -> tuple[str, str]:
        """In a folder of its own below the agency's."""
        path = f"/{article.split('/')[1]}/attachment/0/{number // 10_000}/{number}.{suffix}"
        return path, path


def portal(site: Site) -> Portal:
    """The platform of each agency, its articles, and the endpoint of each column of its tree."""
    resources = common(site)
    endpoints: dict[str, Endpoint] = {}
    for column in site.columns:
        tree = json.dumps(_tree(column), ensure_ascii=False)
        body = partial(
            render, "gkmlpt_index.html", site=site, column=column, sid=_site_number(column), tree=tree
        )
        resources[column.path] = Resource(HTML, body)
        for article in column.articles:
            resources[article.path] = article_page("scripted_article.html", site, column, article)
        platform = column.path.removesuffix("index")
        endpoints[f"{platform}api/all/{_annual(column)}"] = partial(_answer, site, column)
    return Portal(site, resources, endpoints)


def _site_number(column: Column) -> int:
    return 750_000 + column.number


def _annual(column: Column) -> int:
    """The number of the column of reports in its agency's tree."""
    return column.number * 10 + 4


def _tree(column: Column) -> list[dict[str, object]]:
    """Four columns of 《条例》 under one, and two that concern nobody here."""
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


def _answer(site: Site, column: Column, query: Query) -> Resource:
    """Up to a hundred entries; without the number of its site the endpoint gives none."""
    page = int(query.get("page", "1"))
    articles = column.articles if query.get("sid") == str(_site_number(column)) else ()
    start = (page - 1) * PAGE
    value = {
        "classify": {"id": _annual(column), "name": column.name, "post_count": len(articles) + 3},
        "total": len(articles),
        "offset": start,
        "articles": [_entry(site, article) for article in articles[start : start + PAGE]],
    }
    return Resource(JSON, json.dumps(value, ensure_ascii=False).encode)


def _entry(site: Site, article: Article) -> dict[str, object]:
    day = article.published
    return {
        "id": int(article.path.rpartition("_")[2].removesuffix(".html")),
        "title": article.link,
        "create_time": int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) + _MORNING,
        "publisher": article.source,
        "type": "normal",
        "url": site.url(article.path),
    }
