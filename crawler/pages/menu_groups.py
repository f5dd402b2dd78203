"""Finds the heading of a group of links that is no link itself: 政府信息公开年报 above 部门 and 乡镇."""

from __future__ import annotations

from collections.abc import Mapping

from lxml.html import HtmlElement

from archive.text import remove_whitespace
from crawler.pages.page import Page
from crawler.pages.title_rules import is_report_column

_MAX_HEADING_LENGTH = 20
_MAX_LINKS = 200
_HEADING_TAGS = ("li", "span", "div", "p", "td", "dt", "b", "em", "h3", "h4", "button", "a")
_SKIPPED_TAGS = frozenset({"script", "style", "noscript", "title", "option", "button", "head", "meta"})


def report_headings(page: Page) -> Mapping[str, str]:
    """The heading of each link that stands below a heading that names annual reports, by the link's URL."""
    headings: dict[str, str] = {}
    heading = ""
    for element in page.tree.iter():
        if not isinstance(element.tag, str) or element.tag in _SKIPPED_TAGS:
            continue
        target = (element.get("href") or "").strip().lower() if element.tag == "a" else ""
        if target and not target.startswith(("#", "javascript:")):
            url = page.absolute_url(element.get("href") or "")
            if heading and url and len(headings) < _MAX_LINKS:
                headings.setdefault(url, heading)
        elif (text := remove_whitespace(element.text or "")) and not _is_in_link(element):
            heading = text if len(text) <= _MAX_HEADING_LENGTH and is_report_column(text) else ""
    return headings


def unlinked_headings(page: Page) -> tuple[str, ...]:
    """The headings that name annual reports and have no links: only a script acts on them."""
    used = set(report_headings(page).values())
    texts = (
        remove_whitespace(element.text or "")
        for element in page.tree.iter(
            "li", "span", "div", "p", "td", "dt", "b", "em", "h3", "h4", "button", "a"
        )
        if not _is_in_link(element)
    )
    short_texts = (text for text in texts if 0 < len(text) <= _MAX_HEADING_LENGTH)
    return tuple(dict.fromkeys(text for text in short_texts if is_report_column(text) and text not in used))


def _is_in_link(element: HtmlElement) -> bool:
    holders = (element, *element.iterancestors("a"))
    targets = ((holder.get("href") or "").strip().lower() for holder in holders)
    return any(target and not target.startswith(("#", "javascript:")) for target in targets)
