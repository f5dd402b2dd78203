"""Finds the links of the list that holds the reports of a page, to compare them with its stated number."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement

from crawler.pages import ListEntry, Page

_MAX_LEVELS = 8


def listed_urls(page: Page, data: Sequence[ListEntry], reports: Sequence[ListEntry]) -> frozenset[str]:
    """The URLs of `data`, the entries of a list that are no links; else of all links around the reports.

    Around the reports: in the smallest element that holds every one of them.
    """
    if data or page.json_data is not None:
        return frozenset(entry.url for entry in data)
    urls = {report.url for report in reports}
    if not reports:
        return frozenset()
    links = [(link, page.absolute_url(link.get("href") or "")) for link in page.tree.iter("a")]
    holders = [link for link, url in links if url in urls]
    box = _common_ancestor(holders[0], holders[-1]) if holders else None
    if box is None:
        return frozenset(urls)
    inside = set(box.iter("a"))
    return frozenset(urls | {url for link, url in links if url and link in inside})


def _common_ancestor(first: HtmlElement, last: HtmlElement) -> HtmlElement | None:
    """The smallest element that holds both links, of a single link the first that holds another link."""
    if first is last:
        levels = list(first.iterancestors())[:_MAX_LEVELS]
        return next((level for level in levels if sum(1 for _ in level.iter("a")) > 1), None)
    around_last = set(last.iterancestors())
    return next((ancestor for ancestor in first.iterancestors() if ancestor in around_last), None)
