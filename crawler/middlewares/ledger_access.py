"""Base class of downloader middlewares that read the ledger on a connection of their own."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from scrapy import signals

from archive.ledger import Ledger
from crawler.config import Config

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

SourceInfo = TypeVar("SourceInfo")


class LedgerMiddleware(ABC, Generic[SourceInfo]):
    """Opens a ledger with the spider and closes it with the spider: the recorder's own is busy writing.

    `_look_up` is called once a source and crawl. Most requests need no more than its result, and each query
    has to go through another thread.
    """

    def __init__(self, crawler: Crawler) -> None:
        config = Config.from_settings(crawler.settings)
        self._data = config.data
        self._run = config.run
        self._ledger: Ledger | None = None
        self._lookups: dict[str, asyncio.Future[SourceInfo]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware; it opens the ledger with the spider."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(middleware.spider_closed, signal=signals.spider_closed)
        return middleware

    def spider_opened(self) -> None:
        """Open the ledger."""
        self._ledger = Ledger.open(self._data)

    async def spider_closed(self) -> None:
        """Close the ledger."""
        if self._ledger:
            await asyncio.to_thread(self._ledger.close)

    @abstractmethod
    def _look_up(self, ledger: Ledger, source: str) -> SourceInfo:
        """Return what has to be known of a source before its pages are requested."""

    async def _look_up_once(self, ledger: Ledger, source: str) -> SourceInfo:
        if source not in self._lookups:
            lookup = asyncio.to_thread(self._look_up, ledger, source)
            self._lookups[source] = asyncio.ensure_future(lookup)
        return await self._lookups[source]
