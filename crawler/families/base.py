"""Defines the interface of a portal family, with helpers to cut markup.

A family is pure: it takes pages and returns values. It makes no requests and knows no single site.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from crawler.families.list_extent import ListExtent, stated_extent
from crawler.pages import ListEntry, Page, RequestSpec


class Family(ABC):
    """The base of all families. A subclass gives `name` and overrides what its portals do differently."""

    name: str

    @abstractmethod
    def matches(self, page: Page) -> bool:
        """Whether the page carries this family's signature; no page of another family may carry it."""

    def entries(self, page: Page) -> tuple[ListEntry, ...]:
        """The entries that are not links of the page, such as those of JSON; links are read anyway."""
        return ()

    def reports(self, page: Page) -> tuple[ListEntry, ...]:
        """Reports that the page links to without their titles, such as one for each year."""
        return ()

    def is_report(self, page: Page) -> bool | None:
        """Whether the address says that the page is a report or that it is none; None if it says nothing."""
        return None

    @abstractmethod
    def next_pages(self, page: Page) -> tuple[RequestSpec, ...]:
        """The requests for the further pages of the list, as far as this page tells them."""

    def paging_script_reason(self, page: Page) -> str:
        """Why only a browser can get the further pages of the list, "" if it has none of that kind."""
        return ""

    def stated_extent(self, page: Page) -> ListExtent:
        """How long the list says that it is: in its pager, or in the JSON of a response."""
        return stated_extent(page, active_markup(page.text))


# Each family looks for its signature in the same page.
@lru_cache(maxsize=2)
def active_markup(text: str) -> str:
    """The page text without the comments of HTML and scripts: a call inside a comment is never made."""
    for opening, closing in (("<!--", "-->"), ("/*", "*/")):
        text = "".join(piece for piece, is_inside in _split_at_marks(text, opening, closing) if not is_inside)
    return text


def slices_between(text: str, opening: str, closing: str) -> Iterator[str]:
    """Every piece of `text` between an opening and a closing mark."""
    return (piece for piece, is_inside in _split_at_marks(text, opening, closing) if is_inside)


def _split_at_marks(text: str, opening: str, closing: str) -> Iterator[tuple[str, bool]]:
    """The pieces of `text`, each with whether it lies between the marks.

    One pass over the text: a regular expression would search the whole rest of a page for the end of each of
    a million opening marks that have none.
    """
    position = 0
    while (start := text.find(opening, position)) >= 0:
        end = text.find(closing, start + len(opening))
        if end < 0:
            break
        yield text[position:start], False
        yield text[start + len(opening) : end], True
        position = end + len(closing)
    yield text[position:], False


def sibling_url(page: Page, file: str) -> RequestSpec:
    """The request for another file in the folder of `page`."""
    return replace(page.request, url=page.absolute_url(file), form=())
