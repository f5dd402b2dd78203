"""The base of families whose lists carry their own pager: data of each family over one way of following."""

from __future__ import annotations

import re
from typing import ClassVar

from crawler.families.base import Family, live
from crawler.families.pager import Habits, is_stuck, pages
from crawler.pages.page import Ask, Page


class Linked(Family):
    """A subclass gives `name` and `signature`, and `habits` where its pagers leave something unsaid."""

    signature: ClassVar[re.Pattern[str]]
    habits: ClassVar[Habits] = Habits()

    def matches(self, page: Page) -> bool:
        """The signature, in the address or in the page."""
        return bool(self.signature.search(page.url) or self.signature.search(live(page.text)))

    def next_pages(self, page: Page) -> tuple[Ask, ...]:
        """Where the pager leads, whatever it is made of."""
        return pages(page, live(page.text), self.habits)

    def waits(self, page: Page) -> str:
        """A 下一页 that calls a script which says nowhere what it asks for."""
        return "翻页由脚本完成" if is_stuck(page, live(page.text)) else ""


class Generic(Linked):
    """The family of portals that need none."""

    name = "generic"

    def matches(self, page: Page) -> bool:
        """Every page, for want of a better family."""
        return True


class Nfcms(Linked):
    """Static lists; `index_2.html` is page two. That is said of the software, no page at hand shows it."""

    name = "nfcms"
    signature = re.compile(r"(?<!gkmlpt/)content/m?post_\d+\.html")
    habits = Habits(unlinked="index_{}.html")


class SiteChannel(Linked):
    """Lists of such portals."""

    name = "site_channel"
    signature = re.compile(r"/(?:channel|doc)_[0-9a-f]{24}\b")


class Vsb(Linked):
    """Lists of VSB and its successors."""

    name = "vsb"
    signature = re.compile(
        r"/info/\d+/\d+\.htm\b|_showDynClicks\(|urltype=tree\.TreeTempUrl|id=[\"']vsb_content|id=[\"']_vsbscreen"
    )
    habits = Habits(counts_down=True)
