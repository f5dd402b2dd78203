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

from archive.ledger import Ledger
from archive.model import Capture, Outcome, Role
from crawler import request_meta
from crawler.config import Config
from crawler.discovery import PagePurpose, SurveyPlanner, SurveyRequest
from crawler.frontier import browser_request, http_request, to_page
from crawler.pages import Page, same_portal, url_host
from crawler.recording import classify_exception
from crawler.request_meta import META_CAPTURE

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


DEFAULT_MAX_PAGES = 10
"""So many pages say what a portal is like; a guest who has not been asked in takes no more."""
PROBE_MAX_CLICKS = 2
_PURPOSE_ROLES = {PagePurpose.REPORT: Role.REPORT, PagePurpose.HOME: Role.MENU, PagePurpose.MENU: Role.MENU}
_SUCCESS_OUTCOMES = (Outcome.OK, Outcome.NOT_MODIFIED)


class ProbeSpider(Spider):
    """Asks for one page after the other; each answer decides which is the next."""

    name = "probe"
    config: Config
    planner: SurveyPlanner

    def __init__(self, url: str, max_pages: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._url, self._max_pages = url, max_pages

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's way of making one."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.config = Config.from_settings(crawler.settings)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """The first page alone."""
        ours = partial(same_portal, home=self._url, official_suffixes=self.config.suffixes)
        # Whether there is a browser is known by now: add-ons are heard after the spider is made.
        has_browser = bool(self.settings["GONGKAI_CHROMIUM"])
        self.planner = SurveyPlanner(self._url, self._max_pages, ours, has_browser)
        for request in self._next_requests():
            yield request

    def on_response(self, response: Response, survey_request: SurveyRequest) -> Iterator[Request]:
        """An answer: read when it is what was asked for."""
        capture: Capture = response.meta[META_CAPTURE]
        if capture.outcome in _SUCCESS_OUTCOMES:
            for page in _to_pages(response, survey_request):
                self.planner.on_page(survey_request, capture.outcome, page)
        else:
            self.planner.on_failure(survey_request, capture.outcome, capture.detail)
        yield from self._next_requests()

    def on_failure(self, failure: Failure) -> Iterator[Request]:
        """No answer: the recording middleware has already said why."""
        error = failure.value
        if error and not isinstance(error, HttpError) and classify_exception(error) is None:
            raise error  # no end of a visit: an error of ours
        request: Request = failure.request  # type: ignore[attr-defined]
        capture: Capture = request.meta[META_CAPTURE]
        self.planner.on_failure(request.cb_kwargs["survey_request"], capture.outcome, capture.detail)
        yield from self._next_requests()

    def _next_requests(self) -> Iterator[Request]:
        survey_request = self.planner.next_request()
        if survey_request:
            role = _PURPOSE_ROLES.get(survey_request.purpose, Role.LIST)
            about = request_meta.request_label(
                role, url_host(self._url), survey_request.parent, survey_request.title
            )
            if survey_request.use_browser:
                request = browser_request(
                    survey_request.spec, about, self.config, (), cb_kwargs={"survey_request": survey_request}
                )
            else:
                request = http_request(
                    survey_request.spec, about, cb_kwargs={"survey_request": survey_request}
                )
            yield request.replace(callback=self.on_response, errback=self.on_failure)


def _to_pages(response: Response, survey_request: SurveyRequest) -> list[Page]:
    if survey_request.use_browser:
        return [
            Page(response.url, text, survey_request.spec)
            for text in request_meta.browser_pages(response.meta)
        ]
    return [to_page(response, survey_request.spec)]


def last_robots_capture(data: Path, url: str) -> Capture | None:
    """The last answer of the host to a request for robots.txt, None when it was never asked."""
    with Ledger.open(data) as ledger:
        asked = [one for one in ledger.captures.select([Role.ROBOTS]) if url_host(one.url) == url_host(url)]
    return asked[-1] if asked else None
