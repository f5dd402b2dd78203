"""Archives every response and every failed request.

The middleware is closer to the network than Scrapy's redirect (600) and decompression (590) middlewares, so
that it sees redirects, and bodies as they were sent.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Request, Response
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.misc import load_object

from archive.model import Capture, Outcome, translate
from archive.warc import Record
from crawler.config import Config
from crawler.exceptions import ARCHIVE_FAILED, RecordingFailed
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

logger = logging.getLogger(__name__)

MIDDLEWARE_PRIORITY = 950
"""Closer to the network than every middleware that changes a response or repeats a request."""

_ANSWERED_OUTCOMES = (Outcome.OK, Outcome.NOT_MODIFIED, Outcome.REDIRECT)


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
        if not isinstance(exception, RecordingFailed):
            await self._record_extras(request, None)
            await self.record_failure(request, exception)

    async def failure_capture(self, request: Request, error: BaseException) -> Capture:
        """Return the capture that says how a request failed.

        It is archived now if it is not yet: what is raised while a response passes the other middlewares is
        not in the record of the response, which may say that all is well.
        """
        capture: Capture | None = request.meta.get(META_CAPTURE)
        if capture is None or (capture.outcome in _ANSWERED_OUTCOMES and not isinstance(error, HttpError)):
            return await self.record_failure(request, error)
        return capture

    async def record_failure(self, request: Request, error: BaseException) -> Capture:
        """Archive why a request failed; an error of this program is logged with its traceback."""
        outcome, detail = classify_exception(error)
        if outcome is Outcome.INTERNAL_ERROR:
            logger.error("处理 %s 时程序出错", request.url, exc_info=error)
        url, label = plain_url(request.url), request_label_of(request)
        return await self._record(request, Record("metadata", url, outcome=outcome, detail=detail, **label))

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
            stats.inc_value("gongkai/same_page", int(bool(capture.same_page_as)))
        return capture

    async def _write(self, record: Record) -> Capture:
        try:
            return await self.recorder.record(record)
        except RecordingFailed as error:
            self.stop_crawl()
            raise error

    def stop_crawl(self) -> None:
        """Close the crawl because a record cannot be written."""
        # Closing waits for all running requests, this one included, so it must not be awaited here.
        if self._close_task is None and self._crawler.engine is not None:
            close = self._crawler.engine.close_spider_async(reason=ARCHIVE_FAILED)
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
