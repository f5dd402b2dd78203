"""The links of one source that a run did not request, counted once each, with the cause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum

from archive.ledger import MissedPages
from archive.model import Outcome, Role
from crawler.pages import canonical_key


class SkipCause(Enum):
    """Why a link was not requested: the outcome that it counts as, and what `status` says.

    `may_hold_reports`: whether a limit of this program was the cause, so that reports may be missing.
    """

    OTHER_HOST = (Outcome.REFUSED_GUARD, "不在本门户的主机上", False)
    TOO_DEEP = (Outcome.TOO_LARGE, "离首页的层数超过上限", True)
    TOO_MANY = (Outcome.TOO_LARGE, "一个来源的网页数超过上限", True)

    def __init__(self, outcome: Outcome, text: str, may_hold_reports: bool) -> None:
        self.outcome = outcome
        self.text = text
        self.may_hold_reports = may_hold_reports


@dataclass(frozen=True, slots=True)
class _SkippedLink:
    url: str
    role: Role
    cause: SkipCause


@dataclass(slots=True)
class SkippedLinks:
    """Links that were seen and not requested. A link on many pages counts once, with its first cause."""

    _links: dict[str, _SkippedLink] = field(default_factory=dict)

    def add(self, url: str, role: Role, cause: SkipCause) -> None:
        """Count a link unless it is counted already."""
        self._links.setdefault(canonical_key(url), _SkippedLink(url, role, cause))

    def discard(self, url: str) -> None:
        """Take a link back: it is requested after all."""
        self._links.pop(canonical_key(url), None)

    def limited(self) -> int:
        """The number of links that a limit cost and that may lead to reports."""
        return sum(link.cause.may_hold_reports for link in self._links.values())

    def missed_pages(self) -> Iterator[MissedPages]:
        """Yield a row for each role and cause, in the order in which they first occurred."""
        rows: dict[tuple[Role, SkipCause], MissedPages] = {}
        for link in self._links.values():
            first = MissedPages(link.role, link.cause.outcome, 0, link.url, link.cause.text)
            row = rows.get((link.role, link.cause), first)
            rows[link.role, link.cause] = replace(row, count=row.count + 1)
        yield from rows.values()
