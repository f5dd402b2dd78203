"""Every reason why a request is not made, and what ends a crawl."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import exceptions
from scrapy.exceptions import IgnoreRequest

from archive.model import Outcome

if TYPE_CHECKING:
    pass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass
from archive.model import ReportError


class RefusedAddress(IgnoreRequest):
    """The guard does not let the crawler go there. An `IgnoreRequest`, so that nothing tries again."""


class RobotsDisallow(IgnoreRequest):
    """The host's robots.txt does not want this address asked for, or could not be had.

    `outcome` is what stood in its place: a challenge, a maintenance page, or nothing that has a name.
    """

    def __init__(self, reason: str, outcome: Outcome = Outcome.ROBOTS_DISALLOW) -> None:
        super().__init__(reason)
        self.outcome = outcome


class Postponed(IgnoreRequest):
    """Not now: the host's hours, its cap for the day, or a pause that it asked for. A later run goes on."""


class HostBlocked(exceptions.IgnoreRequest):
    """The host has turned us away in this run, and is not asked again; `outcome` is how."""

    def __init__(self, host: str, outcome: Outcome) -> None:
        super().__init__(f"{host} 拒绝访问，本次不再请求")
        self.outcome = outcome


class ContactMissing(IgnoreRequest, ReportError):
    """Somebody else's host was to be visited, and nobody is named who answers for it."""


class RateLimitStoreUnavailable(ReportError):
    """There is no place to agree on turns, and nobody is visited without."""


class RecordingFailed(Exception):
    """The archive cannot be written: a full disk, a broken ledger. A crawl without it is in vain."""


class CrawlFailed(ReportError):
    """The crawl ended for a reason of ours, not of a portal."""


class SourceError(ReportError):
    """A registry entry that does not say what it must; the text names file and entry."""
