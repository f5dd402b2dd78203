"""Collects the status of every source from the registry and the ledger."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any

from archive.ledger import CommandRun, Ledger, SourceHealth
from archive.model import translate
from archive.presentation import label
from crawler.registry import Source, due_times
from crawler.state import CrawlState


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """One source: its registry entry, and its health after its last run.

    `health.state` is empty if it was never crawled. `wrong` is the problem that needs attention, empty if
    there is none. `next_due` comes from the schedule, empty if the source is no longer registered.
    `unfinished_run` is the last run that began the source, if it has ended without a result for it.
    """

    id: str
    name: str
    home: str
    registered: bool
    checked: bool
    health: SourceHealth
    next_due: str
    wrong: str
    unfinished_run: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the status as JSON values, the figures of the last run next to the registered facts."""
        values = {name: getattr(self, name) for name in _OWN_FIELDS}
        values |= {name: getattr(self.health, name) for name in _HEALTH_FIELDS}
        return values | {"missed": [asdict(pages) for pages in self.health.missed]}


_OWN_FIELDS = tuple(field.name for field in fields(SourceStatus) if field.name != "health")
_HEALTH_FIELDS = tuple(
    field.name
    for field in fields(SourceHealth)
    if field.name not in ("source", "detail", "next_due", "missed")
)


def source_statuses(sources: Sequence[Source], ledger: Ledger, state: CrawlState) -> list[SourceStatus]:
    """Return all registered sources in the order of the registry, then those that only the ledger has."""
    health = ledger.health.by_source()
    unfinished = _runs_without_result(health, ledger, state)
    dues = due_times(sources, health, state.unfinished.sources(), datetime.now(UTC))
    registered = [
        _registered_status(
            source,
            health.pop(source.id, SourceHealth(source.id, "")),
            dues[source.id].utc_timestamp,
            unfinished.get(source.id, ""),
        )
        for source in sources
    ]
    return [*registered, *map(_unregistered_status, health.values())]


def unfinished_run(ledger: Ledger) -> CommandRun | None:
    """Return the last run if it was killed. The next command that writes recovers what it left."""
    last = next(iter(ledger.runs.select()), None)
    return last if last and is_dead(last) else None


def is_dead(run: CommandRun) -> bool:
    """True if a run was killed: it has no end, and its process does not run on this machine."""
    return not run.ended and not _is_running(run.pid)


def _runs_without_result(
    health: Mapping[str, SourceHealth], ledger: Ledger, state: CrawlState
) -> dict[str, str]:
    """Return, by source, the last run that began it and has ended, or was killed, without a result."""
    running = {run.id for run in ledger.runs.select() if not run.ended and not is_dead(run)}
    return {
        source: run
        for source, run in state.unfinished.latest_runs().items()
        if run not in running and (source not in health or health[source].last_run != run)
    }


def _registered_status(source: Source, health: SourceHealth, due: str, unfinished_run: str) -> SourceStatus:
    return SourceStatus(
        id=source.id,
        name=source.name,
        home=source.home,
        registered=True,
        checked=source.checked,
        health=health,
        next_due=due,
        wrong=_problem_text(health, unfinished_run),
        unfinished_run=unfinished_run,
    )


def _unregistered_status(health: SourceHealth) -> SourceStatus:
    """Return the status of a source that was crawled and is no longer registered: never a problem."""
    name = health.source
    return SourceStatus(
        id=name, name=name, home="", registered=False, checked=False, health=health, next_due="", wrong=""
    )


def _problem_text(health: SourceHealth, unfinished_run: str) -> str:
    if unfinished_run:
        return translate("没有结论：批次 {run} 没有把它抓完；再运行一次 gongkai crawl", run=unfinished_run)
    if not health.is_wrong:
        return ""
    return f"{label('source_state', health.state)}：{health.cause}".rstrip("：")


def _is_running(pid: int) -> bool:
    """True if a process with this number runs here; after a restart it may be another process."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
