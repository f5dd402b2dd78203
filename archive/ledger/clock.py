"""Finds stored times that are later than now: the clock of the machine was wrong when they were stored."""

from __future__ import annotations

from dataclasses import dataclass

from archive.ledger.ledger import Ledger
from archive.warc import utc_timestamp


@dataclass(frozen=True, slots=True)
class FutureTime:
    """A stored time later than now, and the run, source or host that it belongs to."""

    owner: str
    time: str


def future_times(ledger: Ledger) -> list[FutureTime]:
    """Return the times of runs and of the last visits to sources that are later than now."""
    now = utc_timestamp()
    runs = """select id as owner, max(started, coalesce(ended, '')) as time from runs
        where max(started, coalesce(ended, '')) > ? order by id"""
    visits = "select source as owner, last_run as time from sources_health where last_run > ? order by source"
    run_now = now[:19].translate(str.maketrans("", "", "-:"))  # a run's id begins with its start
    rows = [*ledger.fetch_all(runs, (now,)), *ledger.fetch_all(visits, (f"{run_now}~",))]
    return [FutureTime(row["owner"], row["time"]) for row in rows]
