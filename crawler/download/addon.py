"""Scrapy add-on that sends marked requests through the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.download.browser_handler import BrowserDownloadHandler
from crawler.download.chromium import find_chromium
from crawler.download.http_handler import GuardedDownloadHandler

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


class BrowserAddon:
    """Sets the download handler: the browser's if a browser is installed, the plain one otherwise."""

    def update_settings(self, settings: BaseSettings) -> None:
        """Set `GONGKAI_CHROMIUM` and the download handlers; Scrapy calls this after the spider is built."""
        chromium = find_chromium()
        handler = BrowserDownloadHandler if chromium else GuardedDownloadHandler
        settings.set("GONGKAI_CHROMIUM", str(chromium or ""), priority="addon")
        settings.set(
            "DOWNLOAD_HANDLERS", {"http": handler, "https": handler, **_DISABLED_SCHEMES}, priority="addon"
        )


_DISABLED_SCHEMES: dict[str, None] = dict.fromkeys(("data", "file", "ftp", "s3"))
