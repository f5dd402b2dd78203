"""Downloader middlewares that read the archive while the crawl writes it."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from scrapy import signals

from archive.ledger import Ledger

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

SourceInfo = TypeVar("SourceInfo")


class LedgerMiddleware(ABC, Generic[SourceInfo]):
    """Has a ledger of its own while the spider is open: the recorder's is busy writing.

    What the archive says of a source as a whole is looked up once a crawl (`_look_up`): most requests of a
    crawl need no more than that, and each look into the ledger is a trip to another thread.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._data = Path(crawler.settings["GONGKAI_DATA"])
        self._run: str = crawler.settings.get("GONGKAI_RUN", "")
        self._ledger: Ledger | None = None
        self._lookups: dict[str, asyncio.Future[SourceInfo]] = {}

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

    @abstractmethod
    def _look_up(self, ledger: Ledger, source: str) -> SourceInfo:
        """What has to be known of a source before its pages are asked for."""

    async def _look_up_once(self, ledger: Ledger, source: str) -> SourceInfo:
        if source not in self._lookups:
            asking = asyncio.to_thread(self._look_up, ledger, source)
            self._lookups[source] = asyncio.ensure_future(asking)
        return await self._lookups[source]
