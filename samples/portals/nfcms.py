"""Portals of Guangdong's shared platform: lists paged from one, articles in a folder `content`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from samples.portals import paged_list
from samples.portals.site import Portal, Site


@dataclass(frozen=True, slots=True)
class NfcmsUrlScheme:
    """`/xxgk/xxgknb/rsj/content/post_11956962.html`."""

    key: str = "nfcms"
    style: str = "word"

    def column(self, number: int, label: str) -> str:
        """A folder below that of all annual reports."""
        return f"/xxgk/xxgknb/{label}/"

    def article(self, column: str, day: date, number: int) -> str:
        """By number, without the day."""
        return f"{column}content/post_{number}.html"

    def file(self, article: str, day: date, number: int, suffix: str) -> tuple[str, str]:
        """One folder for the files of all columns."""
        path = f"/attachment/0/{number // 1000}/{number}/{number % 100000}.{suffix}"
        return path, path


def portal(site: Site) -> Portal:
    """All pages of the site; a list of n pages is `index.html`, `index_2.html` … `index_n.html`."""
    return paged_list.portal(site, paged_list.PagingScheme("numbers", "nfcms_article.html", _page_path))


def _page_path(column: str, number: int, count: int) -> str:
    return column if number == 1 else f"{column}index_{number}.html"
