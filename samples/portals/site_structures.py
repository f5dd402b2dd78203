"""Navigation from the front page to the columns: direct, menus, pictures, choices, site map, matrix."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial

from samples.portals.site import HTML_TYPE, Portal, PortalColumn, Resource, Site
from samples.portals.templates import render_template


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of a navigation page."""

    text: str
    path: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One agency of a matrix: the path of its report for each year, empty if it has none."""

    name: str
    paths: tuple[str, ...]


PageResources = dict[str, Resource]
_DEAD_LINK = "javascript:void(0)"
_ANNUAL_REPORTS = "政府信息公开年报"


def _link_page(site: Site, title: str, links: Iterable[Link] = (), form: str = "list") -> Resource:
    """A page of links, as a `list`, as `pictures` with alternative texts, or as `choices` of a select box."""
    context = {"links": list(links), "years": [], "rows": [], "form": form}
    return Resource(HTML_TYPE, partial(render_template, "way.html", site=site, title=title, **context))


def _agency_links(columns: Iterable[PortalColumn]) -> list[Link]:
    return [Link(f"{column.agency.name}", column.path) for column in columns]


def _statutory_links(annual_reports_path: str) -> list[Link]:
    """The four columns that 国办公开办函〔2019〕61号 prescribes, in its order."""
    return [
        Link("政府信息公开指南", _DEAD_LINK),
        Link("政府信息公开制度", _DEAD_LINK),
        Link("法定主动公开内容", "/zwgk/fdzdgknr/"),
        Link(_ANNUAL_REPORTS, annual_reports_path),
    ]


def _menu_pages(site: Site) -> PageResources:
    """政府信息公开 → 年报 → agencies."""
    return {
        "/zwgk/": _link_page(site, "政府信息公开", _statutory_links("/zwgk/nb/")),
        "/zwgk/fdzdgknr/": _link_page(site, "法定主动公开内容", [Link("机构职能", _DEAD_LINK)]),
        "/zwgk/nb/": _link_page(site, _ANNUAL_REPORTS, _agency_links(site.columns)),
    }


def _picture_pages(site: Site) -> PageResources:
    """政府信息公开 → 年报 → agencies; 政府信息公开 links by pictures."""
    pages = _menu_pages(site)
    return pages | {"/zwgk/": _link_page(site, "政务公开", _statutory_links("/zwgk/nb/"), "pictures")}


def _choice_pages(site: Site) -> PageResources:
    """政府信息公开 → 年报, which offers its agencies in a select box."""
    agencies = _link_page(site, _ANNUAL_REPORTS, _agency_links(site.columns), "choices")
    return _menu_pages(site) | {"/zwgk/nb/": agencies}


def _site_map_pages(site: Site) -> PageResources:
    """Only the site map links to the columns."""
    column_links = [Link(f"{column.agency.name}{_ANNUAL_REPORTS}", column.path) for column in site.columns]
    links = [Link("新闻中心", "/xwzx/1.html"), Link("办事服务", _DEAD_LINK), *column_links]
    return {"/wzdt.html": _link_page(site, "网站地图", links)}


def _agency_kind_pages(site: Site) -> PageResources:
    """年报 → 政府, 部门, 乡镇（街道） → agencies; the last has none."""
    kinds = [Link("部门", "/zfxxgk/nb/bm/"), Link("乡镇（街道）", "/zfxxgk/nb/xz/")]
    return {
        "/zfxxgk/": _link_page(site, "政府信息公开", _statutory_links("/zfxxgk/nb/")),
        "/zwgk/fdzdgknr/": _link_page(site, "法定主动公开内容", [Link("机构职能", _DEAD_LINK)]),
        "/zfxxgk/nb/": _link_page(site, _ANNUAL_REPORTS, kinds),
        "/zfxxgk/nb/bm/": _link_page(site, "部门", _agency_links(site.columns)),
        "/zfxxgk/nb/xz/": _link_page(site, "乡镇（街道）"),
    }


def _matrix_pages(site: Site) -> PageResources:
    """A table of agencies and years whose cells say 查看 and lead to the reports."""
    reports = [
        (
            column.agency.name,
            {article.report.year: article.path for article in column.articles if article.report},
        )
        for column in site.columns
    ]
    years = sorted({year for _, paths in reports for year in paths}, reverse=True)
    rows = [MatrixRow(name, tuple(paths.get(year, "") for year in years)) for name, paths in reports]
    body = partial(
        render_template,
        "way.html",
        site=site,
        title=_ANNUAL_REPORTS,
        links=[],
        years=years,
        rows=rows,
        form="",
    )
    return {
        "/zwgk/": _link_page(site, "政府信息公开", _statutory_links("/zwgk/nb/")),
        "/zwgk/nb/": Resource(HTML_TYPE, body),
    }


@dataclass(frozen=True, slots=True)
class _SiteStructure:
    """The links of the front page, and the pages between it and the columns."""

    entry: str
    map: str
    pages: Callable[[Site], PageResources]


_SITE_STRUCTURES = {
    "direct": _SiteStructure("", "", lambda site: {}),
    "menu": _SiteStructure("/zwgk/", "", _menu_pages),
    "pictures": _SiteStructure("/zwgk/", "", _picture_pages),
    "choices": _SiteStructure("/zwgk/", "", _choice_pages),
    "map": _SiteStructure(_DEAD_LINK, "/wzdt.html", _site_map_pages),
    "kinds": _SiteStructure("/zfxxgk/", "", _agency_kind_pages),
    "matrix": _SiteStructure("/zwgk/", "", _matrix_pages),
}
SITE_STRUCTURES = tuple(_SITE_STRUCTURES)
"""The names of all site structures, the direct one first."""


def with_entry_points(site: Site, structure: str) -> Site:
    """The site with the links of the front page that this structure needs."""
    return replace(site, entry=_SITE_STRUCTURES[structure].entry, map=_SITE_STRUCTURES[structure].map)


def with_navigation_pages(portal: Portal, structure: str) -> Portal:
    """The portal with the navigation pages of this structure."""
    return replace(portal, resources=portal.resources | _SITE_STRUCTURES[structure].pages(portal.site))
