"""How each source fared at its last run, and all captures, copied for readers; outside the digest."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict

from archive.building.facts import Facts
from archive.building.given import Given
from archive.ledger import SourceHealth
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
_JUDGED = (
    "state",
    "cause",
    "is_wrong",
    "last_change",
    "list_columns",
    "items",
    "items_before",
    "newest",
    "missed",
    "next_due",
)


def capture_rows(captures: Iterable[Capture], facts: Facts) -> Iterable[Row]:
    """The rows of `captures`."""
    names = load().table("captures").names
    for one in captures:
        row = {**asdict(one), "source_id": facts.source_of(one)}
        yield {name: row[name] for name in names}


def health_rows(given: Given, sources: Iterable[str], facts: Facts) -> list[Row]:
    """The rows of `source_health`: one a source, also for one that was never visited."""
    visits: dict[str, list[Capture]] = {}
    for one in given.captures:
        if source := facts.source_of(one):
            visits.setdefault(source, []).append(one)
    return [
        _visited(source, visits.get(source, [])) | _judged(given.health.get(source))
        for source in sorted(sources)
    ]


def _visited(source: str, visits: list[Capture]) -> Row:
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


def _judged(health: SourceHealth | None) -> Row:
    """What the last run made of a source; nothing is known of one whose visits alone are archived."""
    if health is None:
        return dict.fromkeys(_JUDGED)
    missed = json.dumps([asdict(one) for one in health.missed], ensure_ascii=False)
    texts = (health.state, health.cause, health.last_change, health.newest, health.next_due)
    state, cause, last_change, newest, next_due = (text or None for text in texts)
    figures = (int(health.is_wrong), last_change, health.columns, health.items, health.items_before)
    return dict(zip(_JUDGED, (state, cause, *figures, newest, missed, next_due), strict=True))
