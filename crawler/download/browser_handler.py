"""Download handler that renders pages in Chromium, through the guarded proxy and within a time limit.

Chromium starts with the first request that needs it. Each request has a browser context of its own, which is
closed afterwards.
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
from crawler.download.browser_launcher import REMOVE_UDP_CLASSES, GuardedBrowserProvider
from crawler.download.http_handler import GuardedDownloadHandler
from crawler.download.page_session import PageSession
from crawler.download.proxy import GuardedProxy
from crawler.guard import normalise_host
from crawler.pages import is_portal_host
from crawler.politeness import rate_limiter_of, robots_middleware_of
from crawler.request_meta import (
    META_BROWSER_CONTEXT,
    META_BROWSER_CONTEXT_OPTIONS,
    META_BROWSER_PAGE_CALLBACK,
    META_HOSTS,
    META_REFUSED_HOSTS,
    META_SUBREQUESTS,
    is_for_browser,
)

if TYPE_CHECKING:
    from playwright.async_api import Page
    from playwright.async_api import Request as BrowserRequest
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)
_ALLOWED_RESOURCE_TYPES = frozenset({"document", "script", "xhr", "fetch", "stylesheet"})
_MAX_OPEN_PAGES = 2


def is_blocked_resource(request: BrowserRequest) -> bool:
    """Whether a request of a page is never made: images, fonts, media, sockets, and all that is not HTTP."""
    return request.resource_type not in _ALLOWED_RESOURCE_TYPES or urlsplit(request.url).scheme not in (
        "http",
        "https",
    )


class BrowserDownloadHandler(ScrapyPlaywrightDownloadHandler, GuardedDownloadHandler):
    """Sends requests through the browser if they ask for it, all others over plain HTTP."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        config = Config.from_settings(crawler.settings)
        self._render_seconds = config.render_seconds
        self._official_suffixes = config.suffixes
        self._page_slots = asyncio.Semaphore(_MAX_OPEN_PAGES)
        provider = partial(GuardedBrowserProvider, guard=config.guard, chromium=config.chromium)
        self.browser_provider_cls = provider  # type: ignore[assignment]  # it is only ever called
        self.abort_request = self._should_abort
        self._sessions: dict[Page, PageSession] = {}
        self._other_hosts: dict[str, set[str]] = defaultdict(set)

    async def download_request(self, request: Request) -> Response:
        """Return the response; raises `DownloadTimeoutError` if a page hangs, and closes its context.

        A page that needs further hosts of its portal is rendered again while the slots of all are held.
        """
        if not is_for_browser(request.meta):
            return await super().download_request(request)
        self.guard.check_url(request.url)
        host = normalise_host(urlsplit(request.url).hostname or "")
        response, pending_urls = await self._render_in_slots(request, host)
        if pending_urls:
            robots = robots_middleware_of(self.crawler)
            for url in pending_urls:
                await robots.fetch_rules(url, request)
            self._other_hosts[host] |= {normalise_host(urlsplit(url).hostname or "") for url in pending_urls}
            response, _ = await self._render_in_slots(request, host)
        return response

    async def _render_in_slots(self, request: Request, host: str) -> tuple[Response, set[str]]:
        """Render a page while the slots of all hosts that it is known to need are held.

        Returns the response, and the URLs that the page requested at further hosts of its portal.
        """
        limiter = rate_limiter_of(self.crawler)
        hosts = frozenset({host, *self._other_hosts[host]})
        async with limiter.slot(request, hosts - {host}), self._page_slots:
            session = PageSession(
                robots_middleware_of(self.crawler),
                hosts,
                self._host_filter(request),
                request.meta.setdefault(META_SUBREQUESTS, []),
            )
            response = await self._render_page(request, session)
            limiter.on_response(request, response)
        return response, session.pending_urls

    def _host_filter(self, request: Request) -> Callable[[str], bool]:
        return partial(
            is_portal_host,
            home=request.url,
            extra_hosts=request.meta[META_HOSTS],
            official_suffixes=self._official_suffixes,
        )

    async def _render_page(self, request: Request, session: PageSession) -> Response:
        """Render a page through a proxy of its own, so that its refusals belong to this request."""
        refused_hosts: list[tuple[str, str]] = []
        request.meta[META_REFUSED_HOSTS] = refused_hosts
        request.meta[META_BROWSER_PAGE_CALLBACK] = partial(self._attach_session, session=session)
        proxy = GuardedProxy(
            self.guard, session.is_allowed_host, lambda host, reason: refused_hosts.append((host, reason))
        )
        context_options = request.meta[META_BROWSER_CONTEXT_OPTIONS]
        context_options["proxy"] = {
            "server": f"http://127.0.0.1:{await proxy.start()}",
            "bypass": "<-loopback>",
        }
        try:
            return await asyncio.wait_for(super().download_request(request), self._render_seconds)
        except TimeoutError as error:
            raise DownloadTimeoutError(
                f"页面 {self._render_seconds:.0f} 秒内没有渲染完：{request.url}"
            ) from error
        finally:
            wrapper = self.context_wrappers.get(request.meta[META_BROWSER_CONTEXT])
            if wrapper:
                await wrapper.context.close()
            await proxy.close()
            self._sessions = {
                page: page_session
                for page, page_session in self._sessions.items()
                if page_session is not session
            }

    async def _attach_session(self, page: Page, request: Request, session: PageSession) -> None:
        self._sessions[page] = session
        await page.context.add_init_script(REMOVE_UDP_CLASSES)
        await session.attach(page, request)

    async def _should_abort(self, request: BrowserRequest) -> bool:
        """Whether a request of a page must not be made; True for pages without a session."""
        if is_blocked_resource(request):
            return True
        try:
            session = self._sessions.get(request.frame.page)
        except BrowserError:  # the request of a window that does not exist yet
            return True
        return session is None or await session.should_abort(request)
