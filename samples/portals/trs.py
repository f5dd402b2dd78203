"""Portals of TRS: static lists paged from zero, articles named by day and number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from posixpath import dirname, relpath

from samples.portals.site import HTML_TYPE, Portal, PortalColumn, Resource, Site
from samples.portals.templates import article_page, common_resources, render_template, static_file

PAGE_SIZE = 8


@dataclass(frozen=True, slots=True)
class TrsUrlScheme:
    """`202401/t20240116_4405804.html`; files are next to the article."""

    key: str = "trs"
    style: str = "word"

    def column(self, number: int, label: str) -> str:
        """`/zfxxgk/zfxxgknb/rsj/`."""
        return f"/zfxxgk/zfxxgknb/{label}/"

    def article(self, column: str, day: date, number: int) -> str:
        """In the folder of its month."""
        return f"{column}{day:%Y%m}/t{day:%Y%m%d}_{number}.html"

    def file(self, article: str, day: date, number: int, suffix: str) -> tuple[str, str]:
        """`./P020240116….pdf`, `./W020240116….docx`: P for PDF, W for Word."""
        name = f"{'W' if suffix == 'docx' else 'P'}0{day:%Y%m%d}{number:010d}.{suffix}"
        return f"{dirname(article)}/{name}", f"./{name}"


def portal(site: Site) -> Portal:
    """All pages of the site; a list of n pages is `index.html`, `index_1.html` … `index_{n-1}.html`."""
    resources = common_resources(site) | {
        "/js/page.js": static_file("page.js", "text/javascript; charset=utf-8")
    }
    for column in site.columns:
        resources |= _list_pages(site, column)
        for article in column.articles:
            resources[article.path] = article_page("trs_article.html", site, column, article)
    return Portal(site, resources)


def _list_pages(site: Site, column: PortalColumn) -> dict[str, Resource]:
    count = -(-len(column.articles) // PAGE_SIZE)
    pages: dict[str, Resource] = {}
    for number in range(count):
        shown = column.articles[number * PAGE_SIZE : (number + 1) * PAGE_SIZE]
        hrefs = {article.path: "./" + relpath(article.path, column.path) for article in shown}
        body = partial(
            render_template,
            "trs_list.html",
            site=site,
            column=column,
            articles=shown,
            hrefs=hrefs,
            count=count,
            number=number,
        )
        pages[f"{column.path}index{f'_{number}' if number else ''}.html"] = Resource(HTML_TYPE, body)
    pages[column.path] = pages[f"{column.path}index.html"]
    return pages
