"""The spider: Scrapy's side of a crawl. The course says what is asked, the recording keeps what comes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request, Spider, signals
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from archive.ledger import Ledger
from archive.model import Capture, Outcome
from crawler.config import Config
from crawler.frontier import CrawlPlanner, RequestPlan, SourceTracker, log_summary
from crawler.middlewares import RecordingMiddleware
from crawler.recording import classify_exception, embedded_report_record
from crawler.registry import Source, load_sources, select_sources
from crawler.request_meta import META_CAPTURE, META_EMBEDDED_TITLE
from crawler.state import CrawlState

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_SUCCESS_OUTCOMES = (Outcome.OK, Outcome.NOT_MODIFIED)


class ReportsSpider(Spider):
    """`scrapy crawl reports -a source=ID[,ID…]`; without a name, every source of the registry."""

    name = "reports"
    config: Config
    tracker: SourceTracker
    planner: CrawlPlanner

    def __init__(self, source: str = "", sources: tuple[Source, ...] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._source_ids = [name for name in source.split(",") if name]
        self.sources = sources

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's way of making one; a mistake in the registry is raised here, before anything runs."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        settings: BaseSettings = crawler.settings
        spider.config = Config.from_settings(settings)
        if spider.sources is None:
            spider.sources = select_sources(load_sources(spider.config.sources), spider._source_ids)
        ledger = Ledger.open(spider.config.data)
        run = ledger.runs.begin("crawl")
        settings.set("GONGKAI_RUN", run, priority="spider")
        state = CrawlState.open(spider.config.data)
        spider.tracker = SourceTracker(ledger, state, run, settings["GONGKAI_ON_SOURCE_DONE"] or log_summary)
        crawler.signals.connect(spider.tracker.finish, signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """The first requests of every source that nobody else is crawling."""
        # Whether there is a browser is known by now: add-ons are heard after the spider is made.
        self.planner = CrawlPlanner(self.config, self.tracker, bool(self.settings["GONGKAI_CHROMIUM"]))
        for source in await self.tracker.acquire(
            self.sources or (), self.settings.getbool("GONGKAI_ONLY_DUE")
        ):
            with self.tracker.request_finished(source.id):
                for request in self._with_callbacks(self.planner.start_requests(source)):
                    yield request

    async def on_response(self, response: Response, plan: RequestPlan) -> AsyncIterator[Request]:
        """Every answer comes here: counted, and read when it is what was asked for."""
        capture: Capture = response.meta[META_CAPTURE]
        with self.tracker.request_finished(plan.source.id):
            if capture.outcome not in _SUCCESS_OUTCOMES:
                self.tracker.request_failed(capture, _initial_url(response.request))
            is_good = capture.outcome in _SUCCESS_OUTCOMES
            next_steps = plan.on_success(response) if is_good else plan.on_failure(capture.outcome)
            for request in self._with_callbacks(next_steps):
                yield request
            for request in self._with_callbacks(self.planner.fallback_requests(plan.source)):
                yield request
            await self._archive_embedded_report(response.meta)

    async def on_failure(self, failure: Failure) -> AsyncIterator[Request]:
        """Every failure comes here: the recording middleware has already said what kind it is."""
        request: Request = failure.request  # type: ignore[attr-defined]
        plan: RequestPlan = request.cb_kwargs["plan"]
        with self.tracker.request_finished(plan.source.id):
            error = failure.value
            if error and not isinstance(error, HttpError) and classify_exception(error) is None:
                raise error  # no end of a visit: an error of ours
            self.tracker.request_failed(request.meta[META_CAPTURE], _initial_url(request))
            for other in self._with_callbacks(plan.on_failure(request.meta[META_CAPTURE].outcome)):
                yield other
            for other in self._with_callbacks(self.planner.fallback_requests(plan.source)):
                yield other

    def _with_callbacks(self, requests: Iterable[Request]) -> Iterable[Request]:
        for request in requests:
            request.callback, request.errback = self.on_response, self.on_failure
            yield request

    async def _archive_embedded_report(self, meta: dict[str, Any]) -> None:
        """Archive a report that stands in a page on the way; after a kill, once more."""
        recording = self.crawler.get_downloader_middleware(RecordingMiddleware)
        body = (
            await self.tracker.store.payload_capture(meta[META_CAPTURE])
            if recording and META_EMBEDDED_TITLE in meta
            else None
        )
        if recording and body:
            await recording.recorder.record(
                embedded_report_record(meta[META_CAPTURE], meta[META_EMBEDDED_TITLE], body)
            )


def _initial_url(request: Request | None) -> str:
    """The address that a visit began with, before any redirect."""
    return (request.meta.get("redirect_urls") or [request.url])[0] if request else ""
