"""The base of families whose lists carry their own pager: data of each family over one way of following."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import ClassVar

from crawler import discovery
from crawler.families.base import Family, live
from crawler.families.controls import controls
from crawler.families.paging import Habits, pages
from crawler.page import Ask, Page, Row


class Linked(Family):
    """A subclass gives `name` and `signature`, and `habits` where its pagers leave something unsaid."""

    signature: ClassVar[re.Pattern[str]]
    habits: ClassVar[Habits] = Habits()

    def matches(self, page: Page) -> bool:
        """The signature, in the address or in the page."""
        return bool(self.signature.search(page.url) or self.signature.search(live(page.text)))

    def rows(self, page: Page) -> tuple[Row, ...]:
        """The links, and what opens by a click or by a choice of a select box: years, agencies, articles."""
        found = {row.url: row for row in discovery.rows(page)}
        for control in controls(page):
            if control.address and control.title:
                found.setdefault(control.address, Row(control.address, control.title))
        return tuple(found.values())

    def next_pages(self, page: Page) -> tuple[Ask, ...]:
        """Where the pager leads, whatever it is made of."""
        addresses = pages(page, live(page.text), self.habits)
        return tuple(replace(page.ask, url=address, form=()) for address in addresses)
