"""The base of families whose lists carry their own pager in the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from crawler.families.base import Family, active_markup
from crawler.families.pager import PagerDefaults, needs_script_to_page, next_page_requests
from crawler.pages import Page, RequestSpec


class PagedList(Family):
    """A family that follows the pager of the page, whatever the pager is made of.

    A subclass gives `name` and `signature`, and `pager_defaults` for what its pagers leave unsaid.
    """

    signature: re.Pattern[str]
    pager_defaults: PagerDefaults = PagerDefaults()

    def matches(self, page: Page) -> bool:
        """Whether the signature occurs in the address or in the page."""
        return bool(self.signature.search(page.url) or self.signature.search(active_markup(page.text)))

    def next_pages(self, page: Page) -> tuple[RequestSpec, ...]:
        """The pages that the pager leads to."""
        return next_page_requests(page, active_markup(page.text), self.pager_defaults)

    def paging_script_reason(self, page: Page) -> str:
        """Why only the page's script can follow 下一页: the script does not say what it requests."""
        return "翻页由脚本完成" if needs_script_to_page(page, active_markup(page.text)) else ""


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
