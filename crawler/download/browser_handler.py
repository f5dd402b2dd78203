"""The browser: where it is found, how it is started behind the guard, how long a visit may last.

Chromium starts when the first list asks for it, and never where there is none. Each visit has a context
of its own, which ends with it.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.async_api import Error as BrowserError
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Request, Response
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

from crawler.config import Config
from crawler.download.browser_launcher import GuardedBrowser
from crawler.download.http_handler import GuardedHandler
from crawler.download.page_session import Sitting
from crawler.download.proxy import GuardedProxy
from crawler.guard import host_of
from crawler.pages.urls import is_of_portal
from crawler.politeness.rate_limiter import politeness_of
from crawler.politeness.robots import RobotsMiddleware
from crawler.request_meta import HOSTS, REFUSED, SUBREQUESTS

if TYPE_CHECKING:
    from playwright.async_api import Page
    from playwright.async_api import Request as BrowserRequest
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)
_NEEDED = frozenset({"document", "script", "xhr", "fetch", "stylesheet"})
_VISITS = 2


def unneeded(request: BrowserRequest) -> bool:
    """Whether the browser must do without: images, fonts, media, sockets, and what is not HTTP."""
    return request.resource_type not in _NEEDED or urlsplit(request.url).scheme not in ("http", "https")


class RenderingHandler(ScrapyPlaywrightDownloadHandler, GuardedHandler):
    """Plain requests go the plain way; those that ask for the browser get it, for a bounded time."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        config = Config.from_settings(crawler.settings)
        chromium = crawler.settings["GONGKAI_CHROMIUM"]
        self._seconds = config.render_seconds
        self._official = config.suffixes
        self._visits = asyncio.Semaphore(_VISITS)
        provider = partial(GuardedBrowser, guard=config.guard, chromium=chromium)
        self.browser_provider_cls = provider  # type: ignore[assignment]  # it is only ever called
        self.abort_request = self._refused
        self._sittings: dict[Page, Sitting] = {}
        self._others: dict[str, set[str]] = defaultdict(set)

    async def download_request(self, request: Request) -> Response:
        """The response; `DownloadTimeoutError` when a page hangs, whose context is then closed.

        A page that needs other hosts of its portal is visited again when it is their turn, too.
        """
        if not request.meta.get("playwright"):
            return await super().download_request(request)
        self.guard.check_url(request.url)
        host = host_of(urlsplit(request.url).hostname or "")
        response, strangers = await self._in_turn(request, host)
        if strangers:
            robots = _robots_of(self.crawler)
            for url in strangers:
                await robots.learn(url, request)
            self._others[host] |= {host_of(urlsplit(url).hostname or "") for url in strangers}
            response, _ = await self._in_turn(request, host)
        return response

    async def _in_turn(self, request: Request, host: str) -> tuple[Response, set[str]]:
        """One visit in the turn of all hosts that its page is known to need, and what else it wanted."""
        politeness = politeness_of(self.crawler)
        hosts = frozenset({host, *self._others[host]})
        async with politeness.visit(request, hosts - {host}), self._visits:
            made = request.meta.setdefault(SUBREQUESTS, [])
            sitting = Sitting(_robots_of(self.crawler), hosts, self._admits(request), made)
            response = await self._visit(request, sitting)
            politeness.answered(request, response)
        return response, sitting.strangers

    def _admits(self, request: Request) -> Callable[[str], bool]:
        return partial(is_of_portal, home=request.url, declared=request.meta[HOSTS], official=self._official)

    async def _visit(self, request: Request, sitting: Sitting) -> Response:
        """One visit behind a proxy of its own, so that each refusal is known to be this visit's."""
        refused: list[tuple[str, str]] = []
        request.meta[REFUSED] = refused
        request.meta["playwright_page_init_callback"] = partial(self._sit, sitting=sitting)
        proxy = GuardedProxy(self.guard, sitting.admits, lambda host, reason: refused.append((host, reason)))
        kwargs = request.meta["playwright_context_kwargs"]
        kwargs["proxy"] = {"server": f"http://127.0.0.1:{await proxy.start()}", "bypass": "<-loopback>"}
        try:
            return await asyncio.wait_for(super().download_request(request), self._seconds)
        except TimeoutError as error:
            raise DownloadTimeoutError(f"页面 {self._seconds:.0f} 秒内没有渲染完：{request.url}") from error
        finally:
            visit = self.context_wrappers.get(request.meta["playwright_context"])
            if visit:
                await visit.context.close()
            await proxy.close()
            self._sittings = {page: one for page, one in self._sittings.items() if one is not sitting}

    async def _sit(self, page: Page, request: Request, sitting: Sitting) -> None:
        self._sittings[page] = sitting
        await sitting.begin(page, request)

    async def _refused(self, request: BrowserRequest) -> bool:
        """Whether a page's request must not be made. One that belongs to no visit must not."""
        if unneeded(request):
            return True
        try:
            sitting = self._sittings.get(request.frame.page)
        except BrowserError:  # the request of a window that is not there yet
            return True
        return sitting is None or await sitting.refuses(request)


def _robots_of(crawler: Crawler) -> RobotsMiddleware:
    robots = crawler.get_downloader_middleware(RobotsMiddleware)
    if robots is None:
        raise RuntimeError("浏览器的请求没有经过 robots.txt：DOWNLOADER_MIDDLEWARES 被改动")
    return robots
