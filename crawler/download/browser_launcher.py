"""Finds Chromium and starts it behind the guard's proxy."""

from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.async_api import Browser, BrowserContext, async_playwright
from scrapy.exceptions import NotSupported

from crawler.download.proxy import GuardedProxy
from crawler.guard import Guard

if TYPE_CHECKING:
    from scrapy_playwright.handler import Config as PlaywrightConfig

logger = logging.getLogger(__name__)

_CHROMIUM_VARIABLES = ("GONGKAI_CHROMIUM", "CHROMIUM")
_CHROMIUM_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_CHROMIUM_FLAGS = (
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


def find_chromium() -> Path | None:
    """The browser's program: a variable, the system's, playwright's own download, or None.

    A variable that is set decides alone, so that a name that is no file means: no browser.
    """
    named = next((os.environ[name] for name in _CHROMIUM_VARIABLES if os.environ.get(name)), "")
    if named:
        return Path(named) if os.access(named, os.X_OK) and Path(named).is_file() else None
    system = next(filter(None, map(shutil.which, _CHROMIUM_PROGRAMS)), None)
    return Path(system) if system else _find_playwright_chromium()


def _find_playwright_chromium() -> Path | None:
    """What `playwright install chromium` left, the newest first."""
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    found = sorted(folder.glob("chromium-*/chrome-linux*/chrome"))
    return found[-1] if found else None


def _deny_all(host: str) -> bool:
    """Outside a visit Chromium has nobody to ask."""
    return False


def _ignore_refusal(host: str, reason: str) -> None:
    """Chromium itself wanted something, not a page: the proxy has logged it, and no source is concerned."""


class GuardedBrowserProvider:
    """scrapy-playwright's browser provider: nothing runs before the first page is asked for."""

    def __init__(self, config: PlaywrightConfig, *, guard: Guard, chromium: str) -> None:
        self._chromium = chromium
        self._driver: Any = None
        self._proxy = GuardedProxy(guard, _deny_all, _ignore_refusal)

    async def start(self) -> None:
        """Nothing yet: most crawls need no browser."""

    async def launch_browser(self) -> Browser:
        """Chromium, with the guarding proxy as its only way out."""
        port = await self._proxy.start()
        self._driver = await async_playwright().start()
        flags = [f"--proxy-server=http://127.0.0.1:{port}", *_CHROMIUM_FLAGS]
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
