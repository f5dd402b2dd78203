"""Extracts the titled links of a page as list entries, and selects those that are reports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice

from lxml.html import HtmlElement

from archive.text import collapse_whitespace, remove_whitespace
from crawler.pages import link_tables
from crawler.pages.page import ListEntry, Page
from crawler.pages.title_rules import score_title

_DATE_PATTERN = re.compile(
    r"(?<!\d)(20\d\d)\s*[-/.年]\s*(0?[1-9]|1[0-2])\s*[-/.月]\s*(0?[1-9]|[12]\d|3[01])(?!\d)"
)
# What lists print inside the link next to the title: bullets, numbers, marks of new entries, dates.
_TITLE_PREFIX = re.compile(r"^[\s·•●◆■▪>»☆★\-]+|^\[[^\]]{1,12}\]\s*|^\d{1,3}[.、]\s*(?=\D)")
_TITLE_SUFFIX = re.compile(
    r"[\s\[(（]*20\d\d[-/.]\d{1,2}[-/.]\d{1,2}(\s+\d\d:\d\d(:\d\d)?)?[\])）\s]*$|\s+new$", re.IGNORECASE
)
_TRUNCATION = re.compile(r"(…|\.{2,})$")
_ENTRY_TAGS = frozenset({"li", "tr", "dd", "dt", "p", "div"})
PICTURE_TITLE = "[图片]"
"""The title of a link that is a picture without a text."""
_MAX_ANCESTORS = 3
_MAX_SIBLINGS = 4
_MAX_PARTS = 20
_CUT_TEXT = re.compile(r"…|\.{3}")
_MIN_TITLE_LENGTH = 8
_TEXT_ATTRIBUTES = ("alt", "title", "aria-label")
# Some portals put a whole paragraph into a link; such a text is no title and may be cut.
_MAX_TITLE_LENGTH = 1000


def report_entries(entries: Iterable[ListEntry], column: str = "") -> tuple[ListEntry, ...]:
    """The entries whose title is that of a report; `column` is the name of the list that they are in."""
    return tuple(entry for entry in entries if score_title(entry.title, entry.url, column).is_report)


def list_entries(page: Page) -> tuple[ListEntry, ...]:
    """Every titled link of a page as an entry; each URL once, with its longest title."""
    return list_entries_in_tree(page, page.tree)


def list_entries_in_tree(page: Page, tree: HtmlElement) -> tuple[ListEntry, ...]:
    """The same for a piece of markup; its relative links are resolved on `page`."""
    entries: dict[str, ListEntry] = {}
    for link in tree.iter("a"):
        entry = _to_entry(page, link)
        if entry and (entry.url not in entries or len(entry.title) > len(entries[entry.url].title)):
            entries[entry.url] = entry
    return tuple(entries.values())


def _to_entry(page: Page, link: HtmlElement) -> ListEntry | None:
    if not has_address(link):
        return None
    target = link.get("href") or ""
    title = link_title(link)
    if link_tables.needs_headings(title):
        title = link_tables.cell_title(link, title)
    if not title and link.find(".//img") is not None:
        title = PICTURE_TITLE
    url = page.absolute_url(target) if title else ""
    return ListEntry(url, title, _entry_date(link, title)) if url else None


def has_address(link: HtmlElement) -> bool:
    """Whether a link leads to a page, not to a place in its own page, a script or a mailbox."""
    target = (link.get("href") or "").strip()
    return bool(target) and not target[:11].lower().startswith(("#", "javascript:", "mailto:", "tel:"))


def link_title(link: HtmlElement) -> str:
    """The complete title of a link: its `title` attribute if the text is cut or missing, else the text.

    A link without a text has the title of its picture; a row whose text is cut has that of a part of it.
    """
    text, title = link.text_content()[:_MAX_TITLE_LENGTH], (link.get("title") or "")[:_MAX_TITLE_LENGTH]
    if not title and _CUT_TEXT.search(text):
        title = _title_of_a_part(link)
        text = title or text
    return _clean_title(text, title) or _clean_title(_picture_text(link), "")


def _title_of_a_part(link: HtmlElement) -> str:
    """The `title` of the first element inside a link or row that has one; "" if none has."""
    titles = (part.get("title") or "" for part in islice(link.iterdescendants(), _MAX_PARTS))
    return next((title for title in titles if len(title) >= _MIN_TITLE_LENGTH), "")[:_MAX_TITLE_LENGTH]


def _picture_text(link: HtmlElement) -> str:
    texts = (
        (holder.get(name) or "").strip() for holder in (link, *link.iter("img")) for name in _TEXT_ATTRIBUTES
    )
    return next((text for text in texts if text), "")[:_MAX_TITLE_LENGTH]


# Cached: every page of a portal has the same menus.
@lru_cache(maxsize=16384)
def _clean_title(text: str, title_attribute: str) -> str:
    text, title_attribute = collapse_whitespace(text), collapse_whitespace(title_attribute)
    if title_attribute and (
        not text or _TRUNCATION.search(text) or remove_whitespace(text) in remove_whitespace(title_attribute)
    ):
        text = title_attribute
    return _TITLE_SUFFIX.sub("", _TITLE_PREFIX.sub("", text)).strip()


def _entry_date(link: HtmlElement, title: str) -> str:
    """The date printed in the entry of the link or right behind it; a box of several links is no entry."""
    # A menu has no dates behind its entries.
    following = _following_elements(link) if len(title) >= _MIN_TITLE_LENGTH else ()
    for entry in chain(_entry_elements(link), following):
        if "20" not in entry.text_content():
            continue
        # Texts of table cells follow each other without a blank: a number would touch the date.
        if match := _DATE_PATTERN.search(collapse_whitespace(" ".join(entry.itertext()))):
            year, month, day = match.groups()
            return f"{year}-{int(month):02}-{int(day):02}"
    return ""


def _following_elements(link: HtmlElement) -> Iterator[HtmlElement]:
    """The elements behind a link or its box, up to the next one with a link: <dd><a>…</a></dd><dd>…</dd>."""
    for holder in (link, *islice(link.iterancestors(), _MAX_ANCESTORS)):
        if holder.tag == "body" or len(list(islice(holder.iter("a"), 2))) > 1:
            return
        for sibling in islice(holder.itersiblings(), _MAX_SIBLINGS):
            if sibling.tag == "a" or next(sibling.iter("a"), None) is not None:
                return
            yield sibling


def _entry_elements(link: HtmlElement) -> Iterator[HtmlElement]:
    yield link
    ancestor = link.getparent()
    for _ in range(_MAX_ANCESTORS):
        if ancestor is None or ancestor.tag == "body" or len(list(islice(ancestor.iter("a"), 2))) > 1:
            return
        if ancestor.tag in _ENTRY_TAGS:
            yield ancestor
        ancestor = ancestor.getparent()
