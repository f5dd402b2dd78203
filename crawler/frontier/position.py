"""Where on the way to the reports a page stands, and what a request is made for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from scrapy import Request
from scrapy.http import Response

from archive.model import Outcome, Role
from crawler.pages.link_rules import Lead, Stage
from crawler.registry.sources import Source

Requests = Iterator[Request]


def _nothing(outcome: Outcome) -> Requests:
    return iter(())


@dataclass(frozen=True, slots=True)
class Errand:
    """What a request is made for: `then` reads its answer, `otherwise` says what to ask for want of one."""

    source: Source
    then: Callable[[Response], Requests]
    otherwise: Callable[[Outcome], Requests] = _nothing


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the way to the reports a page stands.

    `column` is the first page of the column that it belongs to, `name` what that and those above it are
    called, `depth` how many links of its stage lie behind it, `lead` the link that led here. `is_first` is
    False for the further pages of a list.
    """

    stage: Stage
    depth: int = 0
    column: str = ""
    name: str = ""
    family: str = ""
    lead: Lead | None = None
    is_first: bool = True

    @property
    def role(self) -> Role:
        """What a page here is in the archive."""
        return Role.LIST if self.stage is Stage.COLUMN else Role.MENU

    def behind(self, lead: Lead) -> Place:
        """The place that a link on a page of this one leads to."""
        depth = self.depth + 1 if lead.stage is self.stage else 1
        if lead.stage is not Stage.COLUMN:
            return Place(lead.stage, depth, lead=lead)
        return Place(
            lead.stage, depth, self.column or lead.url, f"{self.name} {lead.text}".strip(), lead=lead
        )

    def within(self) -> Place:
        """The place of a page that this one sends its visitor on to or consists of."""
        return replace(self, depth=self.depth + 1)
