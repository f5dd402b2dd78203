"""What a run stores about its sources: leases, template requirements and health, in threads of their own.

SQLite is never called in the reactor's thread.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import partial

from archive.ledger import Ledger, SourceHealth
from archive.model import Capture, Outcome
from crawler.pages import ListEntry
from crawler.registry import Source, is_due, is_recent_report, unchanged_reports
from crawler.state import CrawlState

logger = logging.getLogger(__name__)

_HEARTBEAT_SECONDS = 15.0


class SourceStore:
    """Leases of the sources of run `run_id`, what list templates need, and the health saved at the end.

    `unchanged_reports` are, in a crawl of what is due, the URLs of reports by source that are not due yet.
    `has_failed` says, after `close`, whether anything could not be stored: the source has no result then.
    """

    def __init__(self, ledger: Ledger, state: CrawlState, run_id: str) -> None:
        self.run_id = run_id
        self.has_failed = False
        self.previous_health: dict[str, SourceHealth] = {}
        self.unchanged_reports: dict[str, frozenset[str]] = {}
        self.session_ids: dict[str, frozenset[str]] = {}
        self._ledger = ledger
        self._state = state
        self._requirements: dict[str, str] = {}
        self._pending_writes: set[asyncio.Future[None]] = set()
        self._heartbeat: asyncio.Task[None] | None = None

    async def acquire(self, sources: Iterable[Source], only_due: bool) -> list[Source]:
        """Lease the sources that no other process has, or of these the ones that are due; return them."""
        self._requirements = await asyncio.to_thread(self._state.templates.requirements)
        self.session_ids = await asyncio.to_thread(self._state.session_ids.names)
        self.previous_health = await asyncio.to_thread(self._ledger.health.by_source)
        acquired = []
        for source in sources:
            if await asyncio.to_thread(self._try_lease, source, only_due):
                acquired.append(source)
            else:
                logger.warning("来源 %s 由另一进程抓取，跳过", source.id)
        return acquired

    def keep_leases(self, open_sources: Callable[[], Iterator[str]]) -> None:
        """Renew the leases of `open_sources()` in the background, until `close`."""
        self._heartbeat = asyncio.ensure_future(self._renew_leases(open_sources))

    def is_report_due(self, source: str, entry: ListEntry) -> bool:
        """Whether a listed report has to be requested: it is recent, or was not unchanged for long."""
        if entry.url not in self.unchanged_reports.get(source, ()):
            return True
        return is_recent_report(entry.title, entry.date, datetime.now(UTC))

    def requirement(self, template: str) -> str:
        """Return what pages of a template need (`browser`, `http`); empty if unknown."""
        return self._requirements.get(template, "")

    def set_requirement(self, template: str, requirement: str) -> None:
        """Store what pages of a template need."""
        self._requirements[template] = requirement
        self._write_in_thread(partial(self._state.templates.save_requirement, template, requirement))

    def save_session_ids(self, host: str, names: frozenset[str]) -> None:
        """Store the names of the session ids of a host for the next run."""
        self._write_in_thread(partial(self._state.session_ids.save, host, names))

    async def payload_capture(self, capture: Capture) -> Capture | None:
        """Return the capture that holds the body of `capture`: itself, or what a revisit refers to."""
        return await asyncio.to_thread(self._ledger.captures.payload_capture, capture)

    def save_health(self, health: SourceHealth) -> None:
        """Store the health of a source that has ended, and release its lease."""
        self._write_in_thread(partial(self._finish_source, health))

    async def close(self, open_sources: Iterable[str]) -> None:
        """Release leases of interrupted sources, wait for all writes, end the run, close the databases."""
        if self._heartbeat:
            self._heartbeat.cancel()
        for source in open_sources:
            self._write_in_thread(partial(self._state.leases.release, source, self.run_id))
        self._write_in_thread(partial(self._ledger.runs.end, self.run_id))
        for result in await asyncio.gather(*self._pending_writes, return_exceptions=True):
            if isinstance(result, Exception):
                self.has_failed = True
                logger.critical("无法写入台账：%s", result)
        self._ledger.close()
        self._state.close()

    def _write_in_thread(self, write: Callable[[], None]) -> None:
        self._pending_writes.add(asyncio.ensure_future(asyncio.to_thread(write)))

    def _try_lease(self, source: Source, only_due: bool) -> bool:
        """Lease a source; False if another process has it, or has crawled it since it was found due."""
        if not self._state.leases.acquire(source.id, self.run_id):
            return False
        if only_due and not is_due(source, self._ledger, self._state, self.run_id):
            self._state.leases.release(source.id, self.run_id)
            return False
        self._state.unfinished.begin(source.id, self.run_id)
        if only_due:
            runs = self._state.unfinished.earlier_runs(source.id, self.run_id)
            self.unchanged_reports[source.id] = unchanged_reports(
                self._ledger, source.id, runs, datetime.now(UTC)
            )
        return True

    def _finish_source(self, health: SourceHealth) -> None:
        self._ledger.health.save(health)
        if not is_unfinished(health):
            self._state.unfinished.end(health.source)
        self._state.leases.release(health.source, self.run_id)

    async def _renew_leases(self, open_sources: Callable[[], Iterator[str]]) -> None:
        while True:
            await asyncio.sleep(_HEARTBEAT_SECONDS)
            for source in tuple(open_sources()):
                await asyncio.to_thread(self._state.leases.renew, source, self.run_id)


def is_unfinished(health: SourceHealth) -> bool:
    """Whether a run left a source for later: daily limit, visit hours, or an interruption."""
    return health.outcome == Outcome.POSTPONED
