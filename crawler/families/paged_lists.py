"""The base of families whose lists carry their own pager: data of each family over one way of following."""

from __future__ import annotations

import re
from typing import ClassVar

from crawler.families.base import Family, active_markup
from crawler.families.pager import PagerDefaults, needs_script_to_page, next_page_requests
from crawler.pages import Page, RequestSpec


class PagedList(Family):
    """A subclass gives `name` and `signature`, and `habits` where its pagers leave something unsaid."""

    signature: ClassVar[re.Pattern[str]]
    pager_defaults: ClassVar[PagerDefaults] = PagerDefaults()

    def matches(self, page: Page) -> bool:
        """The signature, in the address or in the page."""
        return bool(self.signature.search(page.url) or self.signature.search(active_markup(page.text)))

    def next_pages(self, page: Page) -> tuple[RequestSpec, ...]:
        """Where the pager leads, whatever it is made of."""
        return next_page_requests(page, active_markup(page.text), self.pager_defaults)

    def paging_script_reason(self, page: Page) -> str:
        """A 下一页 that calls a script which says nowhere what it asks for."""
        return "翻页由脚本完成" if needs_script_to_page(page, active_markup(page.text)) else ""


class GenericFamily(PagedList):
    """The family of portals that need none."""

    name = "generic"

    def matches(self, page: Page) -> bool:
        """Every page, for want of a better family."""
        return True


class Nfcms(PagedList):
    """Static lists; `index_2.html` is page two. That is said of the software, no page at hand shows it."""

    name = "nfcms"
    signature = re.compile(r"(?<!gkmlpt/)content/m?post_\d+\.html")
    pager_defaults = PagerDefaults(file_template="index_{}.html")


class SiteChannel(PagedList):
    """Lists of such portals."""

    name = "site_channel"
    signature = re.compile(r"/(?:channel|doc)_[0-9a-f]{24}\b")


class Vsb(PagedList):
    """Lists of VSB and its successors."""

    name = "vsb"
    signature = re.compile(
        r"/info/\d+/\d+\.htm\b|_showDynClicks\(|urltype=tree\.TreeTempUrl|id=[\"']vsb_content|id=[\"']_vsbscreen"
    )
    pager_defaults = PagerDefaults(is_descending=True)
