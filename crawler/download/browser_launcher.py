"""Starts Chromium with the guarded proxy as its only connection to the network."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.async_api import Browser, BrowserContext, async_playwright
from scrapy.exceptions import NotSupported

from crawler.download.chromium import can_use_sandbox
from crawler.download.proxy import GuardedProxy
from crawler.guard import Guard

if TYPE_CHECKING:
    from scrapy_playwright.handler import Config as PlaywrightConfig

logger = logging.getLogger(__name__)

_CHROMIUM_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Without this rule Chromium connects to loopback addresses directly, not through the proxy.
    "--proxy-bypass-list=<-loopback>",
    # WebRTC uses UDP, which bypasses an HTTP proxy: it gets none. Chromium ignores flags that it does not
    # know, and has renamed this one before; so most pages and frames get no classes for it either.
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    # Host names are resolved by the proxy, not by the browser.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)

REMOVE_UDP_CLASSES = """
for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "WebTransport"]) delete globalThis[name];
"""
"""Script that runs in each window and frame before those of the page; workers have no peer connections."""


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
        has_sandbox = await asyncio.to_thread(can_use_sandbox, Path(self._chromium))
        if not has_sandbox:
            logger.warning("浏览器没有沙箱：%s 在本机有沙箱就启动不了", self._chromium)
        browser: Browser = await self._driver.chromium.launch(
            executable_path=self._chromium, args=flags, chromium_sandbox=has_sandbox
        )
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
