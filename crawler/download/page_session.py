"""One visit of the browser as its hosts meet it: requests one after another, each under its robots.txt.

A page may need other hosts of its portal. Those are refused at first and named, so that the visit can be
made again when the turn of all of them has come: taking turns one by one, two visits could wait for each
other.
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

from crawler.exceptions import RobotsDisallow
from crawler.guard import host_of
from crawler.politeness.robots import RobotsMiddleware

if TYPE_CHECKING:
    from playwright.async_api import Page
    from playwright.async_api import Request as BrowserRequest
from crawler.request_meta import Subrequest

logger = logging.getLogger(__name__)
_PATIENCE = 15.0
"""How long a request of a page waits for the one before it, which may never end."""
_BREATH = 0.05
"""A redirect is told only after the end of what led to it; so long a turn is not given on."""


@dataclass
class Sitting:
    """The requests of one page. `hosts` are those whose turn it is, `admits` says who is of the portal."""

    robots: RobotsMiddleware
    hosts: frozenset[str]
    admits: Callable[[str], bool]
    made: list[Subrequest] = field(default_factory=list)
    strangers: set[str] = field(default_factory=set)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _running: BrowserRequest | None = None

    async def begin(self, page: Page, request: Request) -> None:
        """Listen to the page; scrapy-playwright calls this before the page goes anywhere."""
        page.on("request", self._redirected)
        page.on("requestfinished", self._ended)
        page.on("requestfailed", self._ended)

    async def refuses(self, request: BrowserRequest) -> bool:
        """Whether the page must do without; waits until the request before this one has ended."""
        host = host_of(urlsplit(request.url).hostname or "")
        if not self.admits(host):
            return False  # the proxy refuses it, and says so
        why = self._why_not(host, request.url)
        if not why:
            try:
                await asyncio.wait_for(self._turn.acquire(), _PATIENCE)
                self._running = request
            except TimeoutError:
                why = "页面的前一个请求没有结束"
        self.made.append(Subrequest(datetime.now(UTC), request.url, why))
        return bool(why)

    def _why_not(self, host: str, url: str) -> str:
        robots = self.robots.known(url)
        if host not in self.hosts or robots is None:
            self.strangers.add(url)
            return "还没有轮到这个主机"
        try:
            robots.check(url)
        except RobotsDisallow as refusal:
            logger.info("页面的请求：%s", refusal)
            return str(refusal)
        return ""

    def _redirected(self, request: BrowserRequest) -> None:
        if self._running is not None and request.redirected_from is self._running:
            self._running = request

    def _ended(self, request: BrowserRequest) -> None:
        asyncio.get_running_loop().call_later(_BREATH, self._give_on, request)

    def _give_on(self, request: BrowserRequest) -> None:
        if request is self._running:
            self._running = None
            self._turn.release()
