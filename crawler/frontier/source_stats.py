"""The running count of one source in one run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from archive.ledger import MissedPages
from archive.model import Capture, Outcome, Role
from crawler.pages import CrawlStage, ListEntry
from crawler.registry import Source

_NAVIGATION_ROLES = (Role.LIST, Role.MENU, Role.RENDERED)


@dataclass(frozen=True, slots=True)
class FailedPage:
    """A page on the way that could not be had; `asked` is its address before any redirect."""

    requested_url: str
    outcome: Outcome
    detail: str


@dataclass(slots=True)
class SourceStats:
    """What was asked of a source and what came. `open` counts one for the source until its columns are asked.

    `listed` are the reports that lists showed, with the dates beside them; `columns` the columns that did.
    `notices` are what lists without entries say of themselves. `faults` lie on the way to the reports;
    `missed` counts every page that could not be had, those and the reports.
    """

    source: Source
    open_requests: int = 1
    lists: int = 0
    pages_requested: Counter[CrawlStage] = field(default_factory=Counter)
    columns: dict[str, int] = field(default_factory=dict)
    listed: dict[str, str] = field(default_factory=dict)
    empty_notices: list[str] = field(default_factory=list)
    gone_columns: list[str] = field(default_factory=list)
    reports: int = 0
    attachments: int = 0
    new_records: int = 0
    rendered: int = 0
    browser_required_url: str = ""
    stop_cause: FailedPage | None = None
    navigation_failures: list[FailedPage] = field(default_factory=list)
    document_failures: Counter[Outcome] = field(default_factory=Counter)
    missed: dict[tuple[Role, Outcome], MissedPages] = field(default_factory=dict)

    def add_page(
        self, stage: CrawlStage, column: str, entries: Iterable[ListEntry], empty_notice: str
    ) -> None:
        """A page on the way was read: `rows` are the reports that it shows."""
        dates = {row.url: row.date for row in entries}
        self.listed |= {url: date for url, date in dates.items() if url not in self.listed}
        if stage is CrawlStage.COLUMN:
            self.lists += 1
            if dates:
                self.columns[column] = self.columns.get(column, 0) + len(dates)
            elif empty_notice:
                self.empty_notices.append(empty_notice)

    def add_capture(self, capture: Capture) -> None:
        """A report or one of its files is archived."""
        self.reports += capture.role is Role.REPORT
        self.attachments += capture.role is Role.ATTACHMENT
        self.new_records += capture.record == "response"

    def add_failure(self, capture: Capture, requested_url: str) -> None:
        """A visit ended in something else than what it was made for."""
        fault = FailedPage(requested_url, capture.outcome, capture.detail)
        self._count_missed(capture.role, fault)
        if capture.outcome is Outcome.POSTPONED:
            self.stop_cause = self.stop_cause or fault
        elif capture.role is Role.MENU and (self.gone_columns or self.pages_requested[CrawlStage.MENU]):
            pass  # one menu of many: what lies behind it is reached by others, or is said to be missing
        elif capture.role in _NAVIGATION_ROLES:
            self.navigation_failures.append(fault)
        else:
            self.document_failures[capture.outcome] += 1

    def add_off_portal_report(self, entry: ListEntry) -> None:
        """A list names a report that lies outside of the portal: no report of this source."""
        if self.listed.pop(entry.url, None) is not None:
            self._count_missed(
                Role.REPORT, FailedPage(entry.url, Outcome.REFUSED_GUARD, "不在本门户的主机上")
            )

    def add_skipped_menus(self, detail: str) -> None:
        """A portal has more menus than one is asked for."""
        self._count_missed(Role.MENU, FailedPage(self.source.home, Outcome.TOO_LARGE, detail))

    def _count_missed(self, role: Role, failure: FailedPage) -> None:
        known = self.missed.get((role, failure.outcome)) or MissedPages(
            role, failure.outcome, 0, failure.requested_url, failure.detail
        )
        self.missed[role, failure.outcome] = replace(known, count=known.count + 1)

    @property
    def newest_date(self) -> str:
        """The youngest date that a list printed beside a report; "" where none did."""
        return max(self.listed.values(), default="")
