"""A downloader middleware that reads the archive while the crawl writes it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Self

from scrapy import signals

from archive.ledger import Ledger

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class WithLedger:
    """Has a ledger of its own while the spider is open: the recorder's is busy writing."""

    def __init__(self, crawler: Crawler) -> None:
        self._data = Path(crawler.settings["GONGKAI_DATA"])
        self._ledger: Ledger | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware, waiting for the spider to open."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(middleware.spider_closed, signal=signals.spider_closed)
        return middleware

    def spider_opened(self) -> None:
        """Open the ledger."""
        self._ledger = Ledger.open(self._data)

    async def spider_closed(self) -> None:
        """Close it."""
        if self._ledger:
            await asyncio.to_thread(self._ledger.close)
