"""A host that turns its visitors away is left alone for the rest of a run: a challenge, maintenance.

Asking on would be no use and no courtesy. What was not asked for is recorded with the host's own refusal.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from archive.model import Outcome
from crawler.exceptions import HostBlocked

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_BLOCKING_OUTCOMES = (Outcome.REFUSED_CHALLENGE, Outcome.MAINTENANCE)
_BLOCK_AFTER_REFUSALS = 2
"""One page alone may be guarded; the second in a row says that the host is."""


class BlockedHosts:
    """Which hosts have turned us away: an extension, heard by the recording and asked next to the wire."""

    def __init__(self) -> None:
        self._refusal_counts: Counter[str] = Counter()
        self._last_outcomes: dict[str, Outcome] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        return cls()

    def record(self, url: str, outcome: Outcome) -> None:
        """An answer came from a host, and this is what it was."""
        host = urlsplit(url).netloc
        self._refusal_counts[host] = self._refusal_counts[host] + 1 if outcome in _BLOCKING_OUTCOMES else 0
        self._last_outcomes[host] = outcome

    def raise_if_blocked(self, url: str) -> None:
        """Raise `HostRefuses` where the host has had its say."""
        host = urlsplit(url).netloc
        if self._refusal_counts[host] >= _BLOCK_AFTER_REFUSALS:
            raise HostBlocked(host, self._last_outcomes[host])


def blocked_hosts_of(crawler: Crawler) -> BlockedHosts:
    """The one of this crawl; RuntimeError when it was left out of the settings."""
    found = crawler.get_extension(BlockedHosts)
    if found is None:
        raise RuntimeError("拒绝访问的主机没有记下：EXTENSIONS 被改动")
    return found
