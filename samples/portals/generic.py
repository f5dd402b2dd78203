"""Portals of unknown software, one for each paging scheme, and with a folder for each year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from samples.portals import file_links, paged_list
from samples.portals.site import HTML_TYPE, Article, Portal, PortalColumn, Resource, Site
from samples.portals.templates import article_page, common_resources, render_template

_ARTICLE_TEMPLATE = "scripted_article.html"


@dataclass(frozen=True, slots=True)
class GenericUrlScheme:
    """`/nb/rsj/list.html`, `/show/2024/4405804.html`; `key` names the paging scheme."""

    key: str
    style: str = "plain"

    def column(self, number: int, label: str) -> str:
        """A file in the folder of its agency."""
        return f"/nb/{label}/list.html"

    def article(self, column: str, day: date, number: int) -> str:
        """Articles of all columns share a folder for each year."""
        return f"/show/{day.year}/{number}.html"

    def file(self, article: str, day: date, number: int, suffix: str) -> tuple[str, str]:
        """Next to the article."""
        name = f"{number}.{suffix}"
        return f"{article.rpartition('/')[0]}/{name}", name


def _page_path(name_template: str, first_number: int, column: str, number: int, count: int) -> str:
    """The path of page `number`: `list_2.html` counts from 1, `t_1.html` from 0."""
    name = name_template.format(number - 1 + first_number)
    return column if number == 1 else column.replace("list.html", name)


_PAGING_SCHEMES = {
    "generic": paged_list.PagingScheme("next", _ARTICLE_TEMPLATE, partial(_page_path, "list_{}.html", 1)),
    "generic_last": paged_list.PagingScheme(
        "numbers", _ARTICLE_TEMPLATE, partial(_page_path, "t_{}.html", 0)
    ),
    "generic_buttons": paged_list.PagingScheme(
        "buttons",
        _ARTICLE_TEMPLATE,
        partial(_page_path, "list_{}.html", 1),
        list_template="clicked_list.html",
    ),
    "generic_counted": paged_list.PagingScheme(
        "counted", _ARTICLE_TEMPLATE, partial(_page_path, "column-index-{}.shtml", 0)
    ),
    "generic_select": paged_list.PagingScheme(
        "select", _ARTICLE_TEMPLATE, partial(_page_path, "list.html?pageNo={}", 1), "pageNo"
    ),
    "generic_pictures": paged_list.PagingScheme(
        "pictures", _ARTICLE_TEMPLATE, partial(_page_path, "list_{}.html", 1)
    ),
    "generic_handlers": paged_list.PagingScheme(
        "next", _ARTICLE_TEMPLATE, partial(_page_path, "list_{}.html", 1), list_template="handler_list.html"
    ),
}
_DEFINITION_LISTS = paged_list.PagingScheme(
    "stated",
    _ARTICLE_TEMPLATE,
    partial(_page_path, "list_{}.html", 1),
    list_template="definition_list.html",
)


def _notice_portal(site: Site) -> Portal:
    """Lists with dates beside their entries; reports are announced by the notice that issues them."""
    return paged_list.portal(site.with_articles(_with_notice_title), _DEFINITION_LISTS)


def _with_notice_title(article: Article) -> Article:
    if article.report is None:
        return article
    title = f"{article.source}关于印发{article.report.year}年政府信息公开工作年度报告的通知"
    return replace(article, title=title, link=title)


def _yearly_portal(site: Site) -> Portal:
    """Columns that show only links to a folder for each year."""
    resources = common_resources(site)
    for column in site.columns:
        resources |= _year_folders(site, column)
        for article in column.articles:
            resources[article.path] = article_page(_ARTICLE_TEMPLATE, site, column, article)
    return Portal(site, resources)


def _year_folders(site: Site, column: PortalColumn) -> dict[str, Resource]:
    folder = column.path.removesuffix("list.html")
    years = sorted({article.published.year for article in column.articles}, reverse=True)
    paths = {year: f"{folder}{year}n/" for year in years}
    page = partial(
        render_template, "linked_list.html", site=site, column=column, number=1, pages=[], pager="years"
    )
    resources = {column.path: Resource(HTML_TYPE, partial(page, articles=(), years=paths))}
    for year, path in paths.items():
        shown = tuple(article for article in column.articles if article.published.year == year)
        resources[path] = Resource(HTML_TYPE, partial(page, articles=shown, years={}))
    return resources


PORTAL_BUILDERS: dict[str, Callable[[Site], Portal]] = {
    **{key: partial(paged_list.portal, paging=scheme) for key, scheme in _PAGING_SCHEMES.items()},
    "generic_years": _yearly_portal,
    "generic_notices": _notice_portal,
    **file_links.portal_builders(partial(paged_list.portal, paging=_PAGING_SCHEMES["generic"])),
}
"""Builders by the name of the paging scheme."""
