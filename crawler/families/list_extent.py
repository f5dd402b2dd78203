"""Finds what a list says of its length, and signs that it goes on where no request can follow.

The patterns are in `pager.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import cast

from lxml.etree import XPath
from lxml.html import HtmlElement

from archive.text import remove_whitespace
from crawler.families.base import ListExtent
from crawler.families.json_lists import json_total
from crawler.families.page_numbering import stated_page_count
from crawler.families.pager_controls import ControlKind, find_controls
from crawler.families.pager_rules import pager_rules
from crawler.pages import ListEntry, Page, has_address

_YEAR_ELEMENTS = XPath("//text()[contains(., '20') and string-length(normalize-space(.)) < 12]/parent::*")
_YEAR = re.compile(r"20[0-3]\d")
_MORE_ELEMENTS = XPath(
    "//text()[contains(., '更多') or contains(., '加载') or contains(., 'ore')]/parent::*"
    " | //input[@type='button']"
)
_HIDDEN_TAGS = ("html", "body", "script", "style", "title", "head", "noscript", "template")
_ADDRESS = re.compile(r"[/?]\w|\.\w{2,5}$|^https?:")
_MAX_MORE_TEXT = 12
_SCRIPT_SIGNS = ("<script", "onclick", "javascript:")
_MIN_TABS = 2


def stated_extent(page: Page, text: str) -> ListExtent:
    """What the page says of the length of its list; `text` is the page without its comments."""
    if page.json_data is not None:
        return ListExtent(items=json_total(page))
    totals = (pattern.search(text) for pattern in pager_rules().extent.items)
    items = next((int(match[1]) for match in totals if match), 0)
    return ListExtent(stated_page_count(text), items)


def find_unfollowed_paging(page: Page, text: str) -> str:
    """Why the list goes on in a way that only a browser can follow; "" if no sign of that was found."""
    extent, lower_text = pager_rules().extent, text.lower()
    if extent.components.search(text) and not _has_links_in_pager(page):
        return "翻页由脚本画出"
    if not any(sign in lower_text for sign in _SCRIPT_SIGNS):
        return ""
    if stated_page_count(text) != 1 and _has_script_pager(page):
        return "翻页由脚本完成"
    if _has_more_control(page):
        return "更多条目要点击才装入"
    return "更多条目随滚动装入" if extent.scroll.search(text) and extent.load.search(text) else ""


def find_unloaded_years(page: Page, entries: Iterable[ListEntry]) -> str:
    """Why years that the page offers are not in it: a script loads them; "" if none is missing."""
    if "<script" not in page.text.lower():
        return ""
    tabs = dict.fromkeys(_year_tabs(page))
    shown = {year for entry in entries for year in _YEAR.findall(entry.title)}
    shown |= set(_YEAR.findall(page.url))  # the option of the page itself leads nowhere else
    missing = [year for year in tabs if year not in shown]
    return f"年份由脚本装入：{'、'.join(missing[:5])}" if len(tabs) >= _MIN_TABS and missing else ""


def _has_script_pager(page: Page) -> bool:
    return any(
        control.kind is ControlKind.NEXT and control.has_action and not control.url and control.number is None
        for control in find_controls(page)
    )


def _has_more_control(page: Page) -> bool:
    """Whether the page has a control such as 加载更多 that leads to no page."""
    pattern = pager_rules().extent.more
    for element in cast("list[HtmlElement]", _MORE_ELEMENTS(page.tree)):
        if element.tag in _HIDDEN_TAGS:
            continue
        text = remove_whitespace(element.get("value") or element.text_content())
        if len(text) <= _MAX_MORE_TEXT and pattern.search(text) and not _leads_to_a_page(element):
            return True
    return False


def _leads_to_a_page(element: HtmlElement) -> bool:
    """Whether an element, what is in it or around it is a link with an address."""
    return any(has_address(link) for link in (*element.iter("a"), *element.iterancestors("a")))


def _has_links_in_pager(page: Page) -> bool:
    return any(control.kind and control.url for control in find_controls(page))


def _year_tabs(page: Page) -> Iterator[str]:
    """The years of elements that are only a year and lead to no page."""
    for element in cast("list[HtmlElement]", _YEAR_ELEMENTS(page.tree)):
        text = remove_whitespace(element.text_content())
        is_tab = pager_rules().extent.year.search(text) and element.tag not in _HIDDEN_TAGS
        if is_tab and not _leads_to_a_page(element) and not _has_address(element):
            yield text[:4]


def _has_address(element: HtmlElement) -> bool:
    """Whether an attribute of the element, or of the item around it, holds an address."""
    holders = (element, *element.iterancestors("li", "a"))
    return any(_ADDRESS.search(value) for holder in holders for value in holder.attrib.values())
