"""Portals in GBK whose links have Chinese words in their queries, as they are: browsers send them in GBK."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from samples.portals import paged_list
from samples.portals.generic import GenericUrlScheme
from samples.portals.site import Portal, Resource, Site

_TYPE = "text/html; charset=gb2312"


@dataclass(frozen=True, slots=True)
class GbkUrlScheme(GenericUrlScheme):
    """`/nb/rsj/list.asp`, its second page `/nb/rsj/list.asp?unit=市人社局&page=2`."""

    key: str = "generic_gbk"

    def column(self, number: int, label: str) -> str:
        """A program in the folder of its agency."""
        return f"/nb/{label}/list.asp"


def portal(site: Site) -> Portal:
    """All pages of the site, its lists in GBK; a query in another encoding gets the first page."""
    units = {column.path: column.agency.name for column in site.columns}

    def page_path(column: str, number: int, count: int) -> str:
        return column if number == 1 else f"{column}?unit={units[column]}&page={number}"

    built = paged_list.portal(site, paged_list.PagingScheme("numbers", "scripted_article.html", page_path))
    resources = {
        _quoted(path): _in_gbk(resource) if path.partition("?")[0] in units else resource
        for path, resource in built.resources.items()
    }
    return Portal(built.site, resources, built.endpoints)


def _quoted(path: str) -> str:
    """The path as browsers send it: a query in the encoding of the page."""
    bare, mark, query = path.partition("?")
    return bare + mark + quote(query, safe="=&", encoding="gb18030")


def _in_gbk(resource: Resource) -> Resource:
    def body() -> bytes:
        text = resource.body().decode().replace('<meta charset="utf-8">', '<meta charset="gb2312">')
        return text.encode("gb18030")

    return Resource(_TYPE, body, resource.modified)
