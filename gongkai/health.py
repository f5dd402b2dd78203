"""How the sources fare, by registry and ledger, and which of them somebody should look at."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from archive.ledger import Ledger, Run, SourceHealth
from archive.model import Outcome
from archive.site.wording import word
from crawler.sources import Source


class _Seen(TypedDict):
    last_run: str
    last_success: str
    outcome: str
    items: int
    items_before: int
    needs_browser: bool


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """One source. `outcome` is "" for one that was never crawled; `wrong` says what needs a look, or ""."""

    id: str
    name: str
    home: str
    registered: bool
    checked: bool
    last_run: str
    last_success: str
    outcome: str
    items: int
    items_before: int
    needs_browser: bool
    wrong: str


def statuses(sources: Sequence[Source], ledger: Ledger) -> list[SourceStatus]:
    """Every registered source in the order of the registry, then those that are only in the ledger."""
    health = ledger.health()
    known = [_status(source, health.pop(source.id, SourceHealth(source.id, ""))) for source in sources]
    return [*known, *(_forgotten(one) for one in health.values())]


def unfinished(ledger: Ledger) -> Run | None:
    """The last run, when it was killed; the next command that writes mends what it left."""
    last = next(iter(ledger.runs()), None)
    return last if last and is_dead(last) else None


def is_dead(run: Run) -> bool:
    """Whether a run was killed: it came to no end, and no process of its number runs on this machine."""
    return not run.ended and not _lives(run.pid)


def _status(source: Source, health: SourceHealth) -> SourceStatus:
    return SourceStatus(
        id=source.id,
        name=source.name,
        home=source.home,
        registered=True,
        checked=source.checked,
        wrong=_wrong(health),
        **_seen(health),
    )


def _forgotten(health: SourceHealth) -> SourceStatus:
    """A source that was crawled once and is registered no more: shown, and no longer anybody's task."""
    name = health.source
    return SourceStatus(
        id=name, name=name, home="", registered=False, checked=False, wrong="", **_seen(health)
    )


def _seen(health: SourceHealth) -> _Seen:
    return {
        "last_run": health.last_run,
        "last_success": health.last_success,
        "outcome": health.outcome,
        "items": health.items,
        "items_before": health.items_before,
        "needs_browser": health.needs_browser,
    }


def _wrong(health: SourceHealth) -> str:
    if health.outcome not in ("", Outcome.OK):
        return f"{word('outcome', health.outcome)}：{health.detail}".rstrip("：")
    if health.items < health.items_before:
        return f"年报由 {health.items_before} 份减为 {health.items} 份"
    return ""


def _lives(pid: int) -> bool:
    """Whether a process of this number runs on this machine; after a restart it may be another one."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
