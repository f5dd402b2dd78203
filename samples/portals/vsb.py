"""Portals of 博达: static lists with descending page numbers, or one program that serves all pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from samples.portals import paged_list
from samples.portals.site import Portal, Site


@dataclass(frozen=True, slots=True)
class VsbUrlScheme:
    """`/rsj/zfxxgknb1200.htm`, `/info/1200/108140.htm`."""

    key: str = "vsb"
    style: str = "word"

    def column(self, number: int, label: str) -> str:
        """A file; the folder of the same name holds its further pages."""
        return f"/{label}/zfxxgknb{number}.htm"

    def article(self, column: str, day: date, number: int) -> str:
        """Below the number of the column in the tree."""
        tree = column.removesuffix(".htm").rpartition("zfxxgknb")[2]
        return f"/info/{tree}/{number}.htm"

    def file(self, article: str, day: date, number: int, suffix: str) -> tuple[str, str]:
        """In a folder of hexadecimal digits."""
        path = f"/__local/{number % 16:X}/{number % 251:02X}/{number:020X}.{suffix}"
        return path, path


@dataclass(frozen=True, slots=True)
class VsbDynamicUrlScheme(VsbUrlScheme):
    """The same addresses for lists that a program generates."""

    key: str = "vsb_asked"


def portal(site: Site) -> Portal:
    """All pages of the site; of seven pages of `X.htm` the second is `X/6.htm`, the last `X/1.htm`."""
    return paged_list.portal(site, paged_list.PagingScheme("down", "vsb_article.html", _descending_page_path))


def dynamic_portal(site: Site) -> Portal:
    """The same with lists that a program generates; the first page is static."""
    return paged_list.portal(
        site, paged_list.PagingScheme("next", "vsb_article.html", _dynamic_page_path, parameter="PAGENUM")
    )


def _descending_page_path(column: str, number: int, count: int) -> str:
    return column if number == 1 else f"{column.removesuffix('.htm')}/{count - number + 1}.htm"


def _dynamic_page_path(column: str, number: int, count: int) -> str:
    if number == 1:
        return column
    folder, _, name = column.rpartition("/")
    tree = name.removesuffix(".htm").removeprefix("zfxxgknb")
    return f"{folder}/list.jsp?totalpage={count}&PAGENUM={number}&urltype=tree.TreeTempUrl&wbtreeid={tree}"
