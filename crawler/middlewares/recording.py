"""Every visit of a crawl in the archive: a Scrapy downloader middleware next to the wire.

It stands nearer to the wire than Scrapy's redirect (600) and decompression (590) middlewares, so that it
sees redirects, and bodies as they came.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Request, Response
from scrapy.utils.misc import load_object

from archive.model import Capture
from archive.warc import Record
from crawler.exceptions import RecordingFailed
from crawler.politeness import BlockedHosts
from crawler.recording import Recorder, browser_records, classify_exception

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings
from crawler.recording import plain_url, request_label_of, to_record
from crawler.request_meta import CACHED_FLAG, META_CAPTURE

MIDDLEWARE_PRIORITY = 950
"""Nearer to the wire than everything that changes a response or asks again."""


class RecordingMiddleware:
    """Archives responses and failures, then lets them pass unchanged."""

    def __init__(self, crawler: Crawler) -> None:
        _check_priority(crawler.settings)
        self._crawler = crawler
        self._close_task: asyncio.Future[None] | None = None
        run = crawler.settings.get("GONGKAI_RUN", "")
        command = "crawl" if run else f"crawl {getattr(crawler.spidercls, 'name', '')}"
        self.recorder = Recorder(Path(crawler.settings["GONGKAI_DATA"]), run=run, command=command)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware, waiting for the spider to open."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(middleware.spider_closed, signal=signals.spider_closed)
        return middleware

    def spider_opened(self) -> None:
        """Start the writing thread."""
        self.recorder.start()

    async def spider_closed(self) -> None:
        """Wait until all is written."""
        await self.recorder.close()

    async def process_response(self, request: Request, response: Response) -> Response:
        """Archive what came back; redirects, refusals and errors are answers too."""
        if CACHED_FLAG not in response.flags:
            # The visit's own record comes last: where it stands, everything that the visit left stands.
            await self._record_extras(request, response.status)
            capture = await self._record(request, to_record(request, response))
            if refusals := self._crawler.get_extension(BlockedHosts):
                refusals.record(request.url, capture.outcome)
        return response

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """Archive why nothing came back; the exception goes on its way."""
        verdict = None if isinstance(exception, RecordingFailed) else classify_exception(exception)
        if verdict is not None:
            record = Record(
                "metadata",
                plain_url(request.url),
                outcome=verdict.outcome,
                detail=verdict.detail,
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
        # Closing waits for the visits under way, this one among them: it must not be waited for here.
        if self._close_task is None and self._crawler.engine is not None:
            closing = self._crawler.engine.close_spider_async(reason="archive_failed")
            self._close_task = asyncio.ensure_future(closing)


def _check_priority(settings: BaseSettings) -> None:
    """Refuse to start where redirects would pass unseen."""
    places = settings.get_component_priority_dict_with_base("DOWNLOADER_MIDDLEWARES")
    by_class = {load_object(component): place for component, place in places.items() if place is not None}
    if by_class.get(RecordingMiddleware, MIDDLEWARE_PRIORITY) <= by_class.get(RedirectMiddleware, 0):
        raise ValueError(
            f"RecordingMiddleware 须排在 RedirectMiddleware 之后（建议 {MIDDLEWARE_PRIORITY}），否则转址无记录"
        )
