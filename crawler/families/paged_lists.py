"""The base of families whose lists carry their own pager in the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from crawler.families.base import Family, active_markup
from crawler.families.json_lists import json_entries
from crawler.families.list_extent import find_unfollowed_paging
from crawler.families.pager import PagerDefaults, next_page_requests
from crawler.families.script_endpoints import next_part
from crawler.pages import ListEntry, Page, RequestSpec


class PagedList(Family):
    """A family that follows the pager of the page, whatever the pager is made of.

    A subclass gives `name` and `signature`, and `pager_defaults` for what its pagers leave unsaid.
    """

    signature: re.Pattern[str]
    pager_defaults: PagerDefaults = PagerDefaults()

    def matches(self, page: Page) -> bool:
        """Whether the signature occurs in the address or in the page."""
        return bool(self.signature.search(page.url) or self.signature.search(active_markup(page.text)))

    def entries(self, page: Page) -> tuple[ListEntry, ...]:
        """The entries of a part of a list that a script loads as JSON."""
        return json_entries(page) if page.json_data is not None else ()

    def next_pages(self, page: Page) -> tuple[RequestSpec, ...]:
        """The pages that the pager leads to, else the part that a script of the page would load."""
        text = active_markup(page.text)
        pages = () if page.json_data is not None else next_page_requests(page, text, self.pager_defaults)
        part = None if pages else next_part(page, text)
        return (part,) if part else pages

    def paging_script_reason(self, page: Page) -> str:
        """Why only the page's script can lead on: it does not say what it requests."""
        return find_unfollowed_paging(page, active_markup(page.text))


@dataclass(frozen=True)
class SimplePagedList(PagedList):
    """A family that is a name, a signature and the defaults of its pager: an entry of the catalog."""

    name: str
    signature: re.Pattern[str]
    pager_defaults: PagerDefaults = field(default_factory=PagerDefaults)


class GenericFamily(PagedList):
    """The family of all pages that carry no other family's signature."""

    name = "generic"

    def matches(self, page: Page) -> bool:
        """True for every page."""
        return True
