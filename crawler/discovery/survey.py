"""Plans a survey of a few pages of one portal, and sums up what they show.

It makes no requests: it takes pages and returns the next request and a `Survey`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from heapq import heappop, heappush
from itertools import count
from urllib.parse import urlsplit

from archive.model import Capture, Outcome
from crawler.discovery.page_reader import PageReading, read_page
from crawler.pages import (
    AttachmentLink,
    CrawlStage,
    ListEntry,
    Page,
    RequestSpec,
    ScoredLink,
    find_attachments,
)


class PagePurpose(StrEnum):
    """Why a survey requests a page."""

    HOME = "home"
    MENU = "menu"
    COLUMN = "column"
    NEXT_PAGE = "further"
    REPORT = "report"


# One report and one further page stand for all others; then come the columns, the best first. More further
# pages are requested only while there is no report: Hanweb's annual module offers years without one.
_PURPOSE_RANKS = {
    PagePurpose.REPORT: 1,
    PagePurpose.NEXT_PAGE: 2,
    PagePurpose.COLUMN: 3,
    PagePurpose.MENU: 5,
    PagePurpose.HOME: 5,
}
_REPEATED_NEXT_PAGE_RANK = 4
_STAGE_PURPOSES = {CrawlStage.MENU: PagePurpose.MENU, CrawlStage.COLUMN: PagePurpose.COLUMN}


@dataclass(frozen=True, slots=True)
class SurveyRequest:
    """One page to request. `column` is the URL of the first page of its column, `link` the link to it."""

    spec: RequestSpec
    purpose: PagePurpose
    link: ScoredLink | None = None
    column: str = ""
    family: str = ""
    parent: str = ""
    title: str = ""
    use_browser: bool = False

    @property
    def is_first(self) -> bool:
        """Whether the page is the first one of a column."""
        return self.purpose is PagePurpose.COLUMN and self.column == self.spec.url


@dataclass(frozen=True, slots=True)
class SurveyedPage:
    """One requested page and the outcome; `page` is None if there was nothing to read."""

    request: SurveyRequest
    outcome: Outcome
    detail: str = ""
    page: Page | None = None
    reading: PageReading | None = None
    attachments: tuple[AttachmentLink, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """A column of annual reports, with the link that led to it and the number of reports seen in it."""

    url: str
    link: ScoredLink | None
    report_count: int


@dataclass(frozen=True, slots=True)
class Survey:
    """What a few pages of a portal show; `unvisited_links` are links to columns and menus not requested.

    `error` is the error of our own that ended the survey early, empty if there was none.
    """

    url: str
    pages: tuple[SurveyedPage, ...]
    unvisited_links: tuple[ScoredLink, ...]
    robots: Capture | None = None
    error: str = ""

    @property
    def family(self) -> str:
        """The family of most lists, "generic" if no list carries the signature of another family."""
        families = [
            surveyed.reading.family
            for surveyed in self.pages
            if surveyed.reading and surveyed.request.purpose in (PagePurpose.COLUMN, PagePurpose.NEXT_PAGE)
        ]
        specific = [family for family in families if family != "generic"]
        return Counter(specific or families or ["generic"]).most_common(1)[0][0]

    @property
    def columns(self) -> tuple[ReportColumn, ...]:
        """Every column that was requested and holds reports, the best first."""
        report_urls: dict[str, set[str]] = {}
        for surveyed in self.pages:
            if surveyed.reading and surveyed.page and surveyed.request.column:
                urls = report_urls.setdefault(surveyed.request.column, set())
                urls.update(entry.url for entry in surveyed.reading.reports)
                if surveyed.reading.own_title:
                    urls.add(surveyed.page.url)
        requests = {
            surveyed.request.spec.url: surveyed.request
            for surveyed in self.pages
            if surveyed.request.is_first
        }
        columns = (
            ReportColumn(url, request.link, len(report_urls[url]))
            for url, request in requests.items()
            if report_urls.get(url)
        )
        return tuple(sorted(columns, key=lambda column: -(column.link.score if column.link else 0)))

    @property
    def reports(self) -> tuple[ListEntry, ...]:
        """Every report that a crawl would request, as far as these pages show them."""
        reports = {entry.url: entry for reading in self._readings() for entry in reading.reports}
        for surveyed in self.pages:
            if surveyed.page and surveyed.reading and surveyed.reading.own_title:
                url = surveyed.page.url
                reports.setdefault(url, ListEntry(url, surveyed.reading.own_title))
        return tuple(reports.values())

    @property
    def next_pages(self) -> tuple[RequestSpec, ...]:
        """The further pages of lists that a crawl would request and the survey has not."""
        requested = {surveyed.request.spec for surveyed in self.pages}
        specs = dict.fromkeys(spec for reading in self._readings() for spec in reading.next_pages)
        return tuple(spec for spec in specs if spec not in requested)

    @property
    def attachments(self) -> tuple[AttachmentLink, ...]:
        """The files of the requested reports."""
        return tuple(file for surveyed in self.pages for file in surveyed.attachments)

    def page_count(self, purpose: PagePurpose) -> int:
        """How many pages were requested for this purpose and could be read."""
        return sum(
            surveyed.request.purpose is purpose and surveyed.page is not None for surveyed in self.pages
        )

    def _readings(self) -> Iterator[PageReading]:
        return (surveyed.reading for surveyed in self.pages if surveyed.reading)


@dataclass(slots=True)
class SurveyPlanner:
    """Chooses the next page to request. `is_on_portal` says whether a URL belongs to the portal."""

    url: str
    max_pages: int
    is_on_portal: Callable[[str], bool]
    has_browser: bool
    _pages: list[SurveyedPage] = field(default_factory=list)
    _queue: list[tuple[int, int, int, SurveyRequest]] = field(default_factory=list)
    _queued: set[tuple[RequestSpec, bool]] = field(default_factory=set)
    _counter: Iterator[int] = field(default_factory=count)
    _request_count: int = 0

    def __post_init__(self) -> None:
        self._enqueue(SurveyRequest(RequestSpec(self.url), PagePurpose.HOME))

    def next_request(self) -> SurveyRequest | None:
        """The best page in the queue; None if there is none, or `max_pages` have been requested."""
        while self._queue and self._request_count < self.max_pages:
            survey_request = heappop(self._queue)[-1]
            if not self._is_saturated(survey_request.purpose):
                self._request_count += 1
                return survey_request
        return None

    def on_page(self, request: SurveyRequest, outcome: Outcome, page: Page) -> None:
        """Record a requested page, and queue the pages that it leads to."""
        if request.purpose is PagePurpose.REPORT:
            self._pages.append(SurveyedPage(request, outcome, "", page, None, find_attachments(page)))
            return
        request, reading = self._read_page(request, page)
        files = find_attachments(page) if reading.own_title else ()
        self._pages.append(SurveyedPage(request, outcome, reading.script_reason, page, reading, files))
        if reading.script_reason and not request.use_browser and self.has_browser:
            self._enqueue(
                SurveyRequest(request.spec, request.purpose, request.link, request.column, use_browser=True)
            )
        self._enqueue_all(request, page, reading)

    def on_failure(self, request: SurveyRequest, outcome: Outcome, detail: str) -> None:
        """Record a page that could not be fetched."""
        self._pages.append(SurveyedPage(request, outcome, detail))

    def to_survey(self, error: str = "") -> Survey:
        """The survey of the pages recorded so far; `error` is what ended it early."""
        visited = {surveyed.request.spec.url for surveyed in self._pages}
        queued = (item[-1].link for item in sorted(self._queue, key=lambda item: item[:3]))
        unvisited = {link.url: link for link in queued if link and link.url not in visited}
        return Survey(self.url, tuple(self._pages), tuple(unvisited.values()), error=error)

    def _is_saturated(self, purpose: PagePurpose) -> bool:
        """Whether another page with this purpose would add nothing: one is enough once a report was seen."""
        has_report = any(
            surveyed.attachments or surveyed.request.purpose is PagePurpose.REPORT
            for surveyed in self._pages
            if surveyed.page
        ) or any(surveyed.reading.own_title for surveyed in self._pages if surveyed.reading)
        has_purpose = any(surveyed.request.purpose is purpose for surveyed in self._pages)
        return has_report and has_purpose and purpose in (PagePurpose.REPORT, PagePurpose.NEXT_PAGE)

    def _read_page(self, request: SurveyRequest, page: Page) -> tuple[SurveyRequest, PageReading]:
        """Read the page for its purpose; the first page may turn out to be a column, not a home page."""
        if request.purpose is PagePurpose.MENU:
            return request, read_page(page, CrawlStage.MENU)
        if request.purpose is not PagePurpose.HOME:
            return request, read_page(page, CrawlStage.COLUMN, request.family, request.column)
        if urlsplit(self.url).path.strip("/"):
            reading = read_page(page, CrawlStage.COLUMN)
            if reading.reports or reading.own_title:
                return SurveyRequest(request.spec, PagePurpose.COLUMN, column=request.spec.url), reading
        return request, read_page(page, CrawlStage.HOME)

    def _enqueue_all(self, request: SurveyRequest, page: Page, reading: PageReading) -> None:
        for report in reading.reports[:1]:
            self._enqueue(
                SurveyRequest(
                    RequestSpec(report.url),
                    PagePurpose.REPORT,
                    column=request.column,
                    parent=page.url,
                    title=report.title,
                )
            )
        for spec in reading.next_pages:
            self._enqueue(
                SurveyRequest(spec, PagePurpose.NEXT_PAGE, None, request.column, reading.family, page.url)
            )
        for link in reading.scored_links:
            column = (request.column or link.url) if link.stage is CrawlStage.COLUMN else ""
            self._enqueue(
                SurveyRequest(
                    RequestSpec(link.url), _STAGE_PURPOSES[link.stage], link, column, "", page.url, link.text
                )
            )

    def _enqueue(self, request: SurveyRequest) -> None:
        key = (request.spec, request.use_browser)
        if key not in self._queued and self.is_on_portal(request.spec.url):
            self._queued.add(key)
            score = request.link.score if request.link else 0
            heappush(self._queue, (self._rank(request), -score, next(self._counter), request))

    def _rank(self, request: SurveyRequest) -> int:
        """The place of a request in the queue by its purpose, lowest first."""
        if request.use_browser:
            return 0
        rank = _PURPOSE_RANKS[request.purpose]
        if request.purpose is PagePurpose.NEXT_PAGE and any(item[0] == rank for item in self._queue):
            return _REPEATED_NEXT_PAGE_RANK
        return rank


def script_only_pages(pages: Iterable[SurveyedPage]) -> tuple[str, ...]:
    """The URLs of pages that need a browser and were not rendered in one."""
    rendered = {surveyed.request.spec for surveyed in pages if surveyed.request.use_browser and surveyed.page}
    return tuple(
        surveyed.request.spec.url
        for surveyed in pages
        if surveyed.reading and surveyed.reading.script_reason and surveyed.request.spec not in rendered
    )
