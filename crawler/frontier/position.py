"""Where on the way to the reports a page stands, and what a request is made for."""

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
    """What a request is made for: `then` reads its answer, `otherwise` says what to ask for want of one."""

    source: Source
    on_success: Callable[[Response], Requests]
    on_failure: Callable[[Outcome], Requests] = _no_requests


@dataclass(frozen=True, slots=True)
class PagePosition:
    """Where on the way to the reports a page stands.

    `column` is the first page of the column that it belongs to, `name` what that and those above it are
    called, `depth` how many links of its stage lie behind it, `lead` the link that led here. `is_first` is
    False for the further pages of a list.
    """

    stage: CrawlStage
    depth: int = 0
    column: str = ""
    name: str = ""
    family: str = ""
    link: ScoredLink | None = None
    is_first: bool = True

    @property
    def role(self) -> Role:
        """What a page here is in the archive."""
        return Role.LIST if self.stage is CrawlStage.COLUMN else Role.MENU

    def linked_position(self, link: ScoredLink) -> PagePosition:
        """The place that a link on a page of this one leads to."""
        depth = self.depth + 1 if link.stage is self.stage else 1
        if link.stage is not CrawlStage.COLUMN:
            return PagePosition(link.stage, depth, link=link)
        return PagePosition(
            link.stage, depth, self.column or link.url, f"{self.name} {link.text}".strip(), link=link
        )

    def nested_position(self) -> PagePosition:
        """The place of a page that this one sends its visitor on to or consists of."""
        return replace(self, depth=self.depth + 1)
