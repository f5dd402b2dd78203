"""Portals of Hanweb: the first records of a list are inlined, further ones come as XML from a proxy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from html import escape

from samples.portals.site import HTML_TYPE, Article, Portal, PortalColumn, Query, Resource, Site
from samples.portals.templates import article_page, common_resources, render_template, static_file

PAGE_SIZE = 5
PAGES_PER_WINDOW = 3
"""Pages that one window of records covers."""

XML_TYPE = "text/xml; charset=utf-8"
_MAX_TITLE_CHARACTERS = 34


@dataclass(frozen=True, slots=True)
class HanwebUrlScheme:
    """`/col/col1229/index.html`, `/art/2024/1/16/art_1229_5256774.html`, `/attach/0/….pdf`."""

    key: str = "hanweb"
    style: str = "zoom"

    def column(self, number: int, label: str) -> str:
        """A column has only a number."""
        return f"/col/col{number}/index.html"

    def article(self, column: str, day: date, number: int) -> str:
        """Day without leading zeros, then column and article number."""
        return f"/art/{day.year}/{day.month}/{day.day}/art_{_column_number(column)}_{number}.html"

    def file(self, article: str, day: date, number: int, suffix: str) -> tuple[str, str]:
        """One folder for all files, referred to from the root."""
        path = f"/attach/0/{day:%y%m%d}{number:012x}.{suffix}"
        return path, path


def _column_number(column: str) -> str:
    return column.split("/col")[-1].removesuffix("/index.html")


def portal(site: Site) -> Portal:
    """All pages of the site, and the record proxy in both of its calls."""
    resources = common_resources(site) | {
        "/js/jpage.js": static_file("jpage.js", "text/javascript; charset=utf-8")
    }
    for column in site.columns:
        resources[column.path] = Resource(HTML_TYPE, partial(_list_page, site, column))
        for article in column.articles:
            resources[article.path] = article_page("hanweb_article.html", site, column, article)
    proxy = partial(_data_proxy, site)
    paths = ("/module/web/jpage/dataproxy.jsp", "/module/jpage/dataproxy.jsp")
    return Portal(site, resources, dict.fromkeys(paths, proxy))


def _list_page(site: Site, column: PortalColumn) -> bytes:
    records = _records(column.articles[: PAGE_SIZE * PAGES_PER_WINDOW])
    return render_template(
        "hanweb_list.html", site=site, column=column, page=PAGE_SIZE, group=PAGES_PER_WINDOW, records=records
    )


def _data_proxy(site: Site, query: Query) -> Resource:
    """Records as XML: a window by `startrecord` and `endrecord`, or one page by `page`.

    A window holds one record more than requested: 1 to 75 gave 76 on 江苏省工业和信息化厅's portal.
    """
    column = next((column for column in site.columns if str(column.number) == query.get("columnid")), None)
    if column is None:
        return Resource(XML_TYPE, lambda: b"<datastore></datastore>")
    size = int(query.get("perpage", PAGE_SIZE))
    if "startrecord" in query:
        start, end = int(query["startrecord"]), int(query.get("endrecord", PAGE_SIZE))
        shown = column.articles[start - 1 : end + 1]
    else:
        page = int(query.get("page", 1))
        shown = column.articles[(page - 1) * size : page * size]
    return Resource(XML_TYPE, _datastore_xml(column, shown, size))


def _datastore_xml(column: PortalColumn, articles: Sequence[Article], size: int) -> Callable[[], bytes]:
    total = len(column.articles)
    counts = f"<totalrecord>{total}</totalrecord><totalpage>{-(-total // size)}</totalpage>"
    return lambda: f"<datastore>{counts}<recordset>{_records(articles)}</recordset></datastore>".encode()


def _records(articles: Sequence[Article]) -> str:
    return "".join(f"<record><![CDATA[{_record_html(article)}]]></record>" for article in articles)


def _record_html(article: Article) -> str:
    """A record's HTML: the full title in `title`, the visible one shortened to fit the list."""
    title = escape(article.link)
    text = title if len(title) <= _MAX_TITLE_CHARACTERS else title[: _MAX_TITLE_CHARACTERS - 3] + "..."
    day = article.published.isoformat()
    link = f'<a target="_blank" href="{article.path}" title="{title}">{text}</a>'
    return f'<li>{link}<b readlabel="{day}">{day}</b></li>'
