"""Blocks a host for the rest of a run after repeated refusals (a challenge, a maintenance page).

Further requests would be useless and impolite. Requests not made are recorded with the host's last refusal.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from archive.model import Outcome, translate
from crawler.request_exceptions import HostBlocked

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_BLOCKING_OUTCOMES = (Outcome.REFUSED_CHALLENGE, Outcome.MAINTENANCE)
_BLOCK_AFTER_REFUSALS = 2
"""A single page may be protected; two refusals in a row mean that the whole host is."""


class BlockedHosts:
    """Counts refusals by host: the recording middleware reports them, the download handlers ask for them."""

    def __init__(self) -> None:
        self._refusal_counts: Counter[str] = Counter()
        self._last_outcomes: dict[str, Outcome] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Create the extension; called by Scrapy."""
        return cls()

    def record(self, url: str, outcome: Outcome) -> None:
        """Record the outcome of a response from the host of `url`."""
        host = urlsplit(url).netloc
        self._refusal_counts[host] = self._refusal_counts[host] + 1 if outcome in _BLOCKING_OUTCOMES else 0
        self._last_outcomes[host] = outcome

    def raise_if_blocked(self, url: str) -> None:
        """Raise `HostBlocked` if the host of `url` is blocked."""
        host = urlsplit(url).netloc
        if self._refusal_counts[host] >= _BLOCK_AFTER_REFUSALS:
            raise HostBlocked(host, self._last_outcomes[host])


def blocked_hosts_of(crawler: Crawler) -> BlockedHosts:
    """Return the extension of this crawl; raises RuntimeError if it is missing from the settings."""
    blocked_hosts = crawler.get_extension(BlockedHosts)
    if blocked_hosts is None:
        raise RuntimeError(translate("无法记录拒绝访问的主机：EXTENSIONS 被改动"))
    return blocked_hosts
