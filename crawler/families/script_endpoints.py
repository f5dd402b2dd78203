"""Requests the next part of a list that an inline script loads: 加载更多, scrolling, a pager without links.

Only addresses that the script joins from strings and a page number are requested; the browser does the rest.
"""

from __future__ import annotations

import re
from itertools import islice

from crawler.families.json_lists import json_entries
from crawler.families.page_numbering import PageNumbering, match_numbering, max_pages
from crawler.pages import Page, RequestSpec

# fetch("list.json?page=" + (++page)), $.get('/api/list?no=' + n + '&size=10'), open("GET", "more.php?p=" + p)
_CALL = re.compile(
    r"(?:\bfetch\s*\(|\$\.(?:get|getJSON|ajax)\s*\(\s*(?:\{[^{}]{0,300}?\burl\s*:)?|\.open\s*\(\s*['\"]GET['\"]\s*,|"
    r"\baxios(?:\.get)?\s*\(|\.load\s*\()\s*"
    r"(?:['\"]([^'\"\s]{1,300})['\"]\s*\+\s*\(?\s*(?:\+\+)?[A-Za-z_][\w.]*(?:\+\+|\s*\+\s*1)?\s*\)?(?:\s*\+\s*['\"]([^'\"\s]{0,200})['\"])?"
    r"|`([^`$\s]{1,300})\$\{(?:\+\+)?[A-Za-z_][\w.]*(?:\+\+|\s*\+\s*1)?\}([^`$\s]{0,200})`)"
)
_MAX_CALLS = 50
_FIRST_LOADED_PAGE = 2


def next_part(page: Page, text: str) -> RequestSpec | None:
    """The request for the part of the list that follows this one; None if no script of the page says it.

    `text` is the page without its comments. The answers to such requests lead on themselves, until one has no
    entry.
    """
    numbering, number = match_numbering(page.request.url)
    if _is_part(page):
        if not numbering or not number or number >= max_pages():  # 2024 is a year
            return None
        return numbering.request_spec(number + 1) if _has_entries(page) else None
    found = _loaded_numbering(page, text)
    return found.request_spec(_FIRST_LOADED_PAGE) if found else None


def _is_part(page: Page) -> bool:
    """Whether a page is no whole document: JSON, or a piece of markup."""
    return page.json_data is not None or "<html" not in page.text[:2000].lower()


def _has_entries(page: Page) -> bool:
    return bool(
        json_entries(page) if page.json_data is not None else next(page.tree.iter("a"), None) is not None
    )


def _loaded_numbering(page: Page, text: str) -> PageNumbering | None:
    for match in islice(_CALL.finditer(text), _MAX_CALLS):
        prefix, suffix = match[1] or match[3], match[2] or match[4] or ""
        numbering, number = match_numbering(page.absolute_url(f"{prefix}{_FIRST_LOADED_PAGE}{suffix}"))
        if numbering is not None and number == _FIRST_LOADED_PAGE:
            return numbering
    return None
