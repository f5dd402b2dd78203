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

from archive.ledger.ledger import Ledger
from archive.ledger.source_health import SourceHealth
from archive.model import Capture, Outcome, Role
from archive.warc.records import now
from crawler.config import Config
from crawler.discovery.page_reader import Reading
from crawler.frontier.source_health import SourceSummary, after, summary
from crawler.frontier.source_stats import Fault, Tally
from crawler.pages.link_rules import Stage
from crawler.pages.page import Row
from crawler.registry.due import is_due
from crawler.registry.schedule import next_due
from crawler.registry.sources import Source

logger = logging.getLogger(__name__)

_BEAT_SECONDS = 15.0


def log(one: SourceSummary) -> None:
    """Say in the log how a source fared."""
    counts = f"列表 {one.lists}，报告 {one.reports}，附件 {one.attachments}，未取到 {one.failures}"
    logger.info("来源 %s：%s %s；%s", one.source, one.outcome, one.detail, counts)


class Book:
    """The tallies of a run. A source is closed, and its health saved, when its last request has ended."""

    def __init__(self, ledger: Ledger, run: str, told: Callable[[SourceSummary], None]) -> None:
        self.run = run
        self.tallies: dict[str, Tally] = {}
        self._ledger = ledger
        self._told = told
        self._saving: set[asyncio.Future[None]] = set()
        self._beat: asyncio.Task[None] | None = None
        self._needs: dict[str, str] = {}
        self._before: dict[str, SourceHealth] = {}
        self._ended: dict[str, SourceSummary] = {}

    async def take(self, sources: Iterable[Source], only_due: bool = False) -> list[Source]:
        """Lease what nobody else holds, or of that what is due; the rest is left alone."""
        taken = []
        self._needs = await asyncio.to_thread(self._ledger.needs)
        self._before = await asyncio.to_thread(self._ledger.health)
        for source in sources:
            if await asyncio.to_thread(self._lease, source, only_due):
                self.tallies[source.id] = Tally(source)
                taken.append(source)
            else:
                logger.warning("来源 %s 由另一进程抓取，跳过", source.id)
        self._beat = asyncio.ensure_future(self._keep())
        return taken

    def needs(self, template: str) -> str:
        """What a page template was found to need, in this run or an earlier one; "" for an unknown one."""
        return self._needs.get(template, "")

    def remember(self, template: str, needs: str) -> None:
        """Keep what a page template needs."""
        self._needs[template] = needs
        self._save(partial(self._ledger.remember, template, needs))

    def opened(self, source: str) -> None:
        """A request of the source was made."""
        self.tallies[source].open += 1

    @contextmanager
    def closing(self, source: str) -> Iterator[None]:
        """Around the reading of one answer: behind it, a request of the source has ended, whatever it gave.

        When reading it raises, that is our fault and not the portal's: the source then gets no verdict.
        """
        yield
        tally = self.tallies[source]
        tally.open -= 1
        if not tally.open:
            self._end(tally)

    def may_visit(self, source: str, stage: Stage, config: Config) -> bool:
        """Count one more page on the way; False, and a named fault, beyond what one portal is asked for."""
        tally = self.tallies[source]
        tally.asked[stage] += 1
        if stage is not Stage.COLUMN:
            if tally.asked[stage] == config.menu_pages + 1:
                tally.left_menus(f"目录页超过 {config.menu_pages} 页，其余没有看")
            return tally.asked[stage] <= config.menu_pages
        if tally.asked[stage] <= config.list_pages:
            return True
        if tally.asked[stage] == config.list_pages + 1:
            tally.stopped = Fault("", Outcome.TOO_LARGE, f"列表超过 {config.list_pages} 页，没有取完")
        return False

    def read(self, capture: Capture, stage: Stage, column: str, reading: Reading) -> None:
        """A page on the way was read; `column` is the first page of the list that it belongs to."""
        tally = self.tallies[capture.source]
        tally.rendered += capture.role is Role.RENDERED
        tally.read(stage, column, reading.reports, reading.notice)

    def moved(self, source: str, column: str) -> None:
        """A column of the registry holds nothing any more."""
        moved = self.tallies[source].moved
        if column not in moved:
            moved.append(column)

    def has_nothing(self, source: str) -> bool:
        """Whether the request that is being read is the source's last, and no report was found."""
        tally = self.tallies[source]
        return tally.open == 1 and not tally.reports

    async def original(self, capture: Capture) -> Capture | None:
        """The capture that holds the body of another."""
        return await asyncio.to_thread(self._ledger.original, capture)

    def needs_browser(self, source: str, url: str) -> None:
        """A list could not be read, because there is no browser to read it with."""
        self.tallies[source].needs_browser = url

    def found(self, capture: Capture) -> None:
        """A report or one of its files is archived."""
        self.tallies[capture.source].found(capture)

    def found_in_place(self, capture: Capture) -> None:
        """A page on the way is a report itself."""
        self.tallies[capture.source].listed.setdefault(capture.url, "")
        self.found(capture)

    def elsewhere(self, source: str, row: Row) -> None:
        """A list names a report on a host that is not the portal's: it is not asked for."""
        self.tallies[source].elsewhere(row)

    def failed(self, capture: Capture, asked: str) -> None:
        """A visit ended in something else than what it was made for; `asked` is where it began."""
        self.tallies[capture.source].failed(capture, asked)

    async def finish(self) -> None:
        """Wait for what is being saved; what was stopped in the middle gives its lease back, no more."""
        if self._beat:
            self._beat.cancel()
        for tally in self.tallies.values():
            if tally.open:
                self._save(partial(self._ledger.release, tally.source.id, self.run))
        await asyncio.gather(*self._saving)
        await asyncio.to_thread(self._ledger.end_run, self.run)
        self._ledger.close()

    def summaries(self) -> tuple[SourceSummary, ...]:
        """How each source fared; one that was stopped in the middle is not among them."""
        return tuple(self._ended.values())

    def _end(self, tally: Tally) -> None:
        before = self._before.get(tally.source.id) or SourceHealth(tally.source.id, "")
        ended = summary(tally, before)
        self._ended[tally.source.id] = ended
        health = after(before, ended, self.run, now(), bool(tally.news))
        due = next_due(tally.source, health, datetime.now(UTC), _is_unfinished(health))
        self._save(partial(self._settle, replace(health, next_due=due.stamp)))
        self._told(ended)

    def _save(self, job: Callable[[], None]) -> None:
        self._saving.add(asyncio.ensure_future(asyncio.to_thread(job)))

    def _lease(self, source: Source, only_due: bool) -> bool:
        """Take a source; what another process has crawled since it was found due is given back at once."""
        if not self._ledger.lease(source.id, self.run):
            return False
        if only_due and not is_due(source, self._ledger, self.run):
            self._ledger.release(source.id, self.run)
            return False
        self._ledger.begin_unit(source.id, self.run)
        return True

    def _settle(self, health: SourceHealth) -> None:
        self._ledger.save_health(health)
        if not _is_unfinished(health):
            self._ledger.end_unit(health.source)
        self._ledger.release(health.source, self.run)

    async def _keep(self) -> None:
        """Renew the leases of sources that are still open, as long as the run lives."""
        while True:
            await asyncio.sleep(_BEAT_SECONDS)
            for tally in tuple(self.tallies.values()):
                if tally.open:
                    await asyncio.to_thread(self._ledger.heartbeat, tally.source.id, self.run)


def _is_unfinished(health: SourceHealth) -> bool:
    """Whether a run left a source for later: for a day's cap, visiting hours, or because it was stopped."""
    return health.outcome == Outcome.POSTPONED
