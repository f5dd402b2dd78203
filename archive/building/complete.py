"""What is written once the reports are in: sources, their health, captures, and clocks."""

from __future__ import annotations

from collections.abc import Iterable

from archive.building.facts import Facts
from archive.building.given import Given
from archive.building.groups import Group
from archive.building.health import capture_rows, health_rows
from archive.store.numbers import number_of
from archive.store.tables import Tables

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
