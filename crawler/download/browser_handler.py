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
from crawler.download.browser_launcher import GuardedBrowserProvider
from crawler.download.http_handler import GuardedDownloadHandler
from crawler.download.page_session import PageSession
from crawler.download.proxy import GuardedProxy
from crawler.guard import normalise_host
from crawler.pages import is_portal_host
from crawler.politeness import RobotsMiddleware, rate_limiter_of
from crawler.request_meta import META_HOSTS, META_REFUSED_HOSTS, META_SUBREQUESTS

if TYPE_CHECKING:
    from playwright.async_api import Page
    from playwright.async_api import Request as BrowserRequest
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)
_ALLOWED_RESOURCE_TYPES = frozenset({"document", "script", "xhr", "fetch", "stylesheet"})
_MAX_OPEN_PAGES = 2


def is_blocked_resource(request: BrowserRequest) -> bool:
    """Whether the browser must do without: images, fonts, media, sockets, and what is not HTTP."""
    return request.resource_type not in _ALLOWED_RESOURCE_TYPES or urlsplit(request.url).scheme not in (
        "http",
        "https",
    )


class BrowserDownloadHandler(ScrapyPlaywrightDownloadHandler, GuardedDownloadHandler):
    """Plain requests go the plain way; those that ask for the browser get it, for a bounded time."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        config = Config.from_settings(crawler.settings)
        chromium = crawler.settings["GONGKAI_CHROMIUM"]
        self._render_seconds = config.render_seconds
        self._official_suffixes = config.suffixes
        self._page_slots = asyncio.Semaphore(_MAX_OPEN_PAGES)
        provider = partial(GuardedBrowserProvider, guard=config.guard, chromium=chromium)
        self.browser_provider_cls = provider  # type: ignore[assignment]  # it is only ever called
        self.abort_request = self._should_abort
        self._sessions: dict[Page, PageSession] = {}
        self._other_hosts: dict[str, set[str]] = defaultdict(set)

    async def download_request(self, request: Request) -> Response:
        """The response; `DownloadTimeoutError` when a page hangs, whose context is then closed.

        A page that needs other hosts of its portal is visited again when it is their turn, too.
        """
        if not request.meta.get("playwright"):
            return await super().download_request(request)
        self.guard.check_url(request.url)
        host = normalise_host(urlsplit(request.url).hostname or "")
        response, strangers = await self._with_slots(request, host)
        if strangers:
            robots = _robots_middleware_of(self.crawler)
            for url in strangers:
                await robots.fetch_rules(url, request)
            self._other_hosts[host] |= {normalise_host(urlsplit(url).hostname or "") for url in strangers}
            response, _ = await self._with_slots(request, host)
        return response

    async def _with_slots(self, request: Request, host: str) -> tuple[Response, set[str]]:
        """One visit in the turn of all hosts that its page is known to need, and what else it wanted."""
        politeness = rate_limiter_of(self.crawler)
        hosts = frozenset({host, *self._other_hosts[host]})
        async with politeness.slot(request, hosts - {host}), self._page_slots:
            made = request.meta.setdefault(META_SUBREQUESTS, [])
            sitting = PageSession(
                _robots_middleware_of(self.crawler), hosts, self._host_filter(request), made
            )
            response = await self._render_page(request, sitting)
            politeness.on_response(request, response)
        return response, sitting.pending_hosts

    def _host_filter(self, request: Request) -> Callable[[str], bool]:
        return partial(
            is_portal_host,
            home=request.url,
            extra_hosts=request.meta[META_HOSTS],
            official_suffixes=self._official_suffixes,
        )

    async def _render_page(self, request: Request, session: PageSession) -> Response:
        """One visit behind a proxy of its own, so that each refusal is known to be this visit's."""
        refused: list[tuple[str, str]] = []
        request.meta[META_REFUSED_HOSTS] = refused
        request.meta["playwright_page_init_callback"] = partial(self._attach_session, session=session)
        proxy = GuardedProxy(
            self.guard, session.is_allowed_host, lambda host, reason: refused.append((host, reason))
        )
        kwargs = request.meta["playwright_context_kwargs"]
        kwargs["proxy"] = {"server": f"http://127.0.0.1:{await proxy.start()}", "bypass": "<-loopback>"}
        try:
            return await asyncio.wait_for(super().download_request(request), self._render_seconds)
        except TimeoutError as error:
            raise DownloadTimeoutError(
                f"页面 {self._render_seconds:.0f} 秒内没有渲染完：{request.url}"
            ) from error
        finally:
            visit = self.context_wrappers.get(request.meta["playwright_context"])
            if visit:
                await visit.context.close()
            await proxy.close()
            self._sessions = {page: other for page, other in self._sessions.items() if other is not session}

    async def _attach_session(self, page: Page, request: Request, session: PageSession) -> None:
        self._sessions[page] = session
        await session.attach(page, request)

    async def _should_abort(self, request: BrowserRequest) -> bool:
        """Whether a page's request must not be made. One that belongs to no visit must not."""
        if is_blocked_resource(request):
            return True
        try:
            sitting = self._sessions.get(request.frame.page)
        except BrowserError:  # the request of a window that is not there yet
            return True
        return sitting is None or await sitting.should_abort(request)


def _robots_middleware_of(crawler: Crawler) -> RobotsMiddleware:
    robots = crawler.get_downloader_middleware(RobotsMiddleware)
    if robots is None:
        raise RuntimeError("浏览器的请求没有经过 robots.txt：DOWNLOADER_MIDDLEWARES 被改动")
    return robots
