"""What a run knows of each source: leases, open requests, what was found, how it ended; kept in the ledger.

The ledger is asked and written in threads of its own, never in the reactor's.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial

from archive.ledger import Ledger, SourceHealth
from archive.model import Capture, Outcome, Role
from archive.warc import now
from crawler.columns import Stage
from crawler.config import Config
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


def log(one: SourceSummary) -> None:
    """Say in the log how a source fared."""
    counts = f"列表 {one.lists}，报告 {one.reports}，附件 {one.attachments}，未取到 {one.failures}"
    logger.info("来源 %s：%s %s；%s", one.source, one.outcome, one.detail, counts)


@dataclass(slots=True)
class Tally:
    """The running count of one source. `open` counts one for the source until its columns are asked."""

    source: Source
    open: int = 1
    lists: int = 0
    asked: Counter[Stage] = field(default_factory=Counter)
    columns: int = 0
    moved: list[str] = field(default_factory=list)
    reports: int = 0
    attachments: int = 0
    news: int = 0
    needs_browser: str = ""
    list_faults: list[tuple[Outcome, str]] = field(default_factory=list)
    menu_faults: Counter[Outcome] = field(default_factory=Counter)
    faults: Counter[Outcome] = field(default_factory=Counter)

    def summary(self) -> SourceSummary:
        """The count as it stands, with the outcome that it amounts to."""
        outcome, detail = self._verdict()
        failures = len(self.list_faults) + self.faults.total()
        return SourceSummary(
            self.source.id, outcome, detail, self.lists, self.reports, self.attachments, failures
        )

    def _verdict(self) -> tuple[Outcome, str]:
        """A list that could not be had counts before what the others gave: what it holds is not known."""
        if self.needs_browser:
            return Outcome.NEEDS_BROWSER, f"列表要用浏览器打开：{self.needs_browser}"
        if self.list_faults:
            return self.list_faults[0]
        if self.faults:
            counted = "、".join(f"{outcome} {count}" for outcome, count in self.faults.most_common())
            return (Outcome.OK if self.reports else self.faults.most_common(1)[0][0]), f"未取到：{counted}"
        if self.reports:
            return Outcome.OK, ""
        return Outcome.EMPTY, "列表中没有年度报告" if self.lists else "没有找到年报栏目"


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

    async def take(self, sources: Iterable[Source]) -> list[Source]:
        """Lease what nobody else holds; the rest is named in the log and left alone."""
        taken = []
        self._needs = await asyncio.to_thread(self._ledger.needs)
        for source in sources:
            if await asyncio.to_thread(self._ledger.lease, source.id, self.run):
                await asyncio.to_thread(self._ledger.begin_unit, source.id, self.run)
                self.tallies[source.id] = Tally(source)
                taken.append(source)
            else:
                logger.warning("来源 %s 正由另一进程抓取，跳过", source.id)
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
            summary = tally.summary()
            self._save(partial(self._settle, summary, bool(tally.news)))
            self._told(summary)

    def may_visit(self, source: str, stage: Stage, config: Config) -> bool:
        """Count one more page on the way; False, and a named fault, beyond what one portal is asked for."""
        tally = self.tallies[source]
        tally.asked[stage] += 1
        if stage is not Stage.COLUMN:
            return tally.asked[stage] <= config.menu_pages
        if tally.asked[stage] <= config.list_pages:
            return True
        if tally.asked[stage] == config.list_pages + 1:
            tally.list_faults.append((Outcome.TOO_LARGE, f"列表超过 {config.list_pages} 页，没有取完"))
        return False

    def read(self, capture: Capture, stage: Stage, reports: int) -> None:
        """A page on the way was read."""
        tally = self.tallies[capture.source]
        tally.lists += stage is Stage.COLUMN
        tally.columns += stage is Stage.COLUMN and reports > 0

    def moved(self, source: str, column: str) -> None:
        """A column of the registry holds nothing any more."""
        self.tallies[source].moved.append(column)

    async def original(self, capture: Capture) -> Capture | None:
        """The capture that holds the body of another."""
        return await asyncio.to_thread(self._ledger.original, capture)

    def needs_browser(self, source: str, url: str) -> None:
        """A list could not be read, because there is no browser to read it with."""
        self.tallies[source].needs_browser = url

    def found(self, capture: Capture) -> None:
        """A report or one of its files is archived."""
        tally = self.tallies[capture.source]
        tally.reports += capture.role is Role.REPORT
        tally.attachments += capture.role is Role.ATTACHMENT
        tally.news += capture.record == "response"

    def failed(self, capture: Capture) -> None:
        """A visit ended in something else than what it was made for."""
        tally = self.tallies[capture.source]
        if capture.role is Role.MENU and (tally.moved or tally.asked[Stage.MENU]):
            tally.menu_faults[capture.outcome] += 1
        elif capture.role in (Role.LIST, Role.MENU, Role.RENDERED):
            tally.list_faults.append((capture.outcome, f"{capture.url} {capture.detail}".rstrip()))
        else:
            tally.faults[capture.outcome] += 1

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
        return tuple(tally.summary() for tally in self.tallies.values() if not tally.open)

    def _save(self, job: Callable[[], None]) -> None:
        self._saving.add(asyncio.ensure_future(asyncio.to_thread(job)))

    def _settle(self, summary: SourceSummary, has_news: bool) -> None:
        before = self._ledger.health().get(summary.source) or SourceHealth(summary.source, "")
        is_good = summary.outcome is Outcome.OK
        moment = now()
        health = replace(
            before,
            last_run=self.run,
            last_success=moment if is_good else before.last_success,
            last_change=moment if has_news else before.last_change,
            outcome=summary.outcome.value,
            detail=summary.detail,
            items=summary.reports,
            items_before=before.items,
            needs_browser=summary.outcome is Outcome.NEEDS_BROWSER,
        )
        self._ledger.save_health(health)
        self._ledger.end_unit(summary.source)
        self._ledger.release(summary.source, self.run)

    async def _keep(self) -> None:
        """Renew the leases of sources that are still open, as long as the run lives."""
        while True:
            await asyncio.sleep(_BEAT_SECONDS)
            for tally in tuple(self.tallies.values()):
                if tally.open:
                    await asyncio.to_thread(self._ledger.heartbeat, tally.source.id, self.run)
