"""Crawls all or selected sources of the registry: the planner decides, the recording middleware archives."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request, Spider, signals
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.ledger import Ledger
from archive.model import Capture, Outcome, translate
from crawler.config import Config
from crawler.exceptions import RecordingFailed
from crawler.frontier import (
    CrawlPlanner,
    ReportItem,
    RequestedItems,
    RequestPlan,
    SourceSummary,
    SourceTracker,
    log_summary,
)
from crawler.middlewares import RecordingMiddleware
from crawler.recording import embedded_report_record
from crawler.registry import Source, load_sources, registry_paths, select_sources
from crawler.request_meta import META_CAPTURE, META_EMBEDDED_TITLE, initial_url
from crawler.spiders.single_page import Results, page_results, source_of
from crawler.state import CrawlState

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_SUCCESS_OUTCOMES = (Outcome.OK, Outcome.NOT_MODIFIED)


class ReportsSpider(Spider):
    """`scrapy crawl reports -a source=ID[,ID…]`; all sources of the registry if none is named.

    Feeds (`-O reports.jsonl`) get a `ReportItem` for each report and file that was requested.
    """

    name = "reports"
    config: Config
    tracker: SourceTracker
    planner: CrawlPlanner

    def __init__(self, source: str = "", sources: tuple[Source, ...] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._source_ids = [source_id for source_id in source.split(",") if source_id]
        self.sources = sources
        self._requested_items = RequestedItems()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build the spider; raises `SourceError` if the registry is wrong, before anything runs."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.config = Config.from_settings(crawler.settings)
        if spider.sources is None:
            paths = registry_paths(spider.config.sources, spider.config.data)
            spider.sources = select_sources(load_sources(paths), spider._source_ids)
        ledger = Ledger.open(spider.config.data)
        run = ledger.runs.begin("crawl")
        if not crawler.settings.frozen:  # Scrapy's shell builds the spider after all else
            crawler.settings.set("GONGKAI_RUN", run, priority="spider")
        state = CrawlState.open(spider.config.data)
        spider.tracker = SourceTracker(ledger, state, run, spider._on_source_done)
        crawler.signals.connect(spider.tracker.finish, signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Yield the first requests of every source that no other process is crawling."""
        # Read again: add-ons, among them the one that looks for a browser, run after the spider is built.
        self.config = Config.from_settings(self.settings)
        sources = await self.tracker.acquire(self.sources or (), self.config.only_due)
        self.planner = CrawlPlanner(self.config, self.tracker, bool(self.config.chromium))
        for source in sources:
            with self.tracker.request_finished(source.id):
                for request in self._with_callbacks(self.planner.start_requests(source)):
                    yield request

    async def on_response(self, response: Response, plan: RequestPlan) -> AsyncIterator[Request | ReportItem]:
        """Handle any response: count it, follow it if it is what was requested."""
        request = response.request or Request(response.url)
        if response.meta[META_CAPTURE].outcome in _SUCCESS_OUTCOMES:
            follow = partial(plan.on_success, response)
        else:
            follow = partial(self._follow_failure, request, plan)
        async for next_request in self._handle_answer(request, plan, follow):
            yield next_request

    async def on_failure(self, failure: Failure) -> AsyncIterator[Request | ReportItem]:
        """Handle any failed request; if it cannot be recorded, the crawl stops without a result."""
        request: Request = failure.request  # type: ignore[attr-defined]
        if failure.value is None or isinstance(failure.value, RecordingFailed):
            self._recording.stop_crawl()
            return
        plan: RequestPlan = request.cb_kwargs["plan"]
        await self._recording.failure_capture(request, failure.value)
        follow = partial(self._follow_failure, request, plan)
        async for next_request in self._handle_answer(request, plan, follow):
            yield next_request

    async def _handle_answer(
        self, request: Request, plan: RequestPlan, follow: Callable[[], Iterable[Request]]
    ) -> AsyncIterator[Request | ReportItem]:
        """Yield the requests that follow from one answer; an error of ours costs no more than this answer."""
        with self.tracker.request_finished(plan.source.id):
            try:
                for next_request in self._with_callbacks(follow()):
                    yield next_request
                await self._archive_embedded_report(request.meta)
            except RecordingFailed:
                raise
            except Exception as error:
                await self._recording.record_failure(request, error)
                for next_request in self._with_callbacks(self._follow_failure(request, plan)):
                    yield next_request
            for next_request in self._with_callbacks(self.planner.fallback_requests(plan.source)):
                yield next_request
            for item in self._items(request, plan.source):
                yield item

    def _follow_failure(self, request: Request, plan: RequestPlan) -> Iterator[Request]:
        """Count a failed request and return the requests that follow from it."""
        capture: Capture = request.meta[META_CAPTURE]
        self.tracker.request_failed(capture, initial_url(request))
        return plan.on_failure(capture.outcome)

    @property
    def _recording(self) -> RecordingMiddleware:
        """The middleware that archives; raises RuntimeError if the settings are without it."""
        recording = self.crawler.get_downloader_middleware(RecordingMiddleware)
        if recording is None:
            raise RuntimeError(translate("没有存档的组件：DOWNLOADER_MIDDLEWARES 被改动"))
        return recording

    def _items(self, request: Request | None, source: Source) -> Iterator[ReportItem]:
        """Yield the item of a request for a report or a file of one."""
        list_dates = self.tracker.stats[source.id].listed
        item = self._requested_items.item_of(source, request, list_dates) if request else None
        if item:
            yield item

    def parse(self, response: Response, item: ReportItem | None = None) -> Results:
        """Read one page for `scrapy parse`; a crawl does not use it."""
        yield from page_results(response, source_of(response.url, self.sources or ()), self.parse, item)

    def _on_source_done(self, summary: SourceSummary) -> None:
        """Count a finished source in the stats and pass its summary on."""
        stats = self.crawler.stats
        if stats:
            stats.inc_value(f"gongkai/source/{summary.state}")
            for name in ("lists", "listed", "reports", "attachments", "failures"):
                stats.inc_value(f"gongkai/{name}", getattr(summary, name))
        (self.config.on_source_done or log_summary)(summary)

    def _with_callbacks(self, requests: Iterable[Request]) -> Iterable[Request]:
        for request in requests:
            request.callback, request.errback = self.on_response, self.on_failure
            yield request

    async def _archive_embedded_report(self, meta: dict[str, Any]) -> None:
        """Archive a report that is part of a navigation page; again after a kill."""
        if META_EMBEDDED_TITLE not in meta:
            return
        body = await self.tracker.store.payload_capture(meta[META_CAPTURE])
        if body:
            await self._recording.recorder.record(
                embedded_report_record(meta[META_CAPTURE], meta[META_EMBEDDED_TITLE], body)
            )
