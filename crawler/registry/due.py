"""Combines registry, ledger and schedule to tell which sources are due."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from datetime import UTC, datetime

from archive.ledger import Ledger, SourceHealth
from crawler.registry.schedule import DueTime, next_due
from crawler.registry.sources import Source
from crawler.state import CrawlState


def due_times(
    sources: Iterable[Source], health: Mapping[str, SourceHealth], unfinished: Container[str], now: datetime
) -> dict[str, DueTime]:
    """When each source is due, by its id; `unfinished` are those that a run began and did not finish."""
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
