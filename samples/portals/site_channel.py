"""Portals as in cities of Shandong: channels and documents are named by 24 hexadecimal digits."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from samples.portals import paged_list
from samples.portals.site import Portal, Site


@dataclass(frozen=True, slots=True)
class SiteChannelUrlScheme:
    """`/gongkai/site_rsj/channel_<24 hex>/doc_<24 hex>.html`."""

    key: str = "site_channel"
    style: str = "plain"

    def column(self, number: int, label: str) -> str:
        """The channel of one organisation."""
        return f"/gongkai/site_{label}/channel_{_hex_id(f'{label}{number}')}/"

    def article(self, column: str, day: date, number: int) -> str:
        """In the folder of its channel."""
        return f"{column}doc_{_hex_id(str(number))}.html"

    def file(self, article: str, day: date, number: int, suffix: str) -> tuple[str, str]:
        """One folder for all files."""
        path = f"/upload/{day:%Y%m}/{_hex_id(f'file{number}')}.{suffix}"
        return path, path


def _hex_id(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:24]


def portal(site: Site) -> Portal:
    """All pages of the site; further pages of a list have the query parameter `page`."""
    return paged_list.portal(
        site, paged_list.PagingScheme("select", "channel_article.html", _page_path, parameter="page")
    )


def _page_path(column: str, number: int, count: int) -> str:
    return column if number == 1 else f"{column}?page={number}"
