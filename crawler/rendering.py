"""The browser: where it is found, how it is started behind the guard, how long a visit may last.

Chromium starts when the first list asks for it, and never where there is none. Each visit has a context
of its own, which ends with it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, async_playwright
from playwright.async_api import Error as BrowserError
from scrapy.exceptions import DownloadTimeoutError, NotSupported
from scrapy.http import Request, Response
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

from crawler.addresses import is_of_portal
from crawler.config import Config
from crawler.guard import Guard, host_of
from crawler.handler import GuardedHandler
from crawler.politeness import politeness_of
from crawler.proxy import GuardedProxy
from crawler.robots import RobotsMiddleware
from crawler.sitting import SUBREQUESTS, Sitting

if TYPE_CHECKING:
    from playwright.async_api import Page
    from playwright.async_api import Request as BrowserRequest
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings
    from scrapy_playwright.handler import Config as PlaywrightConfig

logger = logging.getLogger(__name__)

_VARIABLES = ("GONGKAI_CHROMIUM", "CHROMIUM")
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Without this rule Chromium goes to loopback addresses directly, past the proxy.
    "--proxy-bypass-list=<-loopback>",
    # WebRTC is UDP, which no HTTP proxy sees; names are for the proxy to look up, never for the browser.
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
_NEEDED = frozenset({"document", "script", "xhr", "fetch", "stylesheet"})
HOSTS = "gongkai_hosts"
"""Key in `Request.meta` of the hosts that a portal has beside its own."""
REFUSED = "gongkai_refused"
"""Key in `Request.meta` of what the proxy refused during a visit of the browser: pairs of host and reason."""
_VISITS = 2
VISIT: dict[str, Any] = {"service_workers": "block", "accept_downloads": False}


def find_chromium() -> Path | None:
    """The browser's program: a variable, the system's, playwright's own download, or None.

    A variable that is set decides alone, so that a name that is no file means: no browser.
    """
    named = next((os.environ[name] for name in _VARIABLES if os.environ.get(name)), "")
    if named:
        return Path(named) if os.access(named, os.X_OK) and Path(named).is_file() else None
    system = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    return Path(system) if system else _downloaded()


def _downloaded() -> Path | None:
    """What `playwright install chromium` left, the newest first."""
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    found = sorted(folder.glob("chromium-*/chrome-linux*/chrome"))
    return found[-1] if found else None


def unneeded(request: BrowserRequest) -> bool:
    """Whether the browser must do without: images, fonts, media, sockets, and what is not HTTP."""
    return request.resource_type not in _NEEDED or urlsplit(request.url).scheme not in ("http", "https")


class RenderingAddon:
    """Puts the browser's handler in place where a browser is present, the plain one elsewhere."""

    def update_settings(self, settings: BaseSettings) -> None:
        """Scrapy calls this before anything reads the settings."""
        chromium = find_chromium()
        kind = RenderingHandler if chromium else GuardedHandler
        settings.set("GONGKAI_CHROMIUM", str(chromium or ""), priority="addon")
        settings.set("DOWNLOAD_HANDLERS", {"http": kind, "https": kind, **_NO_OTHERS}, priority="addon")


_NO_OTHERS: dict[str, None] = dict.fromkeys(("data", "file", "ftp", "s3"))


def _nobody(host: str) -> bool:
    """Outside a visit Chromium has nobody to ask."""
    return False


def _out_of_visit(host: str, reason: str) -> None:
    """Chromium itself wanted something, not a page: the proxy has logged it, and no source is concerned."""


class GuardedBrowser:
    """scrapy-playwright's browser provider: nothing runs before the first page is asked for."""

    def __init__(self, config: PlaywrightConfig, *, guard: Guard, chromium: str) -> None:
        self._chromium = chromium
        self._driver: Any = None
        self._proxy = GuardedProxy(guard, _nobody, _out_of_visit)

    async def start(self) -> None:
        """Nothing yet: most crawls need no browser."""

    async def launch_browser(self) -> Browser:
        """Chromium, with the guarding proxy as its only way out."""
        port = await self._proxy.start()
        self._driver = await async_playwright().start()
        flags = [f"--proxy-server=http://127.0.0.1:{port}", *_FLAGS]
        browser: Browser = await self._driver.chromium.launch(executable_path=self._chromium, args=flags)
        logger.info("浏览器已启动：%s", self._chromium)
        return browser

    async def launch_persistent_context(self, context_kwargs: dict[str, Any]) -> BrowserContext:
        """Never: a visit leaves nothing behind."""
        raise NotSupported("persistent contexts are not used")

    async def close(self) -> None:
        """Stop the driver and the proxy, where they were started."""
        if self._driver:
            await self._driver.stop()
        await self._proxy.close()


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
