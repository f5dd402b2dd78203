"""What a portal family answers: which pages are its, what to ask, which rows a list holds, what comes next.

A family is pure: pages in, values out. It never fetches, and knows no site.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from crawler.pages import ListEntry, Page, RequestSpec


class Family(ABC):
    """The base of all families. A subclass gives `name` and overrides the hooks where its portals differ."""

    name: str

    @abstractmethod
    def matches(self, page: Page) -> bool:
        """Whether a list page carries this family's signature."""

    def entries(self, page: Page) -> tuple[ListEntry, ...]:
        """The entries that do not stand in the page as links: all that a page shows are read anyway."""
        return ()

    def reports(self, page: Page) -> tuple[ListEntry, ...]:
        """Reports that the page leads to without printing their titles, such as one of each year."""
        return ()

    def is_report(self, page: Page) -> bool | None:
        """Whether the address makes the page a report, if it holds one; None where it says nothing."""
        return None

    @abstractmethod
    def next_pages(self, page: Page) -> tuple[RequestSpec, ...]:
        """The further pages of the list that this page knows of."""

    def paging_script_reason(self, page: Page) -> str:
        """Why a list goes on where only its script can go, "" when it does not."""
        return ""


# Each family looks for its signature in the same page.
@lru_cache(maxsize=2)
def active_markup(text: str) -> str:
    """Page text without comments of HTML and scripts: what stands in one calls nothing."""
    for opening, closing in (("<!--", "-->"), ("/*", "*/")):
        text = "".join(piece for piece, is_inside in _split_at_marks(text, opening, closing) if not is_inside)
    return text


def slices_between(text: str, opening: str, closing: str) -> Iterator[str]:
    """Every piece of `text` that stands between two marks."""
    return (piece for piece, is_inside in _split_at_marks(text, opening, closing) if is_inside)


def _split_at_marks(text: str, opening: str, closing: str) -> Iterator[tuple[str, bool]]:
    """`text` in pieces, each with whether it stands between the marks.

    One pass whatever a page holds: a pattern looks for the end of each of a million marks without one.
    """
    at = 0
    while (start := text.find(opening, at)) >= 0:
        end = text.find(closing, start + len(opening))
        if end < 0:
            break
        yield text[at:start], False
        yield text[start + len(opening) : end], True
        at = end + len(closing)
    yield text[at:], False


def sibling_url(page: Page, file: str) -> RequestSpec:
    """The request for a sister file in the folder of `page`."""
    return replace(page.request, url=page.absolute_url(file), form=())
