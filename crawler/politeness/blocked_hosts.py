"""A host that turns its visitors away is left alone for the rest of a run: a challenge, maintenance.

Asking on would be no use and no courtesy. What was not asked for is recorded with the host's own refusal.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from archive.model import Outcome
from crawler.exceptions import HostRefuses

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_TURNED_AWAY = (Outcome.REFUSED_CHALLENGE, Outcome.MAINTENANCE)
_PATIENCE = 2
"""One page alone may be guarded; the second in a row says that the host is."""


class Refusals:
    """Which hosts have turned us away: an extension, heard by the recording and asked next to the wire."""

    def __init__(self) -> None:
        self._in_a_row: Counter[str] = Counter()
        self._how: dict[str, Outcome] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        return cls()

    def hear(self, url: str, outcome: Outcome) -> None:
        """An answer came from a host, and this is what it was."""
        host = urlsplit(url).netloc
        self._in_a_row[host] = self._in_a_row[host] + 1 if outcome in _TURNED_AWAY else 0
        self._how[host] = outcome

    def check(self, url: str) -> None:
        """Raise `HostRefuses` where the host has had its say."""
        host = urlsplit(url).netloc
        if self._in_a_row[host] >= _PATIENCE:
            raise HostRefuses(host, self._how[host])


def refusals_of(crawler: Crawler) -> Refusals:
    """The one of this crawl; RuntimeError when it was left out of the settings."""
    found = crawler.get_extension(Refusals)
    if found is None:
        raise RuntimeError("拒绝访问的主机没有记下：EXTENSIONS 被改动")
    return found
