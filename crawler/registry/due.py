"""Combines registry, ledger and schedule to tell which sources are due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from archive.ledger import Ledger
from crawler.registry.schedule import DueTime, next_due
from crawler.registry.sources import Source
from crawler.state import CrawlState


def due_times(
    sources: Iterable[Source], ledger: Ledger, state: CrawlState, now: datetime
) -> dict[str, DueTime]:
    """When each source is due, by its id."""
    health, unfinished = ledger.health.by_source(), state.unfinished.sources()
    return {
        source.id: next_due(source, health.get(source.id), now, source.id in unfinished) for source in sources
    }


def is_due(source: Source, ledger: Ledger, state: CrawlState, run: str) -> bool:
    """Whether a source is due now; `run` is the id of the run that holds its lease.

    Between the plan of a run and its lease, another process may have finished the source.
    """
    now = datetime.now(UTC)
    is_unfinished = bool(state.unfinished.earlier_runs(source.id, run))
    return next_due(source, ledger.health.get(source.id), now, is_unfinished).moment <= now
