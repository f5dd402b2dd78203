"""What a portal family answers: which pages are its, what to ask, which rows a list holds, what comes next.

A family is pure: pages in, values out. It never fetches, and knows no site.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import replace

from crawler.page import Ask, Page, Row

_SCRIPT_COMMENT = re.compile(r"<!--.*?-->|/\*.*?\*/", re.DOTALL)


class Family(ABC):
    """The base of all families. A subclass gives `name` and overrides the hooks where its portals differ."""

    name: str

    @abstractmethod
    def matches(self, page: Page) -> bool:
        """Whether a list page carries this family's signature."""

    def rows(self, page: Page) -> tuple[Row, ...]:
        """The entries that do not stand in the page as links: all that a page shows are read anyway."""
        return ()

    def reports(self, page: Page) -> tuple[Row, ...]:
        """Reports that the page leads to without printing their titles, such as one of each year."""
        return ()

    def is_report(self, page: Page) -> bool | None:
        """Whether the address makes the page a report, if it holds one; None where it says nothing."""
        return None

    @abstractmethod
    def next_pages(self, page: Page) -> tuple[Ask, ...]:
        """The further pages of the list that this page knows of."""


def live(text: str) -> str:
    """Page text without comments of HTML and scripts: what stands in one calls nothing."""
    return _SCRIPT_COMMENT.sub("", text)


def numbered(page: Page, file: str) -> Ask:
    """The request for a sister file in the folder of `page`."""
    return replace(page.ask, url=page.address(file), form=())
