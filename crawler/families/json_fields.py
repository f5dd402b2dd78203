"""What portals' own endpoints answer in JSON: from outside, so no key and no kind is taken for granted."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from archive.text import collapse_whitespace
from crawler.pages import ListEntry, Page, parse_html

# Seconds of the epoch are days of the portal's own clock.
_CHINA_TIME = timezone(timedelta(hours=8))
_ISO_DATE = re.compile(r"20\d\d-\d\d-\d\d")
_MAX_TIMESTAMP = datetime(2100, 1, 1, tzinfo=UTC).timestamp()
_MAX_PAGES = 500


def dig(value: object, *keys: str) -> object:
    """What stands under `keys`, one inside the other; None where there is no such place."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def object_list(value: object, *keys: str) -> list[dict[str, object]]:
    """The objects of the list under `keys`."""
    found = dig(value, *keys)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def text_field(value: object, *keys: str) -> str:
    """The text under `keys`, "" where there is none."""
    found = dig(value, *keys)
    return found if isinstance(found, str) else ""


def number_field(value: object, *keys: str) -> int:
    """The number under `keys`, as a number or in quotes; 0 where there is none."""
    found = dig(value, *keys)
    if isinstance(found, str) and found.isascii() and found.isdigit() and len(found) < 10:
        return int(found)
    return found if isinstance(found, int) and not isinstance(found, bool) and found > 0 else 0


def iso_date(*values: object) -> str:
    """The first of `stated` that is a day, a moment or seconds of the epoch, as `YYYY-MM-DD`; else ""."""
    for value in values:
        if isinstance(value, str) and (found := _ISO_DATE.match(value)):
            return found.group()
        seconds = number_field({"": value}, "")
        if 0 < seconds < _MAX_TIMESTAMP:
            return datetime.fromtimestamp(seconds, _CHINA_TIME).date().isoformat()
    return ""


def to_entry(page: Page, link: str, title: str, date: str) -> ListEntry | None:
    """One entry of an answer; titles may hold markup. None without a title or an address."""
    shown = collapse_whitespace(parse_html(title).text_content() if "<" in title else title)
    url = page.absolute_url(link) if link and shown else ""
    return ListEntry(url, shown, date) if url else None


def following_page_numbers(total: int, page_size: int) -> range:
    """The numbers of the pages behind the first one of a list of `total` entries."""
    return range(2, min(-(-total // page_size), _MAX_PAGES) + 1) if page_size > 0 else range(0)
