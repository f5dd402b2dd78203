"""What a run knows of each source: leases, open requests, what was found, how it ended; kept in the ledger.

The ledger is asked and written in threads of its own, never in the reactor's.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from archive.ledger import Ledger, SourceHealth
from archive.model import Capture, Outcome, Role
from archive.warc import utc_timestamp
from crawler.config import Config
from crawler.discovery import PageReading
from crawler.frontier.source_health import SourceSummary, source_summary, updated_health
from crawler.frontier.source_stats import FailedPage, SourceStats
from crawler.pages import CrawlStage, ListEntry
from crawler.registry import Source, is_due, next_due
from crawler.state import CrawlState

logger = logging.getLogger(__name__)

_HEARTBEAT_SECONDS = 15.0


def log_summary(summary: SourceSummary) -> None:
    """Say in the log how a source fared."""
    counts = (
        f"列表 {summary.lists}，报告 {summary.reports}，附件 {summary.attachments}，未取到 {summary.failures}"
    )
    logger.info("来源 %s：%s %s；%s", summary.source, summary.outcome, summary.detail, counts)


class SourceTracker:
    """The tallies of a run. A source is closed, and its health saved, when its last request has ended."""

    def __init__(
        self,
        ledger: Ledger,
        state: CrawlState,
        run: str,
        on_source_done: Callable[[SourceSummary], None],
    ) -> None:
        self.run = run
        self.stats: dict[str, SourceStats] = {}
        self._ledger = ledger
        self._state = state
        self._on_source_done = on_source_done
        self._pending_writes: set[asyncio.Future[None]] = set()
        self._heartbeat: asyncio.Task[None] | None = None
        self._requirements: dict[str, str] = {}
        self._previous_health: dict[str, SourceHealth] = {}
        self._summaries: dict[str, SourceSummary] = {}

    async def acquire(self, sources: Iterable[Source], only_due: bool = False) -> list[Source]:
        """Lease what nobody else holds, or of that what is due; the rest is left alone."""
        taken = []
        self._requirements = await asyncio.to_thread(self._state.templates.requirements)
        self._previous_health = await asyncio.to_thread(self._ledger.health.by_source)
        for source in sources:
            if await asyncio.to_thread(self._try_lease, source, only_due):
                self.stats[source.id] = SourceStats(source)
                taken.append(source)
            else:
                logger.warning("来源 %s 由另一进程抓取，跳过", source.id)
        self._heartbeat = asyncio.ensure_future(self._renew_leases())
        return taken

    def requirement(self, template: str) -> str:
        """What a page template was found to need, in this run or an earlier one; "" for an unknown one."""
        return self._requirements.get(template, "")

    def set_requirement(self, template: str, requirement: str) -> None:
        """Keep what a page template needs."""
        self._requirements[template] = requirement
        self._write_in_thread(partial(self._state.templates.save_requirement, template, requirement))

    def request_started(self, source: str) -> None:
        """A request of the source was made."""
        self.stats[source].open_requests += 1

    @contextmanager
    def request_finished(self, source: str) -> Iterator[None]:
        """Around the reading of one answer: behind it, a request of the source has ended, whatever it gave.

        When reading it raises, that is our fault and not the portal's: the source then gets no verdict.
        """
        yield
        tally = self.stats[source]
        tally.open_requests -= 1
        if not tally.open_requests:
            self._finish_source(tally)

    def within_limits(self, source: str, stage: CrawlStage, config: Config) -> bool:
        """Count one more page on the way; False, and a named fault, beyond what one portal is asked for."""
        tally = self.stats[source]
        tally.pages_requested[stage] += 1
        if stage is not CrawlStage.COLUMN:
            if tally.pages_requested[stage] == config.menu_pages + 1:
                tally.add_skipped_menus(f"目录页超过 {config.menu_pages} 页，其余没有看")
            return tally.pages_requested[stage] <= config.menu_pages
        if tally.pages_requested[stage] <= config.list_pages:
            return True
        if tally.pages_requested[stage] == config.list_pages + 1:
            tally.stop_cause = FailedPage("", Outcome.TOO_LARGE, f"列表超过 {config.list_pages} 页，没有取完")
        return False

    def page_read(self, capture: Capture, stage: CrawlStage, column: str, reading: PageReading) -> None:
        """A page on the way was read; `column` is the first page of the list that it belongs to."""
        tally = self.stats[capture.source]
        tally.rendered += capture.role is Role.RENDERED
        tally.add_page(stage, column, reading.reports, reading.empty_notice)

    def column_gone(self, source: str, column: str) -> None:
        """A column of the registry holds nothing any more."""
        moved = self.stats[source].gone_columns
        if column not in moved:
            moved.append(column)

    def is_last_without_report(self, source: str) -> bool:
        """Whether the request that is being read is the source's last, and no report was found."""
        tally = self.stats[source]
        return tally.open_requests == 1 and not tally.reports

    async def payload_capture(self, capture: Capture) -> Capture | None:
        """The capture that holds the body of another."""
        return await asyncio.to_thread(self._ledger.captures.payload_capture, capture)

    def browser_unavailable(self, source: str, url: str) -> None:
        """A list could not be read, because there is no browser to read it with."""
        self.stats[source].browser_required_url = url

    def capture_archived(self, capture: Capture) -> None:
        """A report or one of its files is archived."""
        self.stats[capture.source].add_capture(capture)

    def embedded_report_archived(self, capture: Capture) -> None:
        """A page on the way is a report itself."""
        self.stats[capture.source].listed.setdefault(capture.url, "")
        self.capture_archived(capture)

    def off_portal(self, source: str, entry: ListEntry) -> None:
        """A list names a report on a host that is not the portal's: it is not asked for."""
        self.stats[source].add_off_portal_report(entry)

    def request_failed(self, capture: Capture, requested_url: str) -> None:
        """A visit ended in something else than what it was made for; `asked` is where it began."""
        self.stats[capture.source].add_failure(capture, requested_url)

    async def finish(self) -> None:
        """Wait for what is being saved; what was stopped in the middle gives its lease back, no more."""
        if self._heartbeat:
            self._heartbeat.cancel()
        for tally in self.stats.values():
            if tally.open_requests:
                self._write_in_thread(partial(self._state.leases.release, tally.source.id, self.run))
        await asyncio.gather(*self._pending_writes)
        await asyncio.to_thread(self._ledger.runs.end, self.run)
        self._ledger.close()
        self._state.close()

    def summaries(self) -> tuple[SourceSummary, ...]:
        """How each source fared; one that was stopped in the middle is not among them."""
        return tuple(self._summaries.values())

    def _finish_source(self, stats: SourceStats) -> None:
        before = self._previous_health.get(stats.source.id) or SourceHealth(stats.source.id, "")
        ended = source_summary(stats, before)
        self._summaries[stats.source.id] = ended
        health = updated_health(before, ended, self.run, utc_timestamp(), bool(stats.new_records))
        due = next_due(stats.source, health, datetime.now(UTC), _is_unfinished(health))
        self._write_in_thread(partial(self._store_result, replace(health, next_due=due.utc_timestamp)))
        self._on_source_done(ended)

    def _write_in_thread(self, job: Callable[[], None]) -> None:
        self._pending_writes.add(asyncio.ensure_future(asyncio.to_thread(job)))

    def _try_lease(self, source: Source, only_due: bool) -> bool:
        """Take a source; what another process has crawled since it was found due is given back at once."""
        if not self._state.leases.acquire(source.id, self.run):
            return False
        if only_due and not is_due(source, self._ledger, self._state, self.run):
            self._state.leases.release(source.id, self.run)
            return False
        self._state.unfinished.begin(source.id, self.run)
        return True

    def _store_result(self, health: SourceHealth) -> None:
        self._ledger.health.save(health)
        if not _is_unfinished(health):
            self._state.unfinished.end(health.source)
        self._state.leases.release(health.source, self.run)

    async def _renew_leases(self) -> None:
        """Renew the leases of sources that are still open, as long as the run lives."""
        while True:
            await asyncio.sleep(_HEARTBEAT_SECONDS)
            for tally in tuple(self.stats.values()):
                if tally.open_requests:
                    await asyncio.to_thread(self._state.leases.renew, tally.source.id, self.run)


def _is_unfinished(health: SourceHealth) -> bool:
    """Whether a run left a source for later: for a day's cap, visiting hours, or because it was stopped."""
    return health.outcome == Outcome.POSTPONED
