"""Surveys a few pages of one portal under the same limits as a crawl."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.ledger import Ledger
from archive.model import Capture, Outcome, Role
from crawler.config import Config
from crawler.discovery import PagePurpose, SurveyPlanner, SurveyRequest
from crawler.exceptions import RecordingFailed
from crawler.frontier import browser_request, http_request, to_page, to_rendered_page
from crawler.middlewares import RecordingMiddleware
from crawler.pages import Page, same_portal, url_host
from crawler.request_meta import META_CAPTURE, browser_pages, request_label

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


DEFAULT_MAX_PAGES = 10
"""Enough pages to see what a portal is like; a survey should cost its server little."""
PROBE_MAX_CLICKS = 2
_PURPOSE_ROLES = {PagePurpose.REPORT: Role.REPORT, PagePurpose.HOME: Role.MENU, PagePurpose.MENU: Role.MENU}
_SUCCESS_OUTCOMES = (Outcome.OK, Outcome.NOT_MODIFIED)


class ProbeSpider(Spider):
    """Requests one page at a time; each response decides which is next."""

    name = "probe"
    config: Config
    planner: SurveyPlanner

    def __init__(self, url: str, max_pages: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._url, self._max_pages = url, max_pages

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build the spider."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.config = Config.from_settings(crawler.settings)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Yield the request for the first page."""
        # Read again: add-ons, among them the one that looks for a browser, run after the spider is built.
        self.config = Config.from_settings(self.settings)
        is_on_portal = partial(same_portal, home=self._url, official_suffixes=self.config.suffixes)
        self.planner = SurveyPlanner(self._url, self._max_pages, is_on_portal, bool(self.config.chromium))
        for request in self._next_requests():
            yield request

    def on_response(self, response: Response, survey_request: SurveyRequest) -> Iterator[Request]:
        """Pass a response to the planner, as a page if it is what was requested."""
        capture: Capture = response.meta[META_CAPTURE]
        if capture.outcome in _SUCCESS_OUTCOMES:
            for page in _to_pages(response, survey_request):
                self.planner.on_page(survey_request, capture.outcome, page)
        else:
            self.planner.on_failure(survey_request, capture.outcome, capture.detail)
        yield from self._next_requests()

    async def on_failure(self, failure: Failure) -> AsyncIterator[Request]:
        """Pass a failure to the planner; without an archive the survey ends here."""
        recording = self.crawler.get_downloader_middleware(RecordingMiddleware)
        if failure.value is None or recording is None or isinstance(failure.value, RecordingFailed):
            return
        request: Request = failure.request  # type: ignore[attr-defined]
        capture = await recording.failure_capture(request, failure.value)
        self.planner.on_failure(request.cb_kwargs["survey_request"], capture.outcome, capture.detail)
        for next_request in self._next_requests():
            yield next_request

    def _next_requests(self) -> Iterator[Request]:
        survey_request = self.planner.next_request()
        if survey_request:
            role = _PURPOSE_ROLES.get(survey_request.purpose, Role.LIST)
            label = request_label(role, url_host(self._url), survey_request.parent, survey_request.title)
            if survey_request.use_browser:
                request = browser_request(
                    survey_request.spec, label, self.config, (), cb_kwargs={"survey_request": survey_request}
                )
            else:
                request = http_request(
                    survey_request.spec, label, cb_kwargs={"survey_request": survey_request}
                )
            yield request.replace(callback=self.on_response, errback=self.on_failure)


def _to_pages(response: Response, survey_request: SurveyRequest) -> list[Page]:
    if survey_request.use_browser:
        spec = survey_request.spec
        return [to_rendered_page(response, text, spec) for text in browser_pages(response.meta)]
    return [to_page(response, survey_request.spec)]


def last_robots_capture(data: Path, url: str) -> Capture | None:
    """Return the last capture of the host's robots.txt, None if it was never requested."""
    with Ledger.open(data) as ledger:
        host = url_host(url)
        captures = [
            capture for capture in ledger.captures.select([Role.ROBOTS]) if url_host(capture.url) == host
        ]
    return captures[-1] if captures else None
