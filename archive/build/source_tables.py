"""What is written once the reports are in: sources, their health, captures, and clocks."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict

from archive.build.document_groups import Group
from archive.build.inputs import Given
from archive.build.source_facts import Facts
from archive.database.ids import number_of
from archive.database.rows import Row
from archive.database.schema import load
from archive.database.tables import Tables
from archive.ledger.source_health import SourceHealth
from archive.model import Capture, Outcome

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
pass

_CLOCKS = "UPDATE documents SET capture_id = ?, first_seen = ?, last_seen = ? WHERE id = ?"
_REPORTS = "SELECT source_id, count(*) FROM reports WHERE source_id NOTNULL GROUP BY source_id"


def complete(tables: Tables, given: Given, facts: Facts) -> None:
    """Write the tables that follow from the reports, the registry and the ledger."""
    connection = tables.connection
    connection.executemany(_CLOCKS, _clocks(given.groups.values()))
    used = {source for one in given.captures if (source := facts.source_of(one))}
    sources = facts.rows(used, dict(connection.execute(_REPORTS).fetchall()))
    tables.replace("sources", sources)
    tables.replace("source_health", health_rows(given, used | set(facts.sources), facts))
    tables.replace("captures", capture_rows(given.captures, facts))
    tables.gather()


def _clocks(groups: Iterable[Group]) -> Iterable[tuple[str, str, str, int]]:
    for group in groups:
        for one in group.members:
            yield one.body.id, one.first_seen, one.last_seen, number_of(one.url)
