"""How each source fared at its last run, and all captures, copied for readers; outside the digest."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from archive.building.facts import Facts
from archive.model import Capture, Outcome
from archive.schema import load
from archive.store.rows import Row

_GOOD = frozenset({Outcome.OK, Outcome.NOT_MODIFIED, Outcome.REDIRECT})
_REFUSED = frozenset(
    {
        Outcome.REFUSED_403,
        Outcome.REFUSED_CHALLENGE,
        Outcome.REFUSED_GUARD,
        Outcome.ROBOTS_DISALLOW,
    }
)


def capture_rows(captures: Iterable[Capture], facts: Facts) -> Iterable[Row]:
    """The rows of `captures`."""
    names = load().table("captures").names
    for one in captures:
        row = {**asdict(one), "source_id": facts.source_of(one)}
        yield {name: row[name] for name in names}


def health_rows(captures: Sequence[Capture], sources: Iterable[str], facts: Facts) -> list[Row]:
    """The rows of `source_health`: one a source, also for one that was never visited."""
    visits: dict[str, list[Capture]] = {}
    for one in captures:
        if source := facts.source_of(one):
            visits.setdefault(source, []).append(one)
    return [_health(source, visits.get(source, [])) for source in sorted(sources)]


def _health(source: str, visits: list[Capture]) -> Row:
    last = max(visits, key=lambda one: (one.fetched, one.run), default=None)
    outcomes = Counter(one.outcome for one in visits if last and one.run == last.run)
    succeeded = sum(outcomes[outcome] for outcome in _GOOD)
    refused = sum(outcomes[outcome] for outcome in _REFUSED)
    return {
        "source_id": source,
        "last_run": last and last.run,
        "last_visit": last and last.fetched,
        "last_success": max((one.fetched for one in visits if one.outcome in _GOOD), default=None),
        "visits": outcomes.total(),
        "succeeded": succeeded,
        "refused": refused,
        "failed": outcomes.total() - succeeded - refused,
        "outcomes": json.dumps({key.value: outcomes[key] for key in sorted(outcomes)}),
    }
