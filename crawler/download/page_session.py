"""Runs the requests of one rendered page one after another, each checked against robots.txt.

A page may need further hosts of its portal. Requests to them are aborted first and noted, so that the page
can be rendered again while the slots of all hosts are held: two pages that took slots one by one could wait
for each other.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request

from crawler.guard import normalise_host
from crawler.politeness import RobotsMiddleware
from crawler.request_exceptions import RobotsDisallow
from crawler.request_meta import Subrequest

if TYPE_CHECKING:
    from playwright.async_api import Page
    from playwright.async_api import Request as BrowserRequest

logger = logging.getLogger(__name__)
_PREVIOUS_REQUEST_SECONDS = 15.0
"""How long a request of a page waits for the previous one, which may never finish."""
_REDIRECT_GRACE_SECONDS = 0.05
"""Playwright reports a redirect after its cause has finished; wait this long before unlocking."""


@dataclass
class PageSession:
    """The requests of one page.

    `hosts`: hosts whose slots are held; `is_allowed_host`: whether a host belongs to the portal;
    `pending_urls`: aborted requests to hosts of the portal without a slot.
    """

    robots: RobotsMiddleware
    hosts: frozenset[str]
    is_allowed_host: Callable[[str], bool]
    subrequests: list[Subrequest] = field(default_factory=list)
    pending_urls: set[str] = field(default_factory=set)
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _running_request: BrowserRequest | None = None

    async def attach(self, page: Page, request: Request) -> None:
        """Listen to the events of the page; scrapy-playwright calls this before the page loads anything."""
        page.on("request", self._on_request)
        page.on("requestfinished", self._on_request_end)
        page.on("requestfailed", self._on_request_end)

    async def should_abort(self, request: BrowserRequest) -> bool:
        """Whether to abort a request of the page; waits until the previous request has finished."""
        host = normalise_host(urlsplit(request.url).hostname or "")
        if not self.is_allowed_host(host):
            return False  # the proxy refuses it and reports that
        reason = self._abort_reason(host, request.url)
        if not reason:
            try:
                await asyncio.wait_for(self._lock.acquire(), _PREVIOUS_REQUEST_SECONDS)
                self._running_request = request
            except TimeoutError:
                reason = "页面的前一个请求没有结束"
        self.subrequests.append(Subrequest(datetime.now(UTC), request.url, reason))
        return bool(reason)

    def _abort_reason(self, host: str, url: str) -> str:
        robots = self.robots.cached_rules(url)
        if host not in self.hosts or robots is None:
            self.pending_urls.add(url)
            return "还没有轮到这个主机"
        try:
            robots.raise_if_disallowed(url)
        except RobotsDisallow as refusal:
            logger.info("页面的请求：%s", refusal)
            return str(refusal)
        return ""

    def _on_request(self, request: BrowserRequest) -> None:
        if self._running_request is not None and request.redirected_from is self._running_request:
            self._running_request = request

    def _on_request_end(self, request: BrowserRequest) -> None:
        asyncio.get_running_loop().call_later(_REDIRECT_GRACE_SECONDS, self._unlock, request)

    def _unlock(self, request: BrowserRequest) -> None:
        if request is self._running_request:
            self._running_request = None
            self._lock.release()
