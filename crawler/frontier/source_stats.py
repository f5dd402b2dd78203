"""Counts of one source in one run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from archive.ledger import MissedPages
from archive.model import Capture, Outcome, Role
from crawler.config import Config
from crawler.discovery import PageReading
from crawler.frontier.list_progress import ListProgress
from crawler.frontier.skipped_links import SkippedLinks
from crawler.pages import CrawlStage, ListEntry, ScoredLink
from crawler.registry import Source

_NAVIGATION_ROLES = (Role.LIST, Role.MENU, Role.RENDERED)
# More agencies than any county or ministry has: a page that invents names gets no endless crawl.
_MAX_AGENCIES = 500


@dataclass(frozen=True, slots=True)
class FailedPage:
    """A navigation page that failed; `requested_url` is its address before any redirect."""

    requested_url: str
    outcome: Outcome
    detail: str


@dataclass(slots=True)
class SourceStats:
    """Counts of one source; `open_requests` starts at 1, until the source's columns are requested.

    `listed`: URL → date of the reports that lists showed; `columns`: URL of a list → how many reports it
    showed. `list_progress`: how much was read of each list, by the URL of its first page;
    `unresolved_reports`: titles of reports behind links whose URL is unknown. `empty_notices`: what lists
    without entries say. `navigation_failures`: failed pages on the way to the reports. `missed`: all failed
    pages, reports among them. `skipped`: links that were not requested. `agencies`: the most agencies that
    one page names. `not_due`: listed reports that need no request yet. `internal_errors`: errors of this
    program.
    """

    source: Source
    open_requests: int = 1
    lists: int = 0
    pages_requested: Counter[CrawlStage] = field(default_factory=Counter)
    columns: dict[str, int] = field(default_factory=dict)
    listed: dict[str, str] = field(default_factory=dict)
    empty_notices: list[str] = field(default_factory=list)
    gone_columns: list[str] = field(default_factory=list)
    list_progress: dict[str, ListProgress] = field(default_factory=dict)
    unresolved_reports: set[str] = field(default_factory=set)
    reports_requested: int = 0
    reports: int = 0
    not_due: int = 0
    attachments: int = 0
    new_records: int = 0
    rendered: int = 0
    browser_required_url: str = ""
    stop_cause: FailedPage | None = None
    navigation_failures: list[FailedPage] = field(default_factory=list)
    document_failures: Counter[Outcome] = field(default_factory=Counter)
    missed: dict[tuple[Role, Outcome], MissedPages] = field(default_factory=dict)
    skipped: SkippedLinks = field(default_factory=SkippedLinks)
    agencies: int = 0
    internal_errors: list[str] = field(default_factory=list)

    def within_limits(self, stage: CrawlStage, config: Config) -> bool:
        """Count one more navigation page; False above the limit for one portal.

        The limit of menus grows with the agencies that one page names: each may have a menu of its own.
        """
        is_column = stage is CrawlStage.COLUMN
        limit = config.list_pages if is_column else config.menu_pages + min(self.agencies, _MAX_AGENCIES)
        if self.pages_requested[stage] < limit:
            self.pages_requested[stage] += 1
            return True
        if is_column:
            self.stop_cause = FailedPage("", Outcome.TOO_LARGE, f"列表超过 {limit} 页，没有取完")
        return False

    def add_agencies(self, links: Iterable[ScoredLink]) -> None:
        """Note how many agencies a page names; links with one name count once."""
        names = {link.text for link in links if link.names_agency}
        self.agencies = max(self.agencies, len(names))

    def is_report_within_limit(self, url: str, limit: int) -> bool:
        """Count one more report; False, with a named failure, above the limit for one source."""
        self.reports_requested += 1
        if self.reports_requested <= limit:
            return True
        failure = FailedPage(url, Outcome.TOO_LARGE, f"年报超过 {limit} 份，没有取完")
        self.stop_cause = self.stop_cause or failure
        self._count_missed(Role.REPORT, failure)
        return False

    def add_page(
        self, stage: CrawlStage, column: str, entries: Iterable[ListEntry], empty_notice: str
    ) -> None:
        """Count a navigation page; `entries` are the reports that it shows."""
        dates = {entry.url: entry.date for entry in entries}
        self.listed |= {url: date for url, date in dates.items() if url not in self.listed}
        if stage is CrawlStage.COLUMN:
            self.lists += 1
            if dates:
                self.columns[column] = self.columns.get(column, 0) + len(dates)
            elif empty_notice:
                self.empty_notices.append(empty_notice)

    def progress(self, list_url: str) -> ListProgress:
        """The progress in the list with this first page."""
        return self.list_progress.setdefault(list_url, ListProgress(list_url))

    def add_unresolved_reports(self, reading: PageReading, page_url: str) -> None:
        """Count the reports of a page whose links only its script can follow as missed."""
        for title in reading.unresolved_reports:
            if title not in self.unresolved_reports:
                self.unresolved_reports.add(title)
                detail = f"链接由脚本打开，网址未知：{title}"
                self._count_missed(Role.REPORT, FailedPage(page_url, Outcome.NEEDS_BROWSER, detail))

    def add_capture(self, capture: Capture) -> None:
        """Count a report or one of its files."""
        self.reports += capture.role is Role.REPORT
        self.attachments += capture.role is Role.ATTACHMENT
        self.new_records += capture.record == "response" and not capture.same_page_as

    def add_failure(self, capture: Capture, requested_url: str) -> None:
        """Count a failed request."""
        failure = FailedPage(requested_url, capture.outcome, capture.detail)
        self._count_missed(capture.role, failure)
        if capture.outcome is Outcome.INTERNAL_ERROR:
            self.internal_errors.append(f"{requested_url} {capture.detail}")
        if capture.outcome is Outcome.POSTPONED:
            self.stop_cause = self.stop_cause or failure
        elif capture.role is Role.MENU and (self.gone_columns or self.pages_requested[CrawlStage.MENU]):
            pass  # one menu of many: its links are reached through others, or counted as missing
        elif capture.role in _NAVIGATION_ROLES:
            self.navigation_failures.append(failure)
        else:
            self.document_failures[capture.outcome] += 1

    def remove_failure(self, role: Role, outcome: Outcome) -> None:
        """Take back one failed request of a report or file."""
        self.document_failures[outcome] -= 1
        if not self.document_failures[outcome]:
            del self.document_failures[outcome]
        self._uncount_missed(role, outcome)

    def remove_navigation_failure(self, url: str) -> None:
        """Take back a failed request that was only a guess at what a script requests."""
        failure = next((failed for failed in self.navigation_failures if failed.requested_url == url), None)
        if failure:
            self.navigation_failures.remove(failure)
            self._uncount_missed(Role.LIST, failure.outcome)

    def add_off_portal_report(self, entry: ListEntry) -> None:
        """Count a listed report on a foreign host as missed: it is no report of this source."""
        if self.listed.pop(entry.url, None) is not None:
            self._count_missed(
                Role.REPORT, FailedPage(entry.url, Outcome.REFUSED_GUARD, "不在本门户的主机上")
            )

    def add_off_portal_file(self, url: str) -> None:
        """Count a file of a report on a foreign host as missed."""
        self._count_missed(Role.ATTACHMENT, FailedPage(url, Outcome.REFUSED_GUARD, "不在官方域名的主机上"))

    def _count_missed(self, role: Role, failure: FailedPage) -> None:
        known = self.missed.get((role, failure.outcome)) or MissedPages(
            role, failure.outcome, 0, failure.requested_url, failure.detail
        )
        self.missed[role, failure.outcome] = replace(known, count=known.count + 1)

    def _uncount_missed(self, role: Role, outcome: Outcome) -> None:
        known = self.missed.pop((role, outcome))
        if known.count > 1:
            self.missed[role, outcome] = replace(known, count=known.count - 1)

    @property
    def newest_date(self) -> str:
        """The newest date that a list printed next to a report; empty if none did."""
        return max(self.listed.values(), default="")
