"""Reads fields of JSON responses of portals without trusting their keys or types."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from archive.text import collapse_whitespace
from crawler.families.page_numbering import max_pages
from crawler.pages import ListEntry, Page, parse_html

# The date of a timestamp is the date in China at that moment.
_CHINA_TIME = timezone(timedelta(hours=8))
_ISO_DATE = re.compile(r"20\d\d-\d\d-\d\d")
_MAX_TIMESTAMP = datetime(2100, 1, 1, tzinfo=UTC).timestamp()


def dig(value: object, *keys: str) -> object:
    """The value under nested `keys`; None if one of them is missing."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def object_list(value: object, *keys: str) -> list[dict[str, object]]:
    """The objects in the list under `keys`; [] if there is no list."""
    items = dig(value, *keys)
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def text_field(value: object, *keys: str) -> str:
    """The text under `keys`, "" if there is none."""
    text = dig(value, *keys)
    return text if isinstance(text, str) else ""


def number_field(value: object, *keys: str) -> int:
    """The positive number under `keys`, as a number or in quotes; 0 if there is none."""
    number = dig(value, *keys)
    if isinstance(number, str) and number.isascii() and number.isdigit() and len(number) < 10:
        return int(number)
    return number if isinstance(number, int) and not isinstance(number, bool) and number > 0 else 0


def iso_date(*values: object) -> str:
    """The first of `values` that is a date, a moment or a Unix timestamp, as `YYYY-MM-DD`; else ""."""
    for value in values:
        if isinstance(value, str) and (match := _ISO_DATE.match(value)):
            return match.group()
        seconds = number_field({"": value}, "")
        if 0 < seconds < _MAX_TIMESTAMP:
            return datetime.fromtimestamp(seconds, _CHINA_TIME).date().isoformat()
    return ""


def to_entry(page: Page, link: str, title: str, date: str) -> ListEntry | None:
    """One entry of a response; its title may hold markup. None without a title or a URL."""
    text = collapse_whitespace(parse_html(title).text_content() if "<" in title else title)
    url = page.absolute_url(link) if link and text else ""
    return ListEntry(url, text, date) if url else None


def following_page_numbers(total: int, asked_size: int, shown: int) -> range:
    """The numbers of the pages after the first one, for a list of `total` entries.

    `asked_size` is how many entries of a page were asked for, 0 if not known; `shown` is how many the first
    page has: a server may give fewer.
    """
    page_size = min(asked_size, shown) if asked_size and shown else asked_size or shown
    return range(2, min(-(-total // page_size), max_pages()) + 1) if page_size > 0 else range(0)
