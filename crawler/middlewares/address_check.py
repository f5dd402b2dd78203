"""Refuses addresses that the guard does not allow, before anything is done for them.

The download handler checks again. Here no robots.txt of a malformed host is requested.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from crawler.config import Config

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request

    from crawler.guard import Guard

MIDDLEWARE_PRIORITY = 50
"""Before the check of robots.txt, which requests a page of the same host."""


class AddressCheckMiddleware:
    """Drops requests to addresses of which scheme, host name, credentials or port are not allowed."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Create the middleware; called by Scrapy."""
        return cls(Config.from_settings(crawler.settings).guard)

    def process_request(self, request: Request) -> None:
        """Raise RefusedAddress if the guard does not allow the address."""
        self._guard.check_url(request.url)
