"""What a run knows of each source: leases, open requests, what was found, how it ended; kept in the ledger.

The ledger is asked and written in threads of its own, never in the reactor's.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from archive.ledger import Ledger, SourceHealth
from archive.model import Outcome
from archive.warc import now
from crawler.sources import Source

logger = logging.getLogger(__name__)

_BEAT_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """How one source fared in one run."""

    source: str
    outcome: Outcome
    detail: str
    lists: int
    reports: int
    attachments: int
    failures: int


@dataclass(slots=True)
class Tally:
    """The running count of one source."""

    source: Source
    open: int = 0
    lists: int = 0
    reports: int = 0
    attachments: int = 0
    needs_browser: str = ""
    list_failures: list[tuple[Outcome, str]] = field(default_factory=list)
    failures: Counter[Outcome] = field(default_factory=Counter)

    def summary(self) -> SourceSummary:
        """The count as it stands, with the outcome that it amounts to."""
        outcome, detail = self._verdict()
        failures = len(self.list_failures) + self.failures.total()
        return SourceSummary(
            self.source.id, outcome, detail, self.lists, self.reports, self.attachments, failures
        )

    def _verdict(self) -> tuple[Outcome, str]:
        """A list that could not be had counts before what the others gave: what it holds is not known."""
        if self.needs_browser:
            return Outcome.NEEDS_BROWSER, f"列表要用浏览器打开：{self.needs_browser}"
        if self.list_failures:
            return self.list_failures[0]
        if self.failures:
            counted = "、".join(f"{outcome} {count}" for outcome, count in self.failures.most_common())
            return (Outcome.OK if self.reports else self.failures.most_common(1)[0][0]), f"未取到：{counted}"
        return (Outcome.OK, "") if self.reports else (Outcome.EMPTY, "列表中没有年度报告")


class Book:
    """The tallies of a run. A source is closed, and its health saved, when its last request has ended."""

    def __init__(self, ledger: Ledger, run: str, told: Callable[[SourceSummary], None]) -> None:
        self.tallies: dict[str, Tally] = {}
        self._ledger = ledger
        self._run = run
        self._told = told
        self._closing: set[asyncio.Future[None]] = set()
        self._beat: asyncio.Task[None] | None = None

    async def take(self, sources: Iterable[Source]) -> list[Source]:
        """Lease what nobody else holds; the rest is named in the log and left alone."""
        taken = []
        for source in sources:
            if await asyncio.to_thread(self._ledger.lease, source.id, self._run):
                self.tallies[source.id] = Tally(source)
                taken.append(source)
            else:
                logger.warning("来源 %s 正由另一进程抓取，跳过", source.id)
        self._beat = asyncio.ensure_future(self._keep())
        return taken

    async def recall(self, template: str) -> str:
        """What the list template was found to need in earlier runs, "" for an unknown one."""
        return await asyncio.to_thread(self._ledger.recall, template) or ""

    async def remember(self, template: str, needs: str) -> None:
        """Keep what the list template needs."""
        await asyncio.to_thread(self._ledger.remember, template, needs)

    def opened(self, source: str) -> None:
        """A request of the source was made."""
        self.tallies[source].open += 1

    def closed(self, source: str) -> None:
        """A request of the source has ended, whatever it gave."""
        tally = self.tallies[source]
        tally.open -= 1
        if not tally.open:
            self._closing.add(asyncio.ensure_future(self._close(tally)))

    async def finish(self) -> list[SourceSummary]:
        """Wait for what is being saved; what was stopped in the middle gives its lease back unsaved."""
        if self._beat:
            self._beat.cancel()
        await asyncio.gather(*self._closing)
        for tally in self.tallies.values():
            if tally.open:
                await asyncio.to_thread(self._ledger.release, tally.source.id, self._run)
        return [tally.summary() for tally in self.tallies.values()]

    async def _close(self, tally: Tally) -> None:
        summary = tally.summary()
        await asyncio.to_thread(self._save, summary)
        self._told(summary)

    def _save(self, summary: SourceSummary) -> None:
        before = self._ledger.health().get(summary.source)
        is_good = summary.outcome is Outcome.OK
        has_news = Outcome.OK in self._ledger.outcomes(self._run).get(summary.source, {})
        moment = now()
        health = SourceHealth(
            source=summary.source,
            last_run=self._run,
            last_success=moment if is_good else before.last_success if before else "",
            last_change=moment if is_good and has_news else before.last_change if before else "",
            outcome=summary.outcome.value,
            detail=summary.detail,
            items=summary.reports,
            items_before=before.items if before else 0,
            needs_browser=summary.outcome is Outcome.NEEDS_BROWSER,
        )
        self._ledger.save_health(health)
        self._ledger.release(summary.source, self._run)

    async def _keep(self) -> None:
        """Renew the leases of sources that are still open, as long as the run lives."""
        while True:
            await asyncio.sleep(_BEAT_SECONDS)
            for tally in self.tallies.values():
                if tally.open:
                    await asyncio.to_thread(self._ledger.heartbeat, tally.source.id, self._run)
