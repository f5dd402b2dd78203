"""Tells which reports of a source need no request yet, because they were unchanged for a long time.

The numbers are in `schedule.toml`. What was published lately, has failed, or is shown by a script is always
requested.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from archive.ledger import Ledger, ReportVisit, report_visits
from archive.model import Outcome, Role
from crawler.registry.schedule import schedule_rules, zone

_GOOD_OUTCOMES = (Outcome.OK, Outcome.NOT_MODIFIED)
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
# A file in a frame in a frame of a report; a circle of pages ends here too.
_MAX_PARENTS = 4


@dataclass(slots=True)
class _PageHistory:
    """What the visits to one page show: since when, and how often, it was the same."""

    parent: str = ""
    digest: str = ""
    since: str = ""
    last: str = ""
    visits: int = 0
    is_usable: bool = True

    def add(self, visit: ReportVisit) -> None:
        """Add a later visit. A failure is no change, but after one the page is requested again."""
        self.is_usable = visit.outcome in _GOOD_OUTCOMES and visit.role is not Role.RENDERED
        self.last = visit.fetched
        if visit.role is Role.ATTACHMENT:
            self.parent = visit.parent
        if not self.is_usable or not visit.digest:
            return
        if visit.digest != self.digest:
            self.digest, self.since, self.visits = visit.digest, visit.fetched, 0
        else:
            self.visits += 1


def unchanged_reports(ledger: Ledger, source: str, runs: Iterable[str], now: datetime) -> frozenset[str]:
    """The URLs of reports that are not due yet, whatever their year; `runs` did not finish the source.

    What these have seen does not count: the files of a report may be missing.
    """
    histories: dict[str, _PageHistory] = {}
    for visit in report_visits(ledger, source, tuple(runs)):
        histories.setdefault(visit.url, _PageHistory()).add(visit)
    reports: dict[str, list[_PageHistory]] = {
        url: [page] for url, page in histories.items() if not page.parent
    }
    for page in histories.values():
        if page.parent:
            reports.get(_report_of(page, histories), []).append(page)
    return frozenset(url for url, pages in reports.items() if _is_waiting(pages, now))


def _report_of(page: _PageHistory, histories: Mapping[str, _PageHistory]) -> str:
    """The URL of the report that a file belongs to, perhaps through frames."""
    url = page.parent
    for _ in range(_MAX_PARENTS):
        parent = histories.get(url)
        if parent is None or not parent.parent:
            break
        url = parent.parent
    return url


def _is_waiting(pages: list[_PageHistory], now: datetime) -> bool:
    """Whether a report, the first of `pages`, and its files were unchanged for longer than the last wait."""
    report, rule = pages[0], schedule_rules().unchanged_report
    if not all(page.is_usable and page.digest for page in pages) or report.visits < rule.visits:
        return False
    last, since = (datetime.fromisoformat(text) for text in (report.last, max(page.since for page in pages)))
    waits = [days for days in rule.days if since + timedelta(days=days) <= last]
    # A visit later than now was dated by a wrong clock: it says nothing.
    return last <= now and bool(waits) and now < last + timedelta(days=max(waits))


def is_recent_report(title: str, day: str, now: datetime) -> bool:
    """Whether a report was published lately, by its date in the list and the year in its title.

    A report of 2024 is published in 2025. A report without any year counts as recent.
    """
    years = [int(year) + 1 for year in _YEAR.findall(title)] + ([int(day[:4])] if day[:4].isdigit() else [])
    first_recent = now.astimezone(zone()).year - schedule_rules().unchanged_report.years + 1
    return not years or max(years) >= first_recent
