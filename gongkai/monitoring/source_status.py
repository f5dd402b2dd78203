"""How the sources fare, by registry and ledger, and which of them somebody should look at."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from archive.ledger import CommandRun, Ledger, SourceHealth
from archive.presentation import label
from crawler.registry import Source, due_times


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """One source, as registered and as its last run left it.

    `health.state` is "" for one that was never crawled. `wrong` says what needs a look, or "". `next_due` is
    what the schedule says now, "" for what nobody crawls any more.
    """

    id: str
    name: str
    home: str
    registered: bool
    checked: bool
    health: SourceHealth
    next_due: str
    wrong: str

    def as_dict(self) -> dict[str, Any]:
        """The whole as JSON takes it, the last run's figures beside what is registered."""
        said = asdict(self)
        health = said.pop("health")
        kept = {key: value for key, value in health.items() if key not in ("source", "detail", "next_due")}
        return said | kept


def source_statuses(sources: Sequence[Source], ledger: Ledger) -> list[SourceStatus]:
    """Every registered source in the order of the registry, then those that are only in the ledger."""
    dues = due_times(sources, ledger, datetime.now(UTC))
    health = ledger.health_by_source()
    known = [
        _registered_status(
            source, health.pop(source.id, SourceHealth(source.id, "")), dues[source.id].utc_timestamp
        )
        for source in sources
    ]
    return [*known, *(_unregistered_status(one) for one in health.values())]


def unfinished_run(ledger: Ledger) -> CommandRun | None:
    """The last run, when it was killed; the next command that writes mends what it left."""
    last = next(iter(ledger.runs()), None)
    return last if last and is_dead(last) else None


def is_dead(run: CommandRun) -> bool:
    """Whether a run was killed: it came to no end, and no process of its number runs on this machine."""
    return not run.ended and not _is_running(run.pid)


def _registered_status(source: Source, health: SourceHealth, due: str) -> SourceStatus:
    return SourceStatus(
        id=source.id,
        name=source.name,
        home=source.home,
        registered=True,
        checked=source.checked,
        health=health,
        next_due=due,
        wrong=_problem_text(health),
    )


def _unregistered_status(health: SourceHealth) -> SourceStatus:
    """A source that was crawled once and is registered no more: shown, and no longer anybody's task."""
    name = health.source
    return SourceStatus(
        id=name, name=name, home="", registered=False, checked=False, health=health, next_due="", wrong=""
    )


def _problem_text(health: SourceHealth) -> str:
    if not health.is_wrong:
        return ""
    return f"{label('source_state', health.state)}：{health.cause}".rstrip("：")


def _is_running(pid: int) -> bool:
    """Whether a process of this number runs on this machine; after a restart it may be another one."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
