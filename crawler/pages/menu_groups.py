"""Finds the heading of a group of links that is no link itself: 政府信息公开年报 above 部门 and 乡镇."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from lxml.html import HtmlElement

from archive.text import remove_whitespace
from crawler.pages.links import has_address
from crawler.pages.page import Page
from crawler.pages.title_rules import is_report_column

_MAX_HEADING_LENGTH = 20
_MAX_LINKS = 200
# Every name of a column of reports has it: 年报, 年度报告.
_REPORT_SIGN = "报"
_HEADING_TAGS = ("li", "span", "div", "p", "td", "dt", "b", "em", "h3", "h4", "button", "a")
_SKIPPED_TAGS = frozenset({"script", "style", "noscript", "title", "option", "button", "head", "meta"})


@lru_cache(maxsize=2)
def report_headings(page: Page) -> Mapping[str, str]:
    """The heading of each link that stands below a heading that names annual reports, by the link's URL."""
    headings: dict[str, str] = {}
    heading = ""
    for element in page.tree.iter():
        if not isinstance(element.tag, str) or element.tag in _SKIPPED_TAGS:
            continue
        if element.tag == "a" and has_address(element):
            url = page.absolute_url(element.get("href") or "")
            if heading and url and len(headings) < _MAX_LINKS:
                headings.setdefault(url, heading)
        elif (text := element.text) and (heading or _REPORT_SIGN in text):
            heading = _as_heading(element, text, heading)
    return headings


def _as_heading(element: HtmlElement, text: str, heading: str) -> str:
    """The heading that holds from this element on: itself, none, or still the one before."""
    text = remove_whitespace(text)
    if not text or _is_in_link(element):
        return heading
    return text if len(text) <= _MAX_HEADING_LENGTH and is_report_column(text) else ""


def unlinked_headings(page: Page) -> tuple[str, ...]:
    """The headings that name annual reports and have no links: only a script acts on them."""
    used = set(report_headings(page).values())
    candidates = (
        element for element in page.tree.iter(*_HEADING_TAGS) if _REPORT_SIGN in (element.text or "")
    )
    texts = (remove_whitespace(element.text or "") for element in candidates if not _is_in_link(element))
    headings = (text for text in texts if len(text) <= _MAX_HEADING_LENGTH and is_report_column(text))
    return tuple(dict.fromkeys(heading for heading in headings if heading not in used))


def _is_in_link(element: HtmlElement) -> bool:
    return any(has_address(link) for link in (element, *element.iterancestors("a")))
