"""How each source fares: one row a source, overwritten by every run."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields

from archive.ledger.database import LedgerDatabase


@dataclass(frozen=True, slots=True)
class MissedPages:
    """Pages of one kind that a run could not have, for one cause; `example` is the address of the first."""

    role: str
    outcome: str
    count: int
    example: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How a source fared at its last run.

    `items` are the reports that its lists showed, `items_before` those of the last run before that saw the
    lists whole; `newest` and `newest_before` are the youngest dates that the lists printed beside them.
    `columns` counts columns that hold reports. `state` and `cause` are the judgement on it all, `is_wrong`
    whether somebody should look, `next_due` when the schedule wants it again, `failures` how many runs in a
    row did not end well. Moments are UTC, "" for never.
    """

    source: str
    last_run: str
    last_success: str = ""
    last_change: str = ""
    outcome: str = ""
    detail: str = ""
    items: int = 0
    items_before: int = 0
    needs_browser: bool = False
    state: str = ""
    cause: str = ""
    is_wrong: bool = False
    columns: int = 0
    newest: str = ""
    newest_before: str = ""
    missed: tuple[MissedPages, ...] = ()
    next_due: str = ""
    failures: int = 0


class HealthTable(LedgerDatabase):
    """The rows of `sources_health`."""

    def save_health(self, health: SourceHealth) -> None:
        """Put a source's row in the place of its last one."""
        names = [field.name for field in fields(SourceHealth)]
        marks = ", ".join(f":{name}" for name in names)
        sql = f"insert or replace into sources_health ({', '.join(names)}) values ({marks})"
        missed = json.dumps([asdict(one) for one in health.missed], ensure_ascii=False)
        with self.transaction() as connection:
            connection.execute(sql, {**asdict(health), "missed": missed})

    def health_by_source(self) -> dict[str, SourceHealth]:
        """The health of every source that ever ran, by source."""
        rows = [dict(row) for row in self.fetch_all("select * from sources_health order by source")]
        return {row["source"]: _health_from_row(row) for row in rows}

    def health_of(self, source: str) -> SourceHealth | None:
        """The health of one source; None before its first run."""
        rows = self.fetch_all("select * from sources_health where source = ?", (source,))
        return _health_from_row(dict(rows[0])) if rows else None


def _health_from_row(row: dict[str, object]) -> SourceHealth:
    missed = tuple(MissedPages(**one) for one in json.loads(str(row["missed"])))
    flags = {name: bool(row[name]) for name in ("needs_browser", "is_wrong")}
    return SourceHealth(**{**row, **flags, "missed": missed})  # type: ignore[arg-type]
