"""The position of a page on the way to the reports, and the handlers of a request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from scrapy import Request
from scrapy.http import Response

from archive.model import Outcome, Role
from crawler.pages import CrawlStage, ScoredLink
from crawler.registry import Source

Requests = Iterator[Request]


def _no_requests(outcome: Outcome) -> Requests:
    return iter(())


@dataclass(frozen=True, slots=True)
class RequestPlan:
    """A request's source and handlers; each handler yields the requests that follow from the answer."""

    source: Source
    on_success: Callable[[Response], Requests]
    on_failure: Callable[[Outcome], Requests] = _no_requests


@dataclass(frozen=True, slots=True)
class PagePosition:
    """The position of a page on the way to the reports.

    `column`: first page of the column that it belongs to; `name`: names of that column and those above it;
    `depth`: links of the same stage that were followed to get here; `link`: the link that led here.
    `is_first` is False for further pages of a list, whose first page is then `list_url`.
    """

    stage: CrawlStage
    depth: int = 0
    column: str = ""
    name: str = ""
    family: str = ""
    link: ScoredLink | None = None
    is_first: bool = True
    list_url: str = ""

    @property
    def role(self) -> Role:
        """The role under which a page at this position is archived."""
        return Role.LIST if self.stage is CrawlStage.COLUMN else Role.MENU

    def linked_position(self, link: ScoredLink) -> PagePosition:
        """Return the position that a link on this page leads to."""
        depth = self.depth + 1 if link.stage is self.stage else 1
        if link.stage is not CrawlStage.COLUMN:
            return PagePosition(link.stage, depth, link=link)
        return PagePosition(
            link.stage, depth, self.column or link.url, f"{self.name} {link.text}".strip(), link=link
        )

    def nested_position(self) -> PagePosition:
        """Return the position of a page that this one redirects to or shows in a frame."""
        return replace(self, depth=self.depth + 1)
