"""Fetches and obeys robots.txt as RFC 9309 says: 4xx or a web page means no rules, 5xx forbids everything.

Scrapy's own middleware parses the body of a 503 as rules and treats an unreachable host as one without rules.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request, exceptions, signals
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from twisted.internet.error import ConnectError, ConnectionClosed

from archive.model import Capture, Outcome, Role, translate
from archive.text import HTML, decode_text, media_type
from crawler.config import Config
from crawler.exceptions import SettingRefused
from crawler.politeness.policy import RobotsPolicy
from crawler.request_exceptions import Postponed, RefusedAddress, RobotsDisallow
from crawler.request_meta import (
    META_CAPTURE,
    META_DOWNLOAD_MAX_BYTES,
    META_LABEL,
    META_ROBOTS,
    RequestLabel,
    request_label,
    source_id,
)
from crawler.state import CachedRobots, CrawlState

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

_MAX_RULES_BYTES = 512 * 1024  # RFC 9309, 2.5: at least 500 KiB must be read
_MAX_DOWNLOAD_BYTES = 4 * 1024 * 1024
_ROBOTS_PRIORITY = 1000
_DISALLOW_ALL = "User-agent: *\nDisallow: /"
KIND_RULES, KIND_NONE, KIND_UNREACHABLE = "rules", "none", "unreachable"
_UNREACHABLE_ERRORS = (
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


class RobotsUnavailable(NamedTuple):
    """Why robots.txt could not be fetched, so that every URL of the origin is disallowed."""

    reason: str
    outcome: Outcome = Outcome.ROBOTS_DISALLOW
    error: Exception | None = None


class Robots:
    """The rules of one origin for one agent; if `unavailable` is set, every URL is disallowed."""

    def __init__(
        self, text: str, capture: str, agent: str, unavailable: RobotsUnavailable | None = None
    ) -> None:
        self._rules = Protego.parse(_DISALLOW_ALL if unavailable else text)
        self._agent = agent
        self._unavailable = unavailable
        kind = KIND_UNREACHABLE if unavailable else KIND_RULES if text else KIND_NONE
        self.policy = RobotsPolicy.from_rules(kind, capture, self._rules, agent)

    def raise_if_disallowed(self, url: str) -> None:
        """Raise RobotsDisallow if `url` must not be requested."""
        if self._rules.can_fetch(url, self._agent):
            return
        if self._unavailable:
            reason = f"robots.txt 取不到（{self._unavailable.reason}），按禁止处理：{url}"
            raise RobotsDisallow(reason, self._unavailable.outcome) from self._unavailable.error
        raise RobotsDisallow(f"robots.txt 不允许：{url}")


class RobotsMiddleware:
    """Fetches the robots.txt of each origin before its first page; all runs share a copy for a day."""

    def __init__(self, crawler: Crawler) -> None:
        config = Config.from_settings(crawler.settings).robots
        if not config.is_obeyed:
            raise SettingRefused(translate("robots.txt 不能不遵守：请去掉设置 ROBOTSTXT_OBEY，抓取没有开始"))
        self._crawler = crawler
        self._agent = config.agent
        self._cache_seconds = config.max_age_seconds
        self._robots_tasks: dict[str, asyncio.Task[Robots]] = {}
        self._begun_at: dict[str, float] = {}
        self._state: CrawlState

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Create the middleware; called by Scrapy."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.spider_opened, signals.spider_opened)
        crawler.signals.connect(middleware.spider_closed, signals.spider_closed)
        return middleware

    def spider_opened(self) -> None:
        """Open `crawl.db`, which caches the rules."""
        self._state = CrawlState.open(Config.from_settings(self._crawler.settings).data)

    def spider_closed(self) -> None:
        """Close `crawl.db`."""
        self._state.close()

    async def process_request(self, request: Request) -> None:
        """Attach the origin's policy to `request`; raises RobotsDisallow if the rules forbid it."""
        label: RequestLabel | None = request.meta.get(META_LABEL)
        if label and label["role"] is Role.ROBOTS:
            return
        robots = await self.fetch_rules(request.url, request)
        request.meta[META_ROBOTS] = robots.policy
        robots.raise_if_disallowed(request.url)

    async def fetch_rules(self, url: str, cause: Request) -> Robots:
        """Return the rules of the origin of `url`, fetched once a day on behalf of the request `cause`.

        A run may last for days, and neither rules nor an error of the server are valid for so long.
        """
        origin = _origin(url)
        task = self._robots_tasks.get(origin)
        if task is None or time.monotonic() - self._begun_at[origin] > self._cache_seconds:
            self._begun_at[origin] = time.monotonic()
            task = self._robots_tasks[origin] = asyncio.ensure_future(self._load_rules(origin, cause))
        try:
            return await asyncio.shield(task)
        except Postponed:
            self._robots_tasks.pop(origin, None)
            raise

    def cached_rules(self, url: str) -> Robots | None:
        """Return the rules of the origin of `url` if this run has fetched them, else None."""
        task = self._robots_tasks.get(_origin(url))
        return task.result() if task and task.done() and not task.exception() else None

    async def _load_rules(self, origin: str, cause: Request) -> Robots:
        cached = await asyncio.to_thread(self._state.robots.get, origin, self._cache_seconds)
        if cached:
            return Robots(cached.text, cached.capture, self._agent)
        try:
            response = await self._request_robots_txt(origin, cause)
        except (Postponed, RefusedAddress):
            raise
        except _UNREACHABLE_ERRORS as error:
            logger.warning("%s 的 robots.txt 取不到，本次不访问：%s", origin, error)
            return Robots("", "", self._agent, RobotsUnavailable(type(error).__name__, error=error))
        text = read_rules(response)
        if text is None:
            return Robots("", _capture_id(response), self._agent, _robots_unavailable(response))
        cached = CachedRobots(text, _capture_id(response), time.time())
        await asyncio.to_thread(self._state.robots.save, origin, cached)
        return Robots(text, cached.capture, self._agent)

    async def _request_robots_txt(self, origin: str, cause: Request) -> Response:
        """Return the response; raises Postponed if the host must not be visited now."""
        label = request_label(Role.ROBOTS, source_id(cause.meta))
        request = Request(
            f"{origin}/robots.txt",
            priority=_ROBOTS_PRIORITY,
            meta={META_LABEL: label, META_DOWNLOAD_MAX_BYTES: _MAX_DOWNLOAD_BYTES},
            callback=NO_CALLBACK,
        )
        return await self._crawler.engine.download_async(request)


def robots_middleware_of(crawler: Crawler) -> RobotsMiddleware:
    """Return the middleware of this crawl; raises `SettingRefused` if it is missing from the settings."""
    middleware = crawler.get_downloader_middleware(RobotsMiddleware)
    if middleware is None:
        raise SettingRefused(translate("请求没有经过 robots.txt 的检查：DOWNLOADER_MIDDLEWARES 被改动"))
    return middleware


def read_rules(response: Response) -> str | None:
    """Return the rules in a response to robots.txt, empty if there are none; None disallows every URL."""
    if response.status >= 500:
        return None
    body = response.body[:_MAX_RULES_BYTES]
    if response.status >= 300 or media_type(body) == HTML:
        return ""
    return decode_text(body)[0]


def _robots_unavailable(response: Response) -> RobotsUnavailable:
    """Return why a response holds no rules: a server error, a challenge, a maintenance page."""
    capture: Capture | None = response.meta.get(META_CAPTURE)
    if capture is None or capture.outcome is Outcome.SERVER_ERROR:
        return RobotsUnavailable(f"HTTP {response.status}")
    return RobotsUnavailable(f"HTTP {response.status} {capture.detail}".rstrip(), capture.outcome)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _capture_id(response: Response) -> str:
    capture: Capture | None = response.meta.get(META_CAPTURE)
    return capture.id if capture else ""
