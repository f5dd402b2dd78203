"""What portals' own endpoints answer in JSON: from outside, so no key and no kind is taken for granted."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from archive.text.normalise import tidy
from crawler.pages.page import Page, Row, parse

# Seconds of the epoch are days of the portal's own clock.
_CHINA = timezone(timedelta(hours=8))
_DAY = re.compile(r"20\d\d-\d\d-\d\d")
_LATEST = datetime(2100, 1, 1, tzinfo=UTC).timestamp()
_MOST_PAGES = 500


def inside(value: object, *keys: str) -> object:
    """What stands under `keys`, one inside the other; None where there is no such place."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def entries(value: object, *keys: str) -> list[dict[str, object]]:
    """The objects of the list under `keys`."""
    found = inside(value, *keys)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def text(value: object, *keys: str) -> str:
    """The text under `keys`, "" where there is none."""
    found = inside(value, *keys)
    return found if isinstance(found, str) else ""


def count(value: object, *keys: str) -> int:
    """The number under `keys`, as a number or in quotes; 0 where there is none."""
    found = inside(value, *keys)
    if isinstance(found, str) and found.isascii() and found.isdigit() and len(found) < 10:
        return int(found)
    return found if isinstance(found, int) and not isinstance(found, bool) and found > 0 else 0


def day(*stated: object) -> str:
    """The first of `stated` that is a day, a moment or seconds of the epoch, as `YYYY-MM-DD`; else ""."""
    for value in stated:
        if isinstance(value, str) and (found := _DAY.match(value)):
            return found.group()
        seconds = count({"": value}, "")
        if 0 < seconds < _LATEST:
            return datetime.fromtimestamp(seconds, _CHINA).date().isoformat()
    return ""


def row(page: Page, link: str, title: str, date: str) -> Row | None:
    """One entry of an answer; titles may hold markup. None without a title or an address."""
    shown = tidy(parse(title).text_content() if "<" in title else title)
    url = page.address(link) if link and shown else ""
    return Row(url, shown, date) if url else None


def pages(total: int, size: int) -> range:
    """The numbers of the pages behind the first one of a list of `total` entries."""
    return range(2, min(-(-total // size), _MOST_PAGES) + 1) if size > 0 else range(0)
