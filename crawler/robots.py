"""robots.txt as RFC 9309 says: rules where there are some, none for 4xx or a page, no entry for 5xx.

Scrapy's own middleware takes the body of a 503 for rules, and an unreachable host for one without rules.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request, exceptions
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from twisted.internet.error import ConnectError, ConnectionClosed

from archive.decode import HTML, media_type, text_of
from archive.model import Role

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

_LIMIT = 512 * 1024  # RFC 9309, 2.5: at least 500 KiB must be read
_FIRST = 1000
_NO_RULES = Protego.parse("")
_NO_ENTRY = Protego.parse("User-agent: *\nDisallow: /")
_UNREACHABLE = (
    exceptions.CannotResolveHostError,
    exceptions.DownloadCancelledError,
    exceptions.DownloadConnectionRefusedError,
    exceptions.DownloadFailedError,
    exceptions.DownloadTimeoutError,
    exceptions.ResponseDataLossError,
    IgnoreRequest,
    ConnectError,
    ConnectionClosed,
    OSError,
)


class RobotsDisallow(IgnoreRequest):
    """The host's robots.txt does not want this address asked for, or could not be had."""


class RobotsMiddleware:
    """Asks each host once a run for its robots.txt, before anything else of it."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured("robots.txt is always obeyed; only a test turns this off")
        self._crawler = crawler
        self._agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._rules: dict[str, asyncio.Task[Protego]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        """Scrapy's way of making one."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let `request` pass, or raise `RobotsDisallow`."""
        if request.meta["gongkai"]["role"] is Role.ROBOTS:
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = asyncio.ensure_future(self._fetch(origin, request))
        rules = await asyncio.shield(self._rules[origin])
        if not rules.can_fetch(request.url, self._agent):
            reason = "robots.txt 取不到，按禁止处理" if rules is _NO_ENTRY else "robots.txt 不允许"
            raise RobotsDisallow(f"{reason}：{request.url}")

    async def _fetch(self, origin: str, cause: Request) -> Protego:
        about = {**cause.meta["gongkai"], "role": Role.ROBOTS, "parent": "", "link_text": ""}
        request = Request(
            f"{origin}/robots.txt", priority=_FIRST, meta={"gongkai": about}, callback=NO_CALLBACK
        )
        try:
            response = await self._crawler.engine.download_async(request)
        except _UNREACHABLE as error:
            logger.warning("%s 的 robots.txt 取不到，本次不访问：%s", origin, error)
            return _NO_ENTRY
        return read_rules(response)


def read_rules(response: Response) -> Protego:
    """The rules that an answer to a request for robots.txt stands for."""
    if response.status >= 500:
        return _NO_ENTRY
    body = response.body[:_LIMIT]
    if response.status >= 300 or media_type(body) == HTML:
        return _NO_RULES
    return Protego.parse(text_of(body)[0])
