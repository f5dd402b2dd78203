"""The table `sources_health`: how each source fared at its last run."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields

from archive.ledger.database import SharedDatabase


@dataclass(frozen=True, slots=True)
class MissedPages:
    """Pages of one kind that a run could not fetch, for one cause; `example` is the URL of the first."""

    role: str
    outcome: str
    count: int
    example: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How a source fared at its last run.

    `items` counts the reports that its lists showed, `items_before` those of the last earlier run that read
    the lists completely; `newest` and `newest_before` are the latest dates printed in the lists. `columns`
    counts columns that hold reports. `state` and `cause` sum it up, `is_wrong` says that somebody should
    look, `next_due` when the schedule visits it again, `failures` how many runs in a row did not end well.
    `not_due` counts listed reports that were not requested because they had not changed for long. Times are
    UTC, empty for never.
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
    not_due: int = 0


_NAMES = tuple(field.name for field in fields(SourceHealth))
_COLUMNS = ", ".join(_NAMES)


class HealthTable:
    """The rows of `sources_health`: one a source, overwritten by every run."""

    def __init__(self, database: SharedDatabase) -> None:
        self._database = database

    def save(self, health: SourceHealth) -> None:
        """Replace a source's row."""
        placeholders = ", ".join(f":{name}" for name in _NAMES)
        sql = f"insert or replace into sources_health ({_COLUMNS}) values ({placeholders})"
        missed = json.dumps([asdict(pages) for pages in health.missed], ensure_ascii=False)
        with self._database.transaction() as connection:
            connection.execute(sql, {**asdict(health), "missed": missed})

    def by_source(self) -> dict[str, SourceHealth]:
        """The health of every source that ever ran, by source."""
        rows = self._database.iter_rows(f"select {_COLUMNS} from sources_health order by source")
        return {health.source: health for health in map(_health_from_row, rows)}

    def get(self, source: str) -> SourceHealth | None:
        """The health of one source; None before its first run."""
        sql = f"select {_COLUMNS} from sources_health where source = ?"
        rows = self._database.fetch_all(sql, (source,))
        return _health_from_row(tuple(rows[0])) if rows else None


def _health_from_row(row: tuple[object, ...]) -> SourceHealth:
    values = dict(zip(_NAMES, row, strict=True))  # `dict(sqlite3.Row)` takes several times as long
    text = values["missed"]
    values["missed"] = () if text == "[]" else tuple(MissedPages(**pages) for pages in json.loads(str(text)))
    values["needs_browser"], values["is_wrong"] = bool(values["needs_browser"]), bool(values["is_wrong"])
    return SourceHealth(**values)  # type: ignore[arg-type]
