"""The running count of one source in one run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from archive.ledger.source_health import Missed
from archive.model import Capture, Outcome, Role
from crawler.pages.link_rules import Stage
from crawler.pages.page import Row
from crawler.registry.sources import Source

_ON_THE_WAY = (Role.LIST, Role.MENU, Role.RENDERED)


@dataclass(frozen=True, slots=True)
class Fault:
    """A page on the way that could not be had; `asked` is its address before any redirect."""

    asked: str
    outcome: Outcome
    detail: str


@dataclass(slots=True)
class Tally:
    """What was asked of a source and what came. `open` counts one for the source until its columns are asked.

    `listed` are the reports that lists showed, with the dates beside them; `columns` the columns that did.
    `notices` are what lists without entries say of themselves. `faults` lie on the way to the reports;
    `missed` counts every page that could not be had, those and the reports.
    """

    source: Source
    open: int = 1
    lists: int = 0
    asked: Counter[Stage] = field(default_factory=Counter)
    columns: dict[str, int] = field(default_factory=dict)
    listed: dict[str, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    reports: int = 0
    attachments: int = 0
    news: int = 0
    rendered: int = 0
    needs_browser: str = ""
    stopped: Fault | None = None
    faults: list[Fault] = field(default_factory=list)
    lost: Counter[Outcome] = field(default_factory=Counter)
    missed: dict[tuple[Role, Outcome], Missed] = field(default_factory=dict)

    def read(self, stage: Stage, column: str, rows: Iterable[Row], notice: str) -> None:
        """A page on the way was read: `rows` are the reports that it shows."""
        dates = {row.url: row.date for row in rows}
        self.listed |= {url: date for url, date in dates.items() if url not in self.listed}
        if stage is Stage.COLUMN:
            self.lists += 1
            if dates:
                self.columns[column] = self.columns.get(column, 0) + len(dates)
            elif notice:
                self.notices.append(notice)

    def found(self, capture: Capture) -> None:
        """A report or one of its files is archived."""
        self.reports += capture.role is Role.REPORT
        self.attachments += capture.role is Role.ATTACHMENT
        self.news += capture.record == "response"

    def failed(self, capture: Capture, asked: str) -> None:
        """A visit ended in something else than what it was made for."""
        fault = Fault(asked, capture.outcome, capture.detail)
        self._miss(capture.role, fault)
        if capture.outcome is Outcome.POSTPONED:
            self.stopped = self.stopped or fault
        elif capture.role is Role.MENU and (self.moved or self.asked[Stage.MENU]):
            pass  # one menu of many: what lies behind it is reached by others, or is said to be missing
        elif capture.role in _ON_THE_WAY:
            self.faults.append(fault)
        else:
            self.lost[capture.outcome] += 1

    def elsewhere(self, row: Row) -> None:
        """A list names a report that lies outside of the portal: no report of this source."""
        if self.listed.pop(row.url, None) is not None:
            self._miss(Role.REPORT, Fault(row.url, Outcome.REFUSED_GUARD, "不在本门户的主机上"))

    def left_menus(self, detail: str) -> None:
        """A portal has more menus than one is asked for."""
        self._miss(Role.MENU, Fault(self.source.home, Outcome.TOO_LARGE, detail))

    def _miss(self, role: Role, fault: Fault) -> None:
        known = self.missed.get((role, fault.outcome)) or Missed(
            role, fault.outcome, 0, fault.asked, fault.detail
        )
        self.missed[role, fault.outcome] = replace(known, count=known.count + 1)

    @property
    def newest(self) -> str:
        """The youngest date that a list printed beside a report; "" where none did."""
        return max(self.listed.values(), default="")
