"""Scrapy add-on that sends marked requests through the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.download.browser_handler import BrowserDownloadHandler
from crawler.download.browser_launcher import find_chromium
from crawler.download.http_handler import GuardedDownloadHandler

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


class BrowserAddon:
    """Puts the browser's handler in place where a browser is present, the plain one elsewhere."""

    def update_settings(self, settings: BaseSettings) -> None:
        """Scrapy calls this before anything reads the settings."""
        chromium = find_chromium()
        kind = BrowserDownloadHandler if chromium else GuardedDownloadHandler
        settings.set("GONGKAI_CHROMIUM", str(chromium or ""), priority="addon")
        settings.set(
            "DOWNLOAD_HANDLERS", {"http": kind, "https": kind, **_DISABLED_SCHEMES}, priority="addon"
        )


_DISABLED_SCHEMES: dict[str, None] = dict.fromkeys(("data", "file", "ftp", "s3"))
