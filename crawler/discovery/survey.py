"""A look at a few pages of one portal: which to look at next, and what they show of the rest.

Pure: pages in, the next request and a `Survey` out. What a page holds is said by `crawler.discovery.page_reader`.
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
    """What a page is looked at for."""

    HOME = "home"
    MENU = "menu"
    COLUMN = "column"
    NEXT_PAGE = "further"
    REPORT = "report"


# One report and one further page say what there is to say of all; then the columns, the best first. More of
# the further pages are looked at only while no report was had: Hanweb's module offers years that have none.
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
    """One page to ask for. `column` is the first page of the column it belongs to, `lead` what led there."""

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
        """Whether it is the first page of a column."""
        return self.purpose is PagePurpose.COLUMN and self.column == self.spec.url


@dataclass(frozen=True, slots=True)
class SurveyedPage:
    """One page that was asked for, and how that ended; `page` is None where nothing could be read."""

    request: SurveyRequest
    outcome: Outcome
    detail: str = ""
    page: Page | None = None
    reading: PageReading | None = None
    attachments: tuple[AttachmentLink, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """A column of annual reports, as it was found. Without `reports`, they stand in columns below it."""

    url: str
    link: ScoredLink | None
    report_count: int


@dataclass(frozen=True, slots=True)
class Survey:
    """What a few pages of a portal show; `unseen` are the columns and menus that there was no time for."""

    url: str
    pages: tuple[SurveyedPage, ...]
    unvisited_links: tuple[ScoredLink, ...]
    robots: Capture | None = None

    @property
    def family(self) -> str:
        """The software of the lists that hold reports, "generic" where nothing tells it."""
        lists = [
            look for look in self.pages if look.request.purpose in (PagePurpose.COLUMN, PagePurpose.NEXT_PAGE)
        ]
        named = [look.reading.family for look in lists if look.reading]
        telling = [name for name in named if name != "generic"] or named or ["generic"]
        return Counter(telling).most_common(1)[0][0]

    @property
    def columns(self) -> tuple[ReportColumn, ...]:
        """Every column that was looked into and held reports, the best first."""
        held: dict[str, set[str]] = {}
        for look in self.pages:
            if look.reading and look.page and look.request.column:
                shown = {row.url for row in look.reading.reports} | (
                    {look.page.url} if look.reading.own_title else set()
                )
                held.setdefault(look.request.column, set()).update(shown)
        first = {look.request.spec.url: look.request.link for look in self.pages if look.request.is_first}
        found = (ReportColumn(url, lead, len(held[url])) for url, lead in first.items() if held.get(url))
        return tuple(sorted(found, key=lambda column: -(column.link.score if column.link else 0)))

    @property
    def reports(self) -> tuple[ListEntry, ...]:
        """Every report that a crawl would ask for, of those that are known by now."""
        rows = {row.url: row for reading in self._readings() for row in reading.reports}
        for look in self.pages:
            if look.page and look.reading and look.reading.own_title:
                rows.setdefault(look.page.url, ListEntry(look.page.url, look.reading.own_title))
        return tuple(rows.values())

    @property
    def next_pages(self) -> tuple[RequestSpec, ...]:
        """The pages of lists that a crawl would go on to."""
        asked = {look.request.spec for look in self.pages}
        asks = dict.fromkeys(ask for reading in self._readings() for ask in reading.next_pages)
        return tuple(ask for ask in asks if ask not in asked)

    @property
    def attachments(self) -> tuple[AttachmentLink, ...]:
        """The files of the reports that were looked at."""
        return tuple(file for look in self.pages for file in look.attachments)

    def page_count(self, purpose: PagePurpose) -> int:
        """How many pages were looked at for this, and read."""
        return sum(look.request.purpose is purpose and look.page is not None for look in self.pages)

    def _readings(self) -> Iterator[PageReading]:
        return (look.reading for look in self.pages if look.reading)


@dataclass(slots=True)
class SurveyPlanner:
    """Which page is looked at next. `ours` says whether an address belongs to the portal."""

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
        """The best page that is left, None when there is none or enough has been seen."""
        while self._queue and self._request_count < self.max_pages:
            survey_request = heappop(self._queue)[-1]
            if not self._is_saturated(survey_request.purpose):
                self._request_count += 1
                return survey_request
        return None

    def on_page(self, request: SurveyRequest, outcome: Outcome, page: Page) -> None:
        """A page that was asked for; what it leads to is queued."""
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
        """A page that could not be had."""
        self._pages.append(SurveyedPage(request, outcome, detail))

    def to_survey(self) -> Survey:
        """What has been seen so far."""
        seen = {look.request.spec.url for look in self._pages}
        left = (item[-1].link for item in sorted(self._queue, key=lambda item: item[:3]))
        unseen = {lead.url: lead for lead in left if lead and lead.url not in seen}
        return Survey(self.url, tuple(self._pages), tuple(unseen.values()))

    def _is_saturated(self, purpose: PagePurpose) -> bool:
        """Whether one more page of this kind would say nothing new."""
        had = any(
            look.attachments or look.request.purpose is PagePurpose.REPORT
            for look in self._pages
            if look.page
        )
        had = had or any(look.reading.own_title for look in self._pages if look.reading)
        begun = any(look.request.purpose is purpose for look in self._pages)
        return had and begun and purpose in (PagePurpose.REPORT, PagePurpose.NEXT_PAGE)

    def _read_page(self, request: SurveyRequest, page: Page) -> tuple[SurveyRequest, PageReading]:
        """The page as what it was taken for; the first one may be a column and no home at all."""
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
        for row in reading.reports[:1]:
            self._enqueue(
                SurveyRequest(
                    RequestSpec(row.url), PagePurpose.REPORT, None, request.column, "", page.url, row.title
                )
            )
        for ask in reading.next_pages:
            self._enqueue(
                SurveyRequest(ask, PagePurpose.NEXT_PAGE, None, request.column, reading.family, page.url)
            )
        for lead in reading.scored_links:
            column = (request.column or lead.url) if lead.stage is CrawlStage.COLUMN else ""
            self._enqueue(
                SurveyRequest(
                    RequestSpec(lead.url), _STAGE_PURPOSES[lead.stage], lead, column, "", page.url, lead.text
                )
            )

    def _enqueue(self, request: SurveyRequest) -> None:
        known = (request.spec, request.use_browser)
        if known not in self._queued and self.is_on_portal(request.spec.url):
            self._queued.add(known)
            score = request.link.score if request.link else 0
            later = request.purpose is PagePurpose.NEXT_PAGE and any(
                item[0] == _PURPOSE_RANKS[PagePurpose.NEXT_PAGE] for item in self._queue
            )
            rank = (
                0
                if request.use_browser
                else _REPEATED_NEXT_PAGE_RANK
                if later
                else _PURPOSE_RANKS[request.purpose]
            )
            heappush(self._queue, (rank, -score, next(self._counter), request))


def script_only_pages(pages: Iterable[SurveyedPage]) -> tuple[str, ...]:
    """The pages that only a browser could fill, and that none has filled."""
    asked = {look.request.spec for look in pages if look.request.use_browser and look.page}
    return tuple(
        look.request.spec.url
        for look in pages
        if look.reading and look.reading.script_reason and look.request.spec not in asked
    )
