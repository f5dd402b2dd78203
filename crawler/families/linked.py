"""The base of families whose lists carry their own pager: data of each family over one way of following."""

from __future__ import annotations

import re
from typing import ClassVar

from crawler.families.base import Family, live
from crawler.families.paging import Habits, is_stuck, pages
from crawler.page import Ask, Page


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
