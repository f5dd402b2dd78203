"""Archives every response and every failed request.

The middleware is closer to the network than Scrapy's redirect (600) and decompression (590) middlewares, so
that it sees redirects, and bodies as they were sent.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Request, Response
from scrapy.utils.misc import load_object

from archive.model import Capture, translate
from archive.warc import Record
from crawler.config import Config
from crawler.exceptions import RecordingFailed
from crawler.politeness import BlockedHosts
from crawler.recording import (
    Recorder,
    browser_records,
    classify_exception,
    plain_url,
    request_label_of,
    to_record,
)
from crawler.request_meta import CACHED_FLAG, META_CAPTURE

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

MIDDLEWARE_PRIORITY = 950
"""Closer to the network than every middleware that changes a response or repeats a request."""


class RecordingMiddleware:
    """Archives responses and failures and passes them on unchanged."""

    def __init__(self, crawler: Crawler) -> None:
        _check_priority(crawler.settings)
        self._crawler = crawler
        self._close_task: asyncio.Future[None] | None = None
        config = Config.from_settings(crawler.settings)
        command = "crawl" if config.run else f"crawl {getattr(crawler.spidercls, 'name', '')}"
        self.recorder = Recorder(config.data, run=config.run, command=command)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware; raises ValueError if its priority lets redirects pass unseen."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(middleware.spider_closed, signal=signals.spider_closed)
        return middleware

    def spider_opened(self) -> None:
        """Start the thread that writes."""
        self.recorder.start()

    async def spider_closed(self) -> None:
        """Wait until all records are written."""
        await self.recorder.close()

    async def process_response(self, request: Request, response: Response) -> Response:
        """Archive a response; redirects, refusals and server errors are responses too."""
        if CACHED_FLAG not in response.flags:
            # The request's own record is written last: if it is there, its extra records are there too.
            await self._record_extras(request, response.status)
            capture = await self._record(request, to_record(request, response))
            if blocked_hosts := self._crawler.get_extension(BlockedHosts):
                blocked_hosts.record(request.url, capture.outcome)
        return response

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """Archive why a request failed; the exception is passed on."""
        classification = None if isinstance(exception, RecordingFailed) else classify_exception(exception)
        if classification is not None:
            record = Record(
                "metadata",
                plain_url(request.url),
                outcome=classification.outcome,
                detail=classification.detail,
                **request_label_of(request),
            )
            await self._record_extras(request, None)
            await self._record(request, record)

    async def _record_extras(self, request: Request, status: int | None) -> None:
        for record in browser_records(request.meta, plain_url(request.url), status):
            await self._write(record)

    async def _record(self, request: Request, record: Record) -> Capture:
        capture = await self._write(record)
        request.meta[META_CAPTURE] = capture
        stats = self._crawler.stats
        if stats is not None:
            stats.inc_value(f"gongkai/record/{capture.record}")
            stats.inc_value(f"gongkai/outcome/{capture.outcome}")
        return capture

    async def _write(self, record: Record) -> Capture:
        try:
            return await self.recorder.record(record)
        except RecordingFailed as error:
            self._close_spider()
            raise error

    def _close_spider(self) -> None:
        # Closing waits for all running requests, this one included, so it must not be awaited here.
        if self._close_task is None and self._crawler.engine is not None:
            close = self._crawler.engine.close_spider_async(reason="archive_failed")
            self._close_task = asyncio.ensure_future(close)


def _check_priority(settings: BaseSettings) -> None:
    """Raise ValueError if redirects would pass unseen."""
    components = settings.get_component_priority_dict_with_base("DOWNLOADER_MIDDLEWARES")
    by_class = {
        load_object(component): priority for component, priority in components.items() if priority is not None
    }
    if by_class.get(RecordingMiddleware, MIDDLEWARE_PRIORITY) <= by_class.get(RedirectMiddleware, 0):
        raise ValueError(
            translate(
                "RecordingMiddleware 须排在 RedirectMiddleware 之后（建议 {priority}），否则重定向没有记录",
                priority=MIDDLEWARE_PRIORITY,
            )
        )
