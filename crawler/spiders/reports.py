"""The spider: Scrapy's side of a crawl. The course says what is asked, the recording keeps what comes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request, Spider, signals
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from archive.ledger.ledger import Ledger
from archive.model import Capture, Outcome
from crawler.config import Config
from crawler.frontier.planner import Course
from crawler.frontier.position import Errand
from crawler.frontier.tracker import Book, log
from crawler.middlewares.recording import RecordingMiddleware
from crawler.recording import extra_records
from crawler.recording.outcomes import of_exception
from crawler.registry.sources import Source, chosen, load
from crawler.request_meta import CAPTURE, ITSELF

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_GOOD = (Outcome.OK, Outcome.NOT_MODIFIED)


class ReportsSpider(Spider):
    """`scrapy crawl reports -a source=ID[,ID…]`; without a name, every source of the registry."""

    name = "reports"
    config: Config
    book: Book
    course: Course

    def __init__(self, source: str = "", sources: tuple[Source, ...] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._named = [name for name in source.split(",") if name]
        self.sources = sources

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's way of making one; a mistake in the registry is raised here, before anything runs."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        settings: BaseSettings = crawler.settings
        spider.config = Config.from_settings(settings)
        if spider.sources is None:
            spider.sources = chosen(load(spider.config.sources), spider._named)
        ledger = Ledger.open(spider.config.data)
        run = ledger.begin_run("crawl")
        settings.set("GONGKAI_RUN", run, priority="spider")
        spider.book = Book(ledger, run, settings["GONGKAI_TOLD"] or log)
        crawler.signals.connect(spider.book.finish, signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """The first requests of every source that nobody else is crawling."""
        # Whether there is a browser is known by now: add-ons are heard after the spider is made.
        self.course = Course(self.config, self.book, bool(self.settings["GONGKAI_CHROMIUM"]))
        for source in await self.book.take(self.sources or (), self.settings.getbool("GONGKAI_ONLY_DUE")):
            with self.book.closing(source.id):
                for request in self._routed(self.course.begin(source)):
                    yield request

    async def answered(self, response: Response, errand: Errand) -> AsyncIterator[Request]:
        """Every answer comes here: counted, and read when it is what was asked for."""
        capture: Capture = response.meta[CAPTURE]
        with self.book.closing(errand.source.id):
            if capture.outcome not in _GOOD:
                self.book.failed(capture, _asked(response.request))
            is_good = capture.outcome in _GOOD
            next_steps = errand.then(response) if is_good else errand.otherwise(capture.outcome)
            for request in self._routed(next_steps):
                yield request
            for request in self._routed(self.course.at_last(errand.source)):
                yield request
            await self._keep(response.meta)

    async def failed(self, failure: Failure) -> AsyncIterator[Request]:
        """Every failure comes here: the recording middleware has already said what kind it is."""
        request: Request = failure.request  # type: ignore[attr-defined]
        errand: Errand = request.cb_kwargs["errand"]
        with self.book.closing(errand.source.id):
            error = failure.value
            if error and not isinstance(error, HttpError) and of_exception(error) is None:
                raise error  # no end of a visit: an error of ours
            self.book.failed(request.meta[CAPTURE], _asked(request))
            for other in self._routed(errand.otherwise(request.meta[CAPTURE].outcome)):
                yield other
            for other in self._routed(self.course.at_last(errand.source)):
                yield other

    def _routed(self, requests: Iterable[Request]) -> Iterable[Request]:
        for request in requests:
            request.callback, request.errback = self.answered, self.failed
            yield request

    async def _keep(self, meta: dict[str, Any]) -> None:
        """Archive a report that stands in a page on the way; after a kill, once more."""
        recording = self.crawler.get_downloader_middleware(RecordingMiddleware)
        body = await self.book.original(meta[CAPTURE]) if recording and ITSELF in meta else None
        if recording and body:
            await recording.recorder.record(extra_records.in_place(meta[CAPTURE], meta[ITSELF], body))


def _asked(request: Request | None) -> str:
    """The address that a visit began with, before any redirect."""
    return (request.meta.get("redirect_urls") or [request.url])[0] if request else ""
