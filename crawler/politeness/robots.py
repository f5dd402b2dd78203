"""robots.txt as RFC 9309 says: rules where there are some, none for 4xx or a page, no entry for 5xx.

Scrapy's own middleware takes the body of a 503 for rules, and an unreachable host for one without rules.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request, exceptions, signals
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from twisted.internet.error import ConnectError, ConnectionClosed

from archive.ledger.ledger import Ledger
from archive.ledger.robots_cache import CachedRules
from archive.model import Capture, Outcome, Role
from archive.text.charset import text_of
from archive.text.media_types import HTML, media_type
from crawler.config import Config
from crawler.exceptions import Postponed, RefusedAddress
from crawler.politeness.policy import Rule
from crawler.request_meta import RULE

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
from crawler.exceptions import RobotsDisallow

logger = logging.getLogger(__name__)

_LIMIT = 512 * 1024  # RFC 9309, 2.5: at least 500 KiB must be read
_MOST = 4 * 1024 * 1024
_FIRST = 1000
_NO_ENTRY = "User-agent: *\nDisallow: /"
RULES, NONE, UNREACHABLE = "rules", "none", "unreachable"
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


class Closed(NamedTuple):
    """Why there are no rules and nothing may be asked for: in short, as an outcome, and what caused it."""

    fault: str
    outcome: Outcome = Outcome.ROBOTS_DISALLOW
    error: Exception | None = None


class Robots:
    """The rules of one origin, as they bind one agent; none where it is `closed`."""

    def __init__(self, text: str, capture: str, agent: str, closed: Closed | None = None) -> None:
        self._rules = Protego.parse(_NO_ENTRY if closed else text)
        self._agent = agent
        self._closed = closed
        kind = UNREACHABLE if closed else RULES if text else NONE
        self.rule = Rule.of(kind, capture, self._rules, agent)

    def check(self, url: str) -> None:
        """Raise `RobotsDisallow` where `url` must not be asked for."""
        if self._rules.can_fetch(url, self._agent):
            return
        if self._closed:
            reason = f"robots.txt 取不到（{self._closed.fault}），按禁止处理：{url}"
            raise RobotsDisallow(reason, self._closed.outcome) from self._closed.error
        raise RobotsDisallow(f"robots.txt 不允许：{url}")


class RobotsMiddleware:
    """Asks each origin for its robots.txt before anything else of it; once a day, whichever run it is."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured("robots.txt is always obeyed; only a test turns this off")
        self._crawler = crawler
        self._agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._seconds = crawler.settings.getfloat("GONGKAI_ROBOTS_SECONDS")
        self._robots: dict[str, asyncio.Task[Robots]] = {}
        self._ledger: Ledger

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware, waiting for the spider to open."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.spider_opened, signals.spider_opened)
        crawler.signals.connect(middleware.spider_closed, signals.spider_closed)
        return middleware

    def spider_opened(self) -> None:
        """Open the ledger, which remembers the rules of a day."""
        self._ledger = Ledger.open(Config.from_settings(self._crawler.settings).data)

    def spider_closed(self) -> None:
        """Give the ledger back."""
        self._ledger.close()

    async def process_request(self, request: Request) -> None:
        """Let `request` pass with the rule that it goes by, or raise `RobotsDisallow`."""
        if request.meta["gongkai"]["role"] is Role.ROBOTS:
            return
        robots = await self.learn(request.url, request)
        request.meta[RULE] = robots.rule
        robots.check(request.url)

    async def learn(self, url: str, cause: Request) -> Robots:
        """The rules of the origin of `url`, asked for where nobody has yet; `cause` says for which source."""
        origin = _origin(url)
        task = self._robots.get(origin)
        if task is None:
            task = self._robots[origin] = asyncio.ensure_future(self._learn(origin, cause))
        try:
            return await asyncio.shield(task)
        except Postponed:
            self._robots.pop(origin, None)
            raise

    def known(self, url: str) -> Robots | None:
        """The rules of an origin that this run has learned already."""
        task = self._robots.get(_origin(url))
        return task.result() if task and task.done() and not task.exception() else None

    async def _learn(self, origin: str, cause: Request) -> Robots:
        cached = await asyncio.to_thread(self._ledger.rules, origin, self._seconds)
        if cached:
            return Robots(cached.text, cached.capture, self._agent)
        try:
            response = await self._fetch(origin, cause)
        except (Postponed, RefusedAddress):
            raise
        except _UNREACHABLE as error:
            logger.warning("%s 的 robots.txt 取不到，本次不访问：%s", origin, error)
            return Robots("", "", self._agent, Closed(type(error).__name__, error=error))
        text = read_rules(response)
        if text is None:
            return Robots("", _capture(response), self._agent, _closed(response))
        cached = CachedRules(text, _capture(response), time.time())
        await asyncio.to_thread(self._ledger.keep_rules, origin, cached)
        return Robots(text, cached.capture, self._agent)

    async def _fetch(self, origin: str, cause: Request) -> Response:
        """The answer; `Postponed` where the host must not even be asked for it."""
        about = {**cause.meta["gongkai"], "role": Role.ROBOTS, "parent": "", "link_text": ""}
        request = Request(
            f"{origin}/robots.txt",
            priority=_FIRST,
            meta={"gongkai": about, "download_maxsize": _MOST},
            callback=NO_CALLBACK,
        )
        return await self._crawler.engine.download_async(request)


def read_rules(response: Response) -> str | None:
    """The rules that an answer to a request for robots.txt stands for; None for: keep out."""
    if response.status >= 500:
        return None
    body = response.body[:_LIMIT]
    if response.status >= 300 or media_type(body) == HTML:
        return ""
    return text_of(body)[0]


def _closed(response: Response) -> Closed:
    """What an answer says that is no rules: a product that wants scripts, a page about maintenance."""
    capture: Capture | None = response.meta.get("gongkai_capture")
    if capture is None or capture.outcome is Outcome.SERVER_ERROR:
        return Closed(f"HTTP {response.status}")
    return Closed(f"HTTP {response.status} {capture.detail}".rstrip(), capture.outcome)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _capture(response: Response) -> str:
    capture: Capture | None = response.meta.get("gongkai_capture")
    return capture.id if capture else ""
