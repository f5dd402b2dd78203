"""Finds Chromium and starts it with the guarded proxy as its only connection to the network."""

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
    # Without this rule Chromium connects to loopback addresses directly, not through the proxy.
    "--proxy-bypass-list=<-loopback>",
    # WebRTC uses UDP, which bypasses an HTTP proxy; host names are resolved by the proxy, not the browser.
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)


def find_chromium() -> Path | None:
    """Return the browser's program: from a variable, the system, playwright's own download; None without one.

    If a variable is set, only that program counts: a path that is no program means no browser.
    """
    configured = next((os.environ[name] for name in _CHROMIUM_VARIABLES if os.environ.get(name)), "")
    if configured:
        is_program = os.access(configured, os.X_OK) and Path(configured).is_file()
        return Path(configured) if is_program else None
    system = next(filter(None, map(shutil.which, _CHROMIUM_PROGRAMS)), None)
    return Path(system) if system else _find_playwright_chromium()


def _find_playwright_chromium() -> Path | None:
    """Return the newest program that `playwright install chromium` has installed."""
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    programs = sorted(folder.glob("chromium-*/chrome-linux*/chrome"))
    return programs[-1] if programs else None


def _deny_all(host: str) -> bool:
    """Refuse every host: outside of a page Chromium needs none."""
    return False


def _ignore_refusal(host: str, reason: str) -> None:
    """Ignore a refusal: Chromium made the request by itself, and the proxy has logged it."""


class GuardedBrowserProvider:
    """Browser provider for scrapy-playwright that starts Chromium with the first page."""

    def __init__(self, config: PlaywrightConfig, *, guard: Guard, chromium: str) -> None:
        self._chromium = chromium
        self._driver: Any = None
        self._proxy = GuardedProxy(guard, _deny_all, _ignore_refusal)

    async def start(self) -> None:
        """Do nothing: most crawls need no browser."""

    async def launch_browser(self) -> Browser:
        """Start Chromium with the guarded proxy as its only connection to the network."""
        port = await self._proxy.start()
        self._driver = await async_playwright().start()
        flags = [f"--proxy-server=http://127.0.0.1:{port}", *_CHROMIUM_FLAGS]
        browser: Browser = await self._driver.chromium.launch(executable_path=self._chromium, args=flags)
        logger.info("浏览器已启动：%s", self._chromium)
        return browser

    async def launch_persistent_context(self, context_kwargs: dict[str, Any]) -> BrowserContext:
        """Raise `NotSupported`: no page may leave data in the browser."""
        raise NotSupported("persistent contexts are not used")

    async def close(self) -> None:
        """Stop the driver and the proxy if they were started."""
        if self._driver:
            await self._driver.stop()
        await self._proxy.close()
