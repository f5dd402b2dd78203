"""Surveys a few pages of each of several portals, side by side, under the same limits as a crawl."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.ledger import Ledger
from archive.model import Capture, Outcome, Role, translate
from crawler.config import Config
from crawler.discovery import PagePurpose, Survey, SurveyPlanner, SurveyRequest
from crawler.exceptions import CrawlFailed, RecordingFailed
from crawler.frontier import browser_request, http_request, to_page, to_rendered_page
from crawler.middlewares import RecordingMiddleware
from crawler.pages import Page, same_portal, url_host
from crawler.request_meta import META_CAPTURE, browser_pages, request_label

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


DEFAULT_MAX_PAGES = 10
"""Enough pages to see what a portal is like; a survey should cost its server little."""
PROBE_MAX_CLICKS = 2
MAX_OPEN_SURVEYS = 64
"""Portals that are surveyed at the same time, each with one request: their pages are kept until then."""
_PURPOSE_ROLES = {PagePurpose.REPORT: Role.REPORT, PagePurpose.HOME: Role.MENU, PagePurpose.MENU: Role.MENU}
_SUCCESS_OUTCOMES = (Outcome.OK, Outcome.NOT_MODIFIED)


class ProbeSpider(Spider):
    """Requests one page of each portal at a time; each response decides which is next.

    `scrapy crawl probe -a url=URL` surveys one portal. `on_survey` is called with each survey that has ended.
    """

    name = "probe"
    config: Config

    def __init__(
        self,
        url: str = "",
        max_pages: int | str = DEFAULT_MAX_PAGES,
        urls: Sequence[str] = (),
        on_survey: Callable[[Survey], None] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._urls = tuple(urls) or tuple(url.split())
        if not self._urls:
            raise CrawlFailed(translate("没有给出网址（scrapy crawl probe -a url=网址）"))
        self._max_pages = int(max_pages)
        self._on_survey = on_survey or self._log_survey
        self._open_surveys = asyncio.Semaphore(MAX_OPEN_SURVEYS)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build the spider; raises CrawlFailed if it has no URL."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.config = Config.from_settings(crawler.settings)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Yield the request for the first page of each portal, the next when another survey has ended."""
        # Read again: add-ons, among them the one that looks for a browser, run after the spider is built.
        self.config = Config.from_settings(self.settings)
        for url in self._urls:
            await self._open_surveys.acquire()
            is_on_portal = partial(same_portal, home=url, official_suffixes=self.config.suffixes)
            planner = SurveyPlanner(url, self._max_pages, is_on_portal, bool(self.config.chromium))
            for request in self._next_requests(planner):
                yield request

    def on_response(
        self, response: Response, planner: SurveyPlanner, survey_request: SurveyRequest
    ) -> Iterator[Request]:
        """Pass a response to the planner, as a page if it is what was requested."""
        capture: Capture = response.meta[META_CAPTURE]
        with self._end_survey_on_error(planner):
            if capture.outcome in _SUCCESS_OUTCOMES:
                for page in _to_pages(response, survey_request):
                    planner.on_page(survey_request, capture.outcome, page)
            else:
                planner.on_failure(survey_request, capture.outcome, capture.detail)
            yield from self._next_requests(planner)

    async def on_failure(self, failure: Failure) -> AsyncIterator[Request]:
        """Pass a failure to the planner; without an archive the survey ends here."""
        recording = self.crawler.get_downloader_middleware(RecordingMiddleware)
        request: Request = failure.request  # type: ignore[attr-defined]
        planner: SurveyPlanner = request.cb_kwargs["planner"]
        if failure.value is None or recording is None or isinstance(failure.value, RecordingFailed):
            self._end_survey(planner, str(failure.value))
            return
        with self._end_survey_on_error(planner):
            capture = await recording.failure_capture(request, failure.value)
            planner.on_failure(request.cb_kwargs["survey_request"], capture.outcome, capture.detail)
            for next_request in self._next_requests(planner):
                yield next_request

    @contextmanager
    def _end_survey_on_error(self, planner: SurveyPlanner) -> Iterator[None]:
        """End a survey at an error of our own: it costs this portal only, and the survey names it."""
        try:
            yield
        except Exception as error:
            self._end_survey(planner, f"{type(error).__name__}: {error}")
            raise

    def _next_requests(self, planner: SurveyPlanner) -> Iterator[Request]:
        survey_request = planner.next_request()
        if survey_request is None:
            self._end_survey(planner)
            return
        role = _PURPOSE_ROLES.get(survey_request.purpose, Role.LIST)
        label = request_label(role, url_host(planner.url), survey_request.parent, survey_request.title)
        callbacks: dict[str, Any] = {
            "callback": self.on_response,
            "errback": self.on_failure,
            "cb_kwargs": {"planner": planner, "survey_request": survey_request},
        }
        if survey_request.use_browser:
            yield browser_request(survey_request.spec, label, self.config, (), **callbacks)
        else:
            yield http_request(survey_request.spec, label, **callbacks)

    def _end_survey(self, planner: SurveyPlanner, error: str = "") -> None:
        self._open_surveys.release()
        self._on_survey(planner.to_survey(error))

    def _log_survey(self, survey: Survey) -> None:
        columns = "、".join(column.url for column in survey.columns) or translate("没有找到年报栏目")
        message = translate(
            "{url}：软件 {family}，年报 {count} 份，栏目：{columns}",
            url=survey.url,
            family=survey.family,
            count=len(survey.reports),
            columns=columns,
        )
        self.logger.info(message)


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
