"""What a list page leads to: its rows, and which of them are reports. Pure: pages in, values out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from archive.text import collapse_whitespace, remove_whitespace
from crawler.pages import link_tables
from crawler.pages.page import ListEntry, Page
from crawler.pages.title_rules import TitleScore, score_title

_DATE_PATTERN = re.compile(
    r"(?<!\d)(20\d\d)\s*[-/.年]\s*(0?[1-9]|1[0-2])\s*[-/.月]\s*(0?[1-9]|[12]\d|3[01])(?!\d)"
)
# What a list prints inside the link beside the title: bullets, numbers, marks of new entries, dates.
_TITLE_PREFIX = re.compile(r"^[\s·•●◆■▪>»☆★\-]+|^\[[^\]]{1,12}\]\s*|^\d{1,3}[.、]\s*(?=\D)")
_TITLE_SUFFIX = re.compile(
    r"[\s\[(（]*20\d\d[-/.]\d{1,2}[-/.]\d{1,2}(\s+\d\d:\d\d(:\d\d)?)?[\])）\s]*$|\s+new$", re.IGNORECASE
)
_TRUNCATION = re.compile(r"(…|\.{2,})$")
_ENTRY_TAGS = frozenset({"li", "tr", "dd", "dt", "p", "div"})
_MAX_ANCESTORS = 3
# Some portals put a whole paragraph into a link; what is no title need not be kept whole.
_MAX_TITLE_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class JudgedEntry:
    """A row with the verdict on its title."""

    entry: ListEntry
    title_score: TitleScore


def judge_entries(entries: Iterable[ListEntry], column: str = "") -> tuple[JudgedEntry, ...]:
    """Every row judged, in the order of the list; `column` is the name of the list that they stand in."""
    return tuple(JudgedEntry(row, score_title(row.title, row.url, column)) for row in entries)


def report_entries(entries: Iterable[ListEntry], column: str = "") -> tuple[ListEntry, ...]:
    """The rows that are reports."""
    return tuple(
        candidate.entry for candidate in judge_entries(entries, column) if candidate.title_score.is_report
    )


def list_entries(page: Page) -> tuple[ListEntry, ...]:
    """Every titled link of a page as a row, the first of each address."""
    return list_entries_in_tree(page, page.tree)


def list_entries_in_tree(page: Page, tree: HtmlElement) -> tuple[ListEntry, ...]:
    """The same for a piece of markup whose links count from `page`."""
    found: dict[str, ListEntry] = {}
    for link in tree.iter("a"):
        row = _to_entry(page, link)
        if row and (row.url not in found or len(row.title) > len(found[row.url].title)):
            found[row.url] = row
    return tuple(found.values())


def _to_entry(page: Page, link: HtmlElement) -> ListEntry | None:
    target = link.get("href") or ""
    if not target or target.startswith(("#", "javascript:", "mailto:", "tel:")):
        return None
    title = link_title(link)
    if link_tables.needs_headings(title):
        title = link_tables.cell_title(link, title)
    url = page.absolute_url(target) if title else ""
    return ListEntry(url, title, _entry_date(link)) if url else None


def link_title(link: HtmlElement) -> str:
    """The whole title: the `title` attribute where the text is cut or missing, else the text."""
    return _clean_title(
        link.text_content()[:_MAX_TITLE_LENGTH], (link.get("title") or "")[:_MAX_TITLE_LENGTH]
    )


# Every page of a portal has the same menus.
@lru_cache(maxsize=16384)
def _clean_title(text: str, title_attribute: str) -> str:
    text, title_attribute = collapse_whitespace(text), collapse_whitespace(title_attribute)
    if title_attribute and (
        not text or _TRUNCATION.search(text) or remove_whitespace(text) in remove_whitespace(title_attribute)
    ):
        text = title_attribute
    return _TITLE_SUFFIX.sub("", _TITLE_PREFIX.sub("", text)).strip()


def _entry_date(link: HtmlElement) -> str:
    """The date printed in the link's own entry; an entry with several links is no longer its own."""
    for entry in _entry_elements(link):
        if "20" not in entry.text_content():
            continue
        # Cells of a table stand next to each other without a blank: a number would touch the date.
        if found := _DATE_PATTERN.search(collapse_whitespace(" ".join(entry.itertext()))):
            year, month, day = found.groups()
            return f"{year}-{int(month):02}-{int(day):02}"
    return ""


def _entry_elements(link: HtmlElement) -> Iterator[HtmlElement]:
    yield link
    place = link.getparent()
    for _ in range(_MAX_ANCESTORS):
        if place is None or place.tag == "body" or len(list(islice(place.iter("a"), 2))) > 1:
            return
        if place.tag in _ENTRY_TAGS:
            yield place
        place = place.getparent()
