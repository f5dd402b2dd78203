"""What a list page leads to: its rows, and which of them are reports. Pure: pages in, values out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from archive.text.normalise import compact, tidy
from crawler.pages import link_tables
from crawler.pages.page import Page, Row
from crawler.pages.title_rules import Verdict, judge

_DATE = re.compile(r"(?<!\d)(20\d\d)\s*[-/.年]\s*(0?[1-9]|1[0-2])\s*[-/.月]\s*(0?[1-9]|[12]\d|3[01])(?!\d)")
# What a list prints inside the link beside the title: bullets, numbers, marks of new entries, dates.
_BEFORE = re.compile(r"^[\s·•●◆■▪>»☆★\-]+|^\[[^\]]{1,12}\]\s*|^\d{1,3}[.、]\s*(?=\D)")
_AFTER = re.compile(
    r"[\s\[(（]*20\d\d[-/.]\d{1,2}[-/.]\d{1,2}(\s+\d\d:\d\d(:\d\d)?)?[\])）\s]*$|\s+new$", re.IGNORECASE
)
_CUT = re.compile(r"(…|\.{2,})$")
_ENTRY = frozenset({"li", "tr", "dd", "dt", "p", "div"})
_LIFT = 3
# Some portals put a whole paragraph into a link; what is no title need not be kept whole.
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row with the verdict on its title."""

    row: Row
    verdict: Verdict


def candidates(rows: Iterable[Row], column: str = "") -> tuple[Candidate, ...]:
    """Every row judged, in the order of the list; `column` is the name of the list that they stand in."""
    return tuple(Candidate(row, judge(row.title, row.url, column)) for row in rows)


def reports(rows: Iterable[Row], column: str = "") -> tuple[Row, ...]:
    """The rows that are reports."""
    return tuple(candidate.row for candidate in candidates(rows, column) if candidate.verdict.is_report)


def rows(page: Page) -> tuple[Row, ...]:
    """Every titled link of a page as a row, the first of each address."""
    return rows_of(page, page.tree)


def rows_of(page: Page, tree: HtmlElement) -> tuple[Row, ...]:
    """The same for a piece of markup whose links count from `page`."""
    found: dict[str, Row] = {}
    for link in tree.iter("a"):
        row = _row(page, link)
        if row and (row.url not in found or len(row.title) > len(found[row.url].title)):
            found[row.url] = row
    return tuple(found.values())


def _row(page: Page, link: HtmlElement) -> Row | None:
    target = link.get("href") or ""
    if not target or target.startswith(("#", "javascript:", "mailto:", "tel:")):
        return None
    title = title_of(link)
    if link_tables.is_vague(title):
        title = link_tables.named(link, title)
    url = page.address(target) if title else ""
    return Row(url, title, _date_of(link)) if url else None


def title_of(link: HtmlElement) -> str:
    """The whole title: the `title` attribute where the text is cut or missing, else the text."""
    return _title(link.text_content()[:_LONGEST], (link.get("title") or "")[:_LONGEST])


# Every page of a portal has the same menus.
@lru_cache(maxsize=16384)
def _title(printed: str, stated: str) -> str:
    printed, stated = tidy(printed), tidy(stated)
    if stated and (not printed or _CUT.search(printed) or compact(printed) in compact(stated)):
        printed = stated
    return _AFTER.sub("", _BEFORE.sub("", printed)).strip()


def _date_of(link: HtmlElement) -> str:
    """The date printed in the link's own entry; an entry with several links is no longer its own."""
    for entry in _entries(link):
        if "20" not in entry.text_content():
            continue
        # Cells of a table stand next to each other without a blank: a number would touch the date.
        if found := _DATE.search(tidy(" ".join(entry.itertext()))):
            year, month, day = found.groups()
            return f"{year}-{int(month):02}-{int(day):02}"
    return ""


def _entries(link: HtmlElement) -> Iterator[HtmlElement]:
    yield link
    place = link.getparent()
    for _ in range(_LIFT):
        if place is None or place.tag == "body" or len(list(islice(place.iter("a"), 2))) > 1:
            return
        if place.tag in _ENTRY:
            yield place
        place = place.getparent()
