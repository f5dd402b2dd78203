"""Finds what a list says of its length, and signs that it goes on where no request can follow.

The patterns are in `pager.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import cast

from lxml.etree import XPath
from lxml.html import HtmlElement

from archive.text import remove_whitespace
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
_MAX_PAGER_CALLS = 20
_CHANGE_HANDLER = re.compile(r"\.change\(|\.on\(\s*['\"]change|addEventListener\(\s*['\"]change")


@dataclass(frozen=True, slots=True)
class ListExtent:
    """How many pages and entries a list says that it has; 0 where it does not say."""

    pages: int = 0
    items: int = 0


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
    if any(word in lower_text for word in extent.components) and not _has_links_in_pager(page):
        return "翻页由脚本画出"
    if not any(sign in lower_text for sign in _SCRIPT_SIGNS):
        return ""
    if _has_pager_call(page):
        return "翻页由脚本写出"
    if stated_page_count(text) != 1 and _has_script_pager(page):
        return "翻页由脚本完成"
    if _has_more_control(page):
        return "更多条目要点击才装入"
    return "更多条目随滚动装入" if extent.scroll.search(text) and extent.load.search(text) else ""


def find_unloaded_choices(page: Page, entries: Iterable[ListEntry]) -> str:
    """Which years or agencies the page offers that only a script can load; "" if none is missing."""
    lower_text = page.text.lower()
    if not any(sign in lower_text for sign in (*_SCRIPT_SIGNS, "onchange")):
        return ""
    known = tuple(entries)
    return _unloaded_years(page, known) or _unloaded_agencies(page, known)


def _unloaded_agencies(page: Page, entries: tuple[ListEntry, ...]) -> str:
    """The agencies of a select box that runs a script, if nothing says where choosing one leads."""
    boxes = list(page.tree.iter("select"))
    titles = {entry.title for entry in entries} if boxes else set()
    has_handler = bool(boxes and _CHANGE_HANDLER.search(page.text))
    for box in boxes:
        options = (option for option in box.iter("option") if option.get("value") != "")
        names = [name for name in map(_option_text, options) if _is_agency(name)]
        has_script = "onchange" in box.attrib or (
            has_handler and next(box.iterancestors("form"), None) is None
        )
        if has_script and len(names) >= _MIN_TABS and titles.isdisjoint(names):
            return f"单位由脚本装入：{'、'.join(names[:5])}"
    return ""


def _is_agency(name: str) -> bool:
    rules = pager_rules().extent
    return any(pattern.search(name) for pattern in rules.choices) and not rules.year.search(name)


def _option_text(option: HtmlElement) -> str:
    return remove_whitespace(option.text_content())


def _unloaded_years(page: Page, entries: tuple[ListEntry, ...]) -> str:
    tabs = dict.fromkeys(_year_tabs(page))
    shown = {year for entry in entries for year in _YEAR.findall(entry.title)}
    shown |= set(_YEAR.findall(page.url))  # the option of the page itself leads nowhere else
    missing = [year for year in tabs if year not in shown]
    return f"年份由脚本装入：{'、'.join(missing[:5])}" if len(tabs) >= _MIN_TABS and missing else ""


def _has_script_pager(page: Page) -> bool:
    """Whether a control for the next page runs a script; one that names the first page leads nowhere."""
    return any(
        control.kind is ControlKind.NEXT and control.has_action and not control.url and control.number != 1
        for control in find_controls(page)
    )


def _has_pager_call(page: Page) -> bool:
    """Whether an inline script calls for a pager on the first page of several: `writePages(301, 1, 2)`."""
    calls = (
        match[1]
        for script in page.tree.iter("script")
        for match in islice(pager_rules().extent.pager_call.finditer(script.text or ""), _MAX_PAGER_CALLS)
    )
    return any(_leads_on(call) for call in calls)


def _leads_on(arguments: str) -> bool:
    """Whether two arguments next to each other are the first page and a number of pages.

    If there are only two numbers, they may stand in the other order.
    """
    numbers = [int(word) if word.isascii() and word.isdecimal() else -1 for word in _words(arguments)]
    pairs = list(pairwise(numbers))
    if sum(number >= 0 for number in numbers) == 2:
        pairs += [(second, first) for first, second in pairs]
    return any(first in (0, 1) and last > 1 for first, last in pairs)


def _words(arguments: str) -> list[str]:
    return [word.strip().strip("'\"") for word in arguments.split(",")]


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
