"""Every visit of a crawl in the archive: a Scrapy downloader middleware next to the wire.

It stands nearer to the wire than Scrapy's redirect (600) and decompression (590) middlewares, so that it
sees redirects, and bodies as they came.
"""

from __future__ import annotations

import asyncio
import http
from email.message import Message
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Request, Response
from scrapy.utils.misc import load_object

from archive.model import Capture, Outcome, Role
from archive.warc import Record
from crawler import snapshots
from crawler.outcomes import Verdict, of_exception, of_redirects
from crawler.recorder import Recorder, RecordingFailed
from crawler.refusing import Refusals

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

PRIORITY = 950
"""Nearer to the wire than everything that changes a response or asks again."""
LABEL = "gongkai"
"""Key in `Request.meta` of what the crawl knows of a request: `role`, `source`, `parent`, `link_text`."""
CACHED = "cached"
"""Flag of a response that comes from the archive: there is nothing to record."""
CAPTURE = "gongkai_capture"
"""Key in `Request.meta` of the `Capture` that a visit became, set before the response is passed on."""


class RecordingMiddleware:
    """Archives responses and failures, then lets them pass unchanged."""

    def __init__(self, crawler: Crawler) -> None:
        _check_place(crawler.settings)
        self._crawler = crawler
        self._closing: asyncio.Future[None] | None = None
        self.recorder = Recorder(
            Path(crawler.settings["GONGKAI_DATA"]),
            run=crawler.settings.get("GONGKAI_RUN", ""),
            command=f"crawl {getattr(crawler.spidercls, 'name', '')}",
        )

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
        if CACHED not in response.flags:
            # The visit's own record comes last: where it stands, everything that the visit left stands.
            await self._beside(request, response.status)
            capture = await self._record(request, of_visit(request, response))
            if refusals := self._crawler.get_extension(Refusals):
                refusals.hear(request.url, capture.outcome)
        return response

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """Archive why nothing came back; the exception goes on its way."""
        verdict = None if isinstance(exception, RecordingFailed) else of_exception(exception)
        if verdict is not None:
            record = Record(
                "metadata",
                plain_url(request.url),
                outcome=verdict.outcome,
                detail=verdict.detail,
                **_label(request),
            )
            await self._beside(request, None)
            await self._record(request, record)

    async def _beside(self, request: Request, status: int | None) -> None:
        for record in snapshots.of_the_browser(request.meta, plain_url(request.url), status):
            await self._write(record)

    async def _record(self, request: Request, record: Record) -> Capture:
        capture = await self._write(record)
        request.meta[CAPTURE] = capture
        stats = self._crawler.stats
        if stats is not None:
            stats.inc_value(f"gongkai/record/{capture.record}")
            stats.inc_value(f"gongkai/outcome/{capture.outcome}")
        return capture

    async def _write(self, record: Record) -> Capture:
        try:
            return await self.recorder.record(record)
        except RecordingFailed as error:
            self._stop()
            raise error

    def _stop(self) -> None:
        # Closing waits for the visits under way, this one among them: it must not be waited for here.
        if self._closing is None and self._crawler.engine is not None:
            closing = self._crawler.engine.close_spider_async(reason="archive_failed")
            self._closing = asyncio.ensure_future(closing)


def of_visit(request: Request, response: Response) -> Record:
    """The record of a response: what the wire brought, or the page as the browser had it in the end.

    The outcome is judged later, from the body; only a body that broke off is known here.
    """
    headers = tuple((name, value) for name, values in response.headers.items() for value in values)
    rendered = bool(request.meta.get("playwright"))
    fault = _fault(request, response)
    label = _label(request)
    if rendered:
        label |= {"role": Role.RENDERED}
    return Record(
        "resource" if rendered else "response",
        plain_url(request.url),
        outcome=fault.outcome,
        detail=fault.detail,
        status=response.status,
        reason=_reason(response.status),
        headers=headers,
        payload=response.body,
        media_type=_media_type(response),
        etag=_text(response, "ETag"),
        last_modified=_text(response, "Last-Modified"),
        **label,
    )


def _fault(request: Request, response: Response) -> Verdict:
    """What is known to be wrong before the body is read: it broke off, or redirects led nowhere."""
    if "dataloss" in response.flags:
        return Verdict(Outcome.CONNECTION, "内容未传完")
    # Scrapy's middleware counts down what is left, and gives up at the next redirect.
    if (
        request.meta.get("redirect_ttl") == 0
        and response.status // 100 == 3
        and "Location" in response.headers
    ):
        return Verdict(Outcome.REDIRECT_LOOP, f"转址 {request.meta['redirect_times']} 次仍未到")
    urls = request.meta.get("redirect_urls")
    fault = of_redirects(_label(request)["role"], urls[0], response.url) if urls else None
    return fault if fault and response.status == http.HTTPStatus.OK else Verdict(Outcome.OK)


def _label(request: Request) -> dict[str, Any]:
    """What the spider said of the request. Scrapy's own requests for robots.txt carry no label."""
    label = request.meta.get(LABEL)
    if label is None:
        robots = urlsplit(request.url).path == "/robots.txt"
        return {"role": Role.ROBOTS if robots else Role.SUBRESOURCE}
    return {**label, "role": Role(label["role"]), "form": form_of(request)}


def _check_place(settings: BaseSettings) -> None:
    """Refuse to start where redirects would pass unseen."""
    places = settings.get_component_priority_dict_with_base("DOWNLOADER_MIDDLEWARES")
    by_class = {load_object(component): place for component, place in places.items() if place is not None}
    if by_class.get(RecordingMiddleware, PRIORITY) <= by_class.get(RedirectMiddleware, 0):
        raise ValueError(
            f"RecordingMiddleware 须排在 RedirectMiddleware 之后（建议 {PRIORITY}），否则转址无记录"
        )


def plain_url(url: str) -> str:
    """An address as it is recorded: without a fragment, which no server is sent."""
    return url.partition("#")[0]


def form_of(request: Request) -> str:
    """What a POST sends, "" for any other request."""
    return request.body.decode("utf-8", "replace") if request.method == "POST" else ""


def _reason(status: int) -> str:
    try:
        return http.HTTPStatus(status).phrase
    except ValueError:
        return ""


def _media_type(response: Response) -> str:
    declared = _text(response, "Content-Type")
    if not declared:
        return ""
    message = Message()
    message["Content-Type"] = declared
    return message.get_content_type() if "/" in declared else ""


def _text(response: Response, name: str) -> str:
    return (response.headers.get(name) or b"").decode("latin-1")
