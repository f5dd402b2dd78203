"""Tracks each source during a run: its open requests, what was found, how it ended."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from archive.ledger import Ledger, SourceHealth
from archive.model import Capture, Role
from archive.warc import utc_timestamp
from crawler.discovery import PageReading
from crawler.exceptions import RecordingFailed
from crawler.frontier.source_health import SourceSummary, source_summary, updated_health
from crawler.frontier.source_stats import SourceStats
from crawler.frontier.source_store import SourceStore, is_unfinished
from crawler.pages import CrawlStage, ListEntry
from crawler.registry import Source, next_due
from crawler.state import CrawlState

logger = logging.getLogger(__name__)


def log_summary(summary: SourceSummary) -> None:
    """Log how a source ended."""
    counts = (
        f"列表 {summary.lists}，报告 {summary.reports}，附件 {summary.attachments}，未取到 {summary.failures}"
    )
    logger.info("来源 %s：%s %s；%s", summary.source, summary.outcome, summary.detail, counts)


class SourceTracker:
    """Counts of all sources of a run. A source ends, and its health is saved, with its last open request."""

    def __init__(
        self,
        ledger: Ledger,
        state: CrawlState,
        run: str,
        on_source_done: Callable[[SourceSummary], None],
    ) -> None:
        self.store = SourceStore(ledger, state, run)
        self.stats: dict[str, SourceStats] = {}
        self._on_source_done = on_source_done
        self._summaries: dict[str, SourceSummary] = {}

    async def acquire(self, sources: Iterable[Source], only_due: bool = False) -> list[Source]:
        """Lease the sources that no other process has (or of these the due ones) and start counting."""
        acquired = await self.store.acquire(sources, only_due)
        self.stats.update({source.id: SourceStats(source) for source in acquired})
        self.store.keep_leases(self._open_sources)
        return acquired

    def request_started(self, source: str) -> None:
        """Count a request of the source that was issued."""
        self.stats[source].open_requests += 1

    @contextmanager
    def request_finished(self, source: str) -> Iterator[None]:
        """Wrap the handling of one answer: afterwards a request of the source has ended.

        An exception that comes this far is an error of this program: the source goes on and says so. If the
        archive cannot be written, or the crawl is stopped, the source gets no outcome.
        """
        stats = self.stats[source]
        try:
            yield
        except RecordingFailed:
            raise
        except Exception as error:
            logger.exception("来源 %s：程序出错", source)
            stats.internal_errors.append(f"{type(error).__name__}: {error}")
        stats.open_requests -= 1
        if not stats.open_requests:
            self._finish_source(stats)

    def page_read(self, capture: Capture, stage: CrawlStage, column: str, reading: PageReading) -> None:
        """Count a navigation page; `column` is the first page of the list that it belongs to."""
        stats = self.stats[capture.source]
        stats.rendered += capture.role is Role.RENDERED
        stats.add_page(stage, column, reading.reports, reading.empty_notice)
        stats.add_unresolved_reports(reading, capture.url)

    def column_gone(self, source: str, column: str) -> None:
        """Note that a registered column no longer holds anything."""
        gone_columns = self.stats[source].gone_columns
        if column not in gone_columns:
            gone_columns.append(column)

    def is_last_without_report(self, source: str) -> bool:
        """Whether the answer that is being handled is the source's last, and no report was found."""
        stats = self.stats[source]
        return stats.open_requests == 1 and not stats.reports and not stats.not_due

    def capture_archived(self, capture: Capture) -> None:
        """Count a report or one of its files that is archived."""
        self.stats[capture.source].add_capture(capture)

    def embedded_report_archived(self, capture: Capture) -> None:
        """Count a navigation page that is a report itself."""
        self.stats[capture.source].listed.setdefault(capture.url, "")
        self.capture_archived(capture)

    def off_portal(self, source: str, entry: ListEntry) -> None:
        """Count a report on a host that is not the portal's; it is not requested."""
        self.stats[source].add_off_portal_report(entry)

    def request_failed(self, capture: Capture, requested_url: str) -> None:
        """Count a failed request; `requested_url` is its address before any redirect."""
        self.stats[capture.source].add_failure(capture, requested_url)

    async def finish(self) -> None:
        """Store everything and close the databases; interrupted sources only release their leases."""
        await self.store.close(self._open_sources())

    def summaries(self) -> tuple[SourceSummary, ...]:
        """Return how each source ended; interrupted sources are left out."""
        return tuple(self._summaries.values())

    def _open_sources(self) -> Iterator[str]:
        return (stats.source.id for stats in tuple(self.stats.values()) if stats.open_requests)

    def _finish_source(self, stats: SourceStats) -> None:
        previous = self.store.previous_health.get(stats.source.id) or SourceHealth(stats.source.id, "")
        summary = source_summary(stats, previous)
        self._summaries[stats.source.id] = summary
        health = updated_health(
            previous, summary, self.store.run_id, utc_timestamp(), bool(stats.new_records)
        )
        due = next_due(stats.source, health, datetime.now(UTC), is_unfinished(health))
        self.store.save_health(replace(health, next_due=due.utc_timestamp))
        self._on_source_done(summary)
