"""A probe: a few pages of one portal, asked for with the machinery of a crawl and as politely as one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from archive.ledger import Ledger
from archive.model import Capture, Outcome, Role
from crawler import asking
from crawler.addresses import host, same_portal
from crawler.config import Config
from crawler.course import page_of
from crawler.outcomes import of_exception
from crawler.page import Page
from crawler.recording import CAPTURE
from crawler.run import CrawlFailed, CrawlOptions, run
from crawler.survey import Errand, Explorer, Step, Survey

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

PAGES = 10
"""So many pages say what a portal is like; a guest who has not been asked in takes no more."""
_CLICKS = 2
_ROLES = {Step.REPORT: Role.REPORT, Step.HOME: Role.MENU, Step.MENU: Role.MENU}
_GOOD = (Outcome.OK, Outcome.NOT_MODIFIED)


def probe(data: Path, url: str, options: CrawlOptions, most: int = PAGES) -> Survey:
    """Look at no more than `most` pages of the portal at `url`; each visit is archived under `data`."""
    more = {**options.more, "GONGKAI_CLICKS": _CLICKS}
    crawler = run(ProbeSpider, data, replace(options, more=more), url=url, most=most)
    spider = crawler.spider
    if not isinstance(spider, ProbeSpider):
        raise CrawlFailed("抓取没有开始")
    return replace(spider.explorer.survey(), robots=_robots(data, url))


class ProbeSpider(Spider):
    """Asks for one page after the other; each answer decides which is the next."""

    name = "probe"
    config: Config
    explorer: Explorer

    def __init__(self, url: str, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._url, self._most = url, most

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's way of making one."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.config = Config.from_settings(crawler.settings)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """The first page alone."""
        ours = partial(same_portal, home=self._url, official=self.config.suffixes)
        # Whether there is a browser is known by now: add-ons are heard after the spider is made.
        has_browser = bool(self.settings["GONGKAI_CHROMIUM"])
        self.explorer = Explorer(self._url, self._most, ours, has_browser)
        for request in self._next():
            yield request

    def answered(self, response: Response, errand: Errand) -> Iterator[Request]:
        """An answer: read when it is what was asked for."""
        capture: Capture = response.meta[CAPTURE]
        if capture.outcome in _GOOD:
            for page in _pages(response, errand):
                self.explorer.came(errand, capture.outcome, page)
        else:
            self.explorer.failed(errand, capture.outcome, capture.detail)
        yield from self._next()

    def failed(self, failure: Failure) -> Iterator[Request]:
        """No answer: the recording middleware has already said why."""
        error = failure.value
        if error and not isinstance(error, HttpError) and of_exception(error) is None:
            raise error  # no end of a visit: an error of ours
        request: Request = failure.request  # type: ignore[attr-defined]
        capture: Capture = request.meta[CAPTURE]
        self.explorer.failed(request.cb_kwargs["errand"], capture.outcome, capture.detail)
        yield from self._next()

    def _next(self) -> Iterator[Request]:
        errand = self.explorer.next()
        if errand:
            role = _ROLES.get(errand.step, Role.LIST)
            about = asking.about(role, host(self._url), errand.parent, errand.title)
            if errand.in_browser:
                request = asking.rendered(errand.ask, about, self.config, (), cb_kwargs={"errand": errand})
            else:
                request = asking.plain(errand.ask, about, cb_kwargs={"errand": errand})
            yield request.replace(callback=self.answered, errback=self.failed)


def _pages(response: Response, errand: Errand) -> list[Page]:
    if errand.in_browser:
        return [Page(response.url, text, errand.ask) for text in asking.walked(response.meta)]
    return [page_of(response, errand.ask)]


def _robots(data: Path, url: str) -> Capture | None:
    """The last answer of the host to a request for robots.txt, None when it was never asked."""
    with Ledger.open(data) as ledger:
        asked = [one for one in ledger.captures([Role.ROBOTS]) if host(one.url) == host(url)]
    return asked[-1] if asked else None
