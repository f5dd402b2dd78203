"""Ways from a portal's front page to its columns: straight, by menus, a map, sub-lists, a matrix of years."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial

from samples.portals.site import HTML, Column, Portal, Resource, Site
from samples.portals.templates import render


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of a page on the way."""

    text: str
    path: str


@dataclass(frozen=True, slots=True)
class Row:
    """One agency of a matrix: the page of its report for each year, "" where there is none."""

    name: str
    paths: tuple[str, ...]


Pages = dict[str, Resource]
_NOWHERE = "javascript:void(0)"
_ANNUAL = "政府信息公开年报"


def _page(site: Site, title: str, links: Iterable[Link] = ()) -> Resource:
    return Resource(
        HTML, partial(render, "way.html", site=site, title=title, links=list(links), years=[], rows=[])
    )


def _of_agencies(columns: Iterable[Column]) -> list[Link]:
    return [Link(f"{column.agency.name}", column.path) for column in columns]


def _four(annual: str) -> list[Link]:
    """The four columns that 国办公开办函〔2019〕61号 prescribes, in its order."""
    return [
        Link("政府信息公开指南", _NOWHERE),
        Link("政府信息公开制度", _NOWHERE),
        Link("法定主动公开内容", "/zwgk/fdzdgknr/"),
        Link(_ANNUAL, annual),
    ]


def _menu(site: Site) -> Pages:
    """政府信息公开 → 年报 → agencies."""
    return {
        "/zwgk/": _page(site, "政府信息公开", _four("/zwgk/nb/")),
        "/zwgk/fdzdgknr/": _page(site, "法定主动公开内容", [Link("机构职能", _NOWHERE)]),
        "/zwgk/nb/": _page(site, _ANNUAL, _of_agencies(site.columns)),
    }


def _map(site: Site) -> Pages:
    """The map of the site names every column, and nothing else does."""
    named = [Link(f"{column.agency.name}{_ANNUAL}", column.path) for column in site.columns]
    links = [Link("新闻中心", "/xwzx/1.html"), Link("办事服务", _NOWHERE), *named]
    return {"/wzdt.html": _page(site, "网站地图", links)}


def _kinds(site: Site) -> Pages:
    """年报 → 政府, 部门, 乡镇（街道） → agencies; the last has none."""
    kinds = [Link("部门", "/zfxxgk/nb/bm/"), Link("乡镇（街道）", "/zfxxgk/nb/xz/")]
    return {
        "/zfxxgk/": _page(site, "政府信息公开", _four("/zfxxgk/nb/")),
        "/zwgk/fdzdgknr/": _page(site, "法定主动公开内容", [Link("机构职能", _NOWHERE)]),
        "/zfxxgk/nb/": _page(site, _ANNUAL, kinds),
        "/zfxxgk/nb/bm/": _page(site, "部门", _of_agencies(site.columns)),
        "/zfxxgk/nb/xz/": _page(site, "乡镇（街道）"),
    }


def _matrix(site: Site) -> Pages:
    """A table of agencies and years whose cells say 查看 and lead to the reports."""
    reports = [
        (column.agency.name, {one.report.year: one.path for one in column.articles if one.report})
        for column in site.columns
    ]
    years = sorted({year for _, found in reports for year in found}, reverse=True)
    rows = [Row(name, tuple(found.get(year, "") for year in years)) for name, found in reports]
    body = partial(render, "way.html", site=site, title=_ANNUAL, links=[], years=years, rows=rows)
    return {"/zwgk/": _page(site, "政府信息公开", _four("/zwgk/nb/")), "/zwgk/nb/": Resource(HTML, body)}


@dataclass(frozen=True, slots=True)
class _Way:
    """Where the front page sends its visitor, and the pages that lie between."""

    entry: str
    map: str
    pages: Callable[[Site], Pages]


_WAYS = {
    "direct": _Way("", "", lambda site: {}),
    "menu": _Way("/zwgk/", "", _menu),
    "map": _Way(_NOWHERE, "/wzdt.html", _map),
    "kinds": _Way("/zfxxgk/", "", _kinds),
    "matrix": _Way("/zwgk/", "", _matrix),
}
WAYS = tuple(_WAYS)
"""Every way, the straight one first."""


def sent(site: Site, way: str) -> Site:
    """The site whose pages send their visitors that way."""
    return replace(site, entry=_WAYS[way].entry, map=_WAYS[way].map)


def laid(portal: Portal, way: str) -> Portal:
    """The portal with the pages that lie on the way."""
    return replace(portal, resources=portal.resources | _WAYS[way].pages(portal.site))
