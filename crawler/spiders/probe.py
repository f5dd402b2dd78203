"""A probe: a few pages of one portal, asked for with the machinery of a crawl and as politely as one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from archive.ledger.ledger import Ledger
from archive.model import Capture, Outcome, Role
from crawler import request_meta
from crawler.config import Config
from crawler.discovery.survey import Errand, Explorer, Step
from crawler.frontier import requests
from crawler.frontier.planner import page_of
from crawler.pages.page import Page
from crawler.pages.urls import host, same_portal
from crawler.recording.outcomes import of_exception
from crawler.request_meta import CAPTURE

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


PAGES = 10
"""So many pages say what a portal is like; a guest who has not been asked in takes no more."""
_CLICKS = 2
_ROLES = {Step.REPORT: Role.REPORT, Step.HOME: Role.MENU, Step.MENU: Role.MENU}
_GOOD = (Outcome.OK, Outcome.NOT_MODIFIED)


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
            about = request_meta.about(role, host(self._url), errand.parent, errand.title)
            if errand.in_browser:
                request = requests.rendered(errand.ask, about, self.config, (), cb_kwargs={"errand": errand})
            else:
                request = requests.plain(errand.ask, about, cb_kwargs={"errand": errand})
            yield request.replace(callback=self.answered, errback=self.failed)


def _pages(response: Response, errand: Errand) -> list[Page]:
    if errand.in_browser:
        return [Page(response.url, text, errand.ask) for text in request_meta.walked(response.meta)]
    return [page_of(response, errand.ask)]


def _robots(data: Path, url: str) -> Capture | None:
    """The last answer of the host to a request for robots.txt, None when it was never asked."""
    with Ledger.open(data) as ledger:
        asked = [one for one in ledger.captures([Role.ROBOTS]) if host(one.url) == host(url)]
    return asked[-1] if asked else None
