"""The spider: columns → list pages → reports → attachments. It decides what is asked, and keeps nothing.

Bytes are kept by the recording middleware, the course of a source by the book.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from logging import getLogger
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request, Spider, signals
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from archive.decode import HTML, media_type, text_of
from archive.ledger import Ledger
from archive.model import Capture, Outcome, Role
from crawler import asking, discovery, snapshots
from crawler.addresses import same_portal, template
from crawler.attachments import attachments
from crawler.book import Book, log
from crawler.config import Config
from crawler.families import FAMILIES
from crawler.outcomes import of_exception
from crawler.page import Ask, Page, Row
from crawler.recording import CAPTURE, RecordingMiddleware
from crawler.scripted import waits_for_script
from crawler.sources import Source, chosen, load

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = getLogger(__name__)

_LONGEST_URL = 2083
_GOOD = (Outcome.OK, Outcome.NOT_MODIFIED)
Then = Callable[[Response, Source], Iterator[Request]]


class ReportsSpider(Spider):
    """`scrapy crawl reports -a source=ID[,ID…]`; without a name, every source of the registry."""

    name = "reports"
    config: Config
    book: Book

    def __init__(self, source: str = "", sources: tuple[Source, ...] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._named = [name for name in source.split(",") if name]
        self.sources = sources
        self._asked: set[Ask] = set()
        self._rows: set[tuple[str, str]] = set()

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
        for source in await self.book.take(self.sources or ()):
            with self.book.closing(source.id):
                for ask in FAMILIES[source.family].list_requests(source):
                    needs = await self.book.recall(template(ask.url))
                    make = self._render if needs == "browser" else partial(self._list, first=True)
                    for request in make(source, ask):
                        yield request

    async def answered(self, response: Response, source: Source, then: Then) -> AsyncIterator[Request]:
        """Every answer comes here: counted, and read when it is what was asked for."""
        capture: Capture = response.meta[CAPTURE]
        with self.book.closing(source.id):
            if capture.outcome in _GOOD:
                for request in then(response, source):
                    yield request
            else:
                self.book.failed(capture)
            if "playwright" in response.meta:
                await self._keep(response.meta, source)

    async def failed(self, failure: Failure) -> None:
        """Every failure comes here: the recording middleware has already said what kind it is."""
        request: Request = failure.request  # type: ignore[attr-defined]
        source = request.cb_kwargs["source"]
        with self.book.closing(source.id):
            error = failure.value
            if error and not isinstance(error, HttpError) and of_exception(error) is None:
                raise error  # no end of a visit: an error of ours
            self.book.failed(request.meta[CAPTURE])
            if "playwright" in request.meta:
                await self._keep(request.meta, source)

    def read_list(self, response: Response, source: Source, ask: Ask, first: bool) -> Iterator[Request]:
        """A list page: its reports, its further pages, or the browser when a script has to fill it."""
        page = _page(response, ask)
        family = FAMILIES[source.family]
        rows = family.rows(page) or discovery.rows(page)
        found = discovery.reports(rows)
        further = family.next_pages(page)
        self.book.tallies[source.id].lists += 1
        yield from self._reports(source, page.url, found)
        if first and not found and not further and (reason := waits_for_script(page)):
            yield from self._needs_browser(source, ask, reason)
        if self._has_news(source, rows, further) or first:
            for next_ask in further:
                yield from self._list(source, next_ask)

    def read_rendered(self, response: Response, source: Source, ask: Ask) -> Iterator[Request]:
        """The pages of a list that the browser walked through."""
        family = FAMILIES[source.family]
        for text in asking.walked(response.meta):
            page = Page(response.url, text, ask)
            self.book.tallies[source.id].lists += 1
            rows = family.rows(page) or discovery.rows(page)
            yield from self._reports(source, page.url, discovery.reports(rows))

    def read_report(self, response: Response, source: Source) -> Iterator[Request]:
        """A report: whatever files it carries are asked for too, on the same portal only."""
        self.book.found(response.meta[CAPTURE])
        if media_type(response.body[:4096]) != HTML:
            return
        for attachment in attachments(_page(response, Ask(response.url))):
            if self._is_ours(source, attachment.url):
                about = asking.about(Role.ATTACHMENT, source.id, response.url, attachment.name)
                yield from self._once(source, Ask(attachment.url), about, self.read_attachment)

    def read_attachment(self, response: Response, source: Source) -> Iterator[Request]:
        """A file of a report: kept already, only counted here."""
        self.book.found(response.meta[CAPTURE])
        yield from ()

    def _reports(self, source: Source, parent: str, rows: tuple[Row, ...]) -> Iterator[Request]:
        for row in rows:
            if self._is_ours(source, row.url):
                about = asking.about(Role.REPORT, source.id, parent, row.title)
                yield from self._once(source, Ask(row.url), about, self.read_report)

    def _list(self, source: Source, ask: Ask, first: bool = False) -> Iterator[Request]:
        if not self._is_ours(source, ask.url) or not self.book.may_list(source.id, self.config.list_pages):
            return
        about = asking.about(Role.LIST, source.id)
        yield from self._once(source, ask, about, partial(self.read_list, ask=ask, first=first))

    def _needs_browser(self, source: Source, ask: Ask, reason: str) -> Iterator[Request]:
        """Ask again with the browser, or say that one is needed."""
        logger.info("来源 %s 的列表 %s：%s", source.id, ask.url, reason)
        self.book.remember(template(ask.url), "browser")
        yield from self._render(source, ask)

    def _render(self, source: Source, ask: Ask) -> Iterator[Request]:
        if not self.crawler.settings["GONGKAI_CHROMIUM"]:
            self.book.needs_browser(source.id, ask.url)
            return
        self.book.opened(source.id)
        yield asking.rendered(
            ask,
            asking.about(Role.LIST, source.id),
            self.config,
            callback=self.answered,
            errback=self.failed,
            cb_kwargs={"source": source, "then": partial(self.read_rendered, ask=ask)},
        )

    async def _keep(self, meta: dict[str, Any], source: Source) -> None:
        """Archive what a visit of the browser left beside its last page."""
        recording = self.crawler.get_downloader_middleware(RecordingMiddleware)
        if recording:
            for record in snapshots.records(meta, source.id):
                await recording.recorder.record(record)

    def _once(self, source: Source, ask: Ask, about: dict[str, Any], then: Then) -> Iterator[Request]:
        """The request, unless this run has asked the same already."""
        if ask in self._asked or len(ask.url) > _LONGEST_URL:
            return
        self._asked.add(ask)
        self.book.opened(source.id)
        routes = {"callback": self.answered, "errback": self.failed}
        yield asking.plain(ask, about, cb_kwargs={"source": source, "then": then}, **routes)

    def _is_ours(self, source: Source, url: str) -> bool:
        return same_portal(url, source.home, source.hosts, self.config.suffixes)

    def _has_news(self, source: Source, rows: tuple[Row, ...], further: tuple[Ask, ...]) -> bool:
        """Whether a list page shows an entry, its pager aside, that no page of the source has shown."""
        pager = {ask.url for ask in further}
        new = {(source.id, row.url) for row in rows if row.url not in pager} - self._rows
        self._rows |= new
        return bool(new)


def _page(response: Response, ask: Ask) -> Page:
    declared = (response.headers.get("Content-Type") or b"").decode("latin-1")
    return Page(response.url, text_of(response.body, declared)[0], ask)
