"""Writes the tables that depend on the registry and the ledger: sources, their health, captures and times."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from functools import partial

from archive.build.document_groups import DocumentGroup
from archive.build.inputs import BuildInputs
from archive.build.source_facts import SourceFacts
from archive.database import DatabaseRow, Tables, load_schema, stable_id
from archive.ledger import SourceHealth
from archive.model import Capture, Outcome
from archive.warc import time_order, utc_timestamp

_SUCCESS_OUTCOMES = frozenset({Outcome.OK, Outcome.NOT_MODIFIED, Outcome.REDIRECT})
_REFUSED_OUTCOMES = frozenset(
    {
        Outcome.REFUSED_403,
        Outcome.REFUSED_CHALLENGE,
        Outcome.REFUSED_GUARD,
        Outcome.ROBOTS_DISALLOW,
    }
)
_HEALTH_COLUMNS = (
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
_UPDATE_CLOCKS_SQL = "UPDATE documents SET capture_id = ?, first_seen = ?, last_seen = ? WHERE id = ?"
_REPORTS_BY_SOURCE_SQL = "SELECT source_id, count(*) FROM reports WHERE source_id NOTNULL GROUP BY source_id"


def write_source_tables(tables: Tables, inputs: BuildInputs, facts: SourceFacts) -> None:
    """Write the tables that depend on the registry and the ledger, after all reports are written."""
    connection = tables.connection
    connection.executemany(_UPDATE_CLOCKS_SQL, _clock_values(inputs.groups.values()))
    captured = {source for capture in inputs.captures if (source := facts.source_of(capture))}
    sources = facts.source_rows(captured, dict(connection.execute(_REPORTS_BY_SOURCE_SQL).fetchall()))
    tables.replace_rows("sources", sources)
    tables.replace_rows("source_health", health_rows(inputs, captured | set(facts.sources), facts))
    tables.replace_rows("captures", capture_rows(inputs.captures, facts))
    tables.write_derived_tables()


def capture_rows(captures: Iterable[Capture], facts: SourceFacts) -> Iterable[DatabaseRow]:
    """Yield the rows of `captures`."""
    names = load_schema().table("captures").column_names
    for capture in captures:
        row = {**asdict(capture), "source_id": facts.source_of(capture)}
        yield {name: row[name] for name in names}


def health_rows(inputs: BuildInputs, sources: Iterable[str], facts: SourceFacts) -> list[DatabaseRow]:
    """Return the rows of `source_health`, one per source, even if it was never visited."""
    captures: dict[str, list[Capture]] = {}
    for capture in inputs.captures:
        if source := facts.source_of(capture):
            captures.setdefault(source, []).append(capture)
    return [
        _outcome_counts(source, captures.get(source, [])) | _health_values(inputs.health.get(source))
        for source in sorted(sources)
    ]


def _outcome_counts(source: str, captures: list[Capture]) -> DatabaseRow:
    now = utc_timestamp()
    last = max(captures, key=lambda capture: (time_order(capture.fetched, now), capture.run), default=None)
    outcomes = Counter(capture.outcome for capture in captures if last and capture.run == last.run)
    succeeded = sum(outcomes[outcome] for outcome in _SUCCESS_OUTCOMES)
    refused = sum(outcomes[outcome] for outcome in _REFUSED_OUTCOMES)
    return {
        "source_id": source,
        "last_run": last and last.run,
        "last_visit": last and last.fetched,
        "last_success": max(
            (capture.fetched for capture in captures if capture.outcome in _SUCCESS_OUTCOMES),
            key=partial(time_order, now=now),
            default=None,
        ),
        "visits": outcomes.total(),
        "succeeded": succeeded,
        "refused": refused,
        "failed": outcomes.total() - succeeded - refused,
        "outcomes": json.dumps({key.value: outcomes[key] for key in sorted(outcomes)}),
    }


def _health_values(health: SourceHealth | None) -> DatabaseRow:
    """Return the columns that come from the ledger; all are None if it has no state of the source."""
    if health is None:
        return dict.fromkeys(_HEALTH_COLUMNS)
    missed = json.dumps([asdict(page) for page in health.missed], ensure_ascii=False)
    texts = (health.state, health.cause, health.last_change, health.newest, health.next_due)
    state, cause, last_change, newest, next_due = (text or None for text in texts)
    figures = (int(health.is_wrong), last_change, health.columns, health.items, health.items_before)
    return dict(zip(_HEALTH_COLUMNS, (state, cause, *figures, newest, missed, next_due), strict=True))


def _clock_values(groups: Iterable[DocumentGroup]) -> Iterable[tuple[str, str, str, int]]:
    for group in groups:
        for member in group.members:
            yield member.body.id, member.first_seen, member.last_seen, stable_id(member.url)
