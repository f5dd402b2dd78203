"""Portals of the Hanweb kind: a list is inlined for its first records, the rest comes as XML from a proxy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from html import escape

from samples.portals.site import HTML, Article, Column, Portal, Query, Resource, Site
from samples.portals.templates import article_page, common, render, static

PAGE = 5
GROUP = 3
"""Pages that one window of records covers."""

XML = "text/xml; charset=utf-8"
_TITLE_ROOM = 34


@dataclass(frozen=True, slots=True)
class HanwebAddresses:
    """`/col/col1229/index.html`, `/art/2024/1/16/art_1229_5256774.html`, `/attach/0/….pdf`."""

    key: str = "hanweb"
    style: str = "zoom"

    def column(self, number: int, label: str) -> str:
        """A column is a number."""
        return f"/col/col{number}/index.html"

    def article(self, column: str, day: date, number: int) -> str:
        """Day without leading zeros, then column and article number."""
        return f"/art/{day.year}/{day.month}/{day.day}/art_{_number(column)}_{number}.html"

    def file(self, article: str, day: date, number: int, suffix: str) -> tuple[str, str]:
        """One folder for all files, referred to from the root."""
        path = f"/attach/0/{day:%y%m%d}{number:012x}.{suffix}"
        return path, path


def _number(column: str) -> str:
    return column.split("/col")[-1].removesuffix("/index.html")


def portal(site: Site) -> Portal:
    """All pages of the site, and the record proxy in both of its calls."""
    resources = common(site) | {"/js/jpage.js": static("jpage.js", "text/javascript; charset=utf-8")}
    for column in site.columns:
        resources[column.path] = Resource(HTML, partial(_list, site, column))
        for article in column.articles:
            resources[article.path] = article_page("hanweb_article.html", site, column, article)
    proxy = partial(_proxy, site)
    paths = ("/module/web/jpage/dataproxy.jsp", "/module/jpage/dataproxy.jsp")
    return Portal(site, resources, dict.fromkeys(paths, proxy))


def _list(site: Site, column: Column) -> bytes:
    records = _records(column.articles[: PAGE * GROUP])
    return render("hanweb_list.html", site=site, column=column, page=PAGE, group=GROUP, records=records)


def _proxy(site: Site, query: Query) -> Resource:
    """Records as XML: a window by `startrecord` and `endrecord`, or one page by `page`.

    A window holds one record more than it was asked for: 1 to 75 gave 76 on 江苏省工业和信息化厅's portal.
    """
    column = next((one for one in site.columns if str(one.number) == query.get("columnid")), None)
    if column is None:
        return Resource(XML, lambda: b"<datastore></datastore>")
    size = int(query.get("perpage", PAGE))
    if "startrecord" in query:
        start, end = int(query["startrecord"]), int(query.get("endrecord", PAGE))
        shown = column.articles[start - 1 : end + 1]
    else:
        page = int(query.get("page", 1))
        shown = column.articles[(page - 1) * size : page * size]
    return Resource(XML, _answer(column, shown, size))


def _answer(column: Column, shown: Sequence[Article], size: int) -> Callable[[], bytes]:
    total = len(column.articles)
    counts = f"<totalrecord>{total}</totalrecord><totalpage>{-(-total // size)}</totalpage>"
    return lambda: f"<datastore>{counts}<recordset>{_records(shown)}</recordset></datastore>".encode()


def _records(articles: Sequence[Article]) -> str:
    return "".join(f"<record><![CDATA[{_item(article)}]]></record>" for article in articles)


def _item(article: Article) -> str:
    """A record's HTML: the whole title in `title`, the visible one cut off where the list is narrow."""
    whole = escape(article.link)
    text = whole if len(whole) <= _TITLE_ROOM else whole[: _TITLE_ROOM - 3] + "..."
    day = article.published.isoformat()
    link = f'<a target="_blank" href="{article.path}" title="{whole}">{text}</a>'
    return f'<li>{link}<b readlabel="{day}">{day}</b></li>'
