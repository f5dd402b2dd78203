"""Sources that a run began and did not finish: what a later run resumes.

Each run that begins a source is noted; all of them are removed when one of them has finished the source.
"""

from __future__ import annotations

import time

from archive.ledger import SharedDatabase

RESUME_WINDOW_SECONDS = 24 * 3600.0
"""What a killed run was answered is valid for this long; later the portal is asked again."""


class UnfinishedTable:
    """The rows of `unfinished`."""

    def __init__(self, database: SharedDatabase) -> None:
        self._database = database

    def begin(self, source: str, run: str, seconds: float = RESUME_WINDOW_SECONDS) -> None:
        """Note that `run` works on a source; runs that began longer than `seconds` ago are forgotten.

        One that began later than now, by a clock that was wrong, counts as begun now.
        """
        now = time.time()
        with self._database.transaction() as connection:
            connection.execute("update unfinished set begun = ? where begun > ?", (now, now))
            connection.execute(
                "delete from unfinished where source = ? and begun < ?", (source, now - seconds)
            )
            connection.execute("insert or ignore into unfinished values (?, ?, ?)", (source, run, now))

    def end(self, source: str) -> None:
        """Note that a source is finished."""
        with self._database.transaction() as connection:
            connection.execute("delete from unfinished where source = ?", (source,))

    def earlier_runs(self, source: str, run: str) -> tuple[str, ...]:
        """The runs other than `run` that began a source and did not finish it, the newest first."""
        sql = "select run from unfinished where source = ? and run <> ? order by begun desc"
        return tuple(row["run"] for row in self._database.fetch_all(sql, (source, run)))

    def latest_runs(self) -> dict[str, str]:
        """The last run that began each unfinished source; those that were postponed are among them."""
        sql = "select source, run from unfinished order by begun"
        return {row["source"]: row["run"] for row in self._database.fetch_all(sql)}

    def sources(self, seconds: float = RESUME_WINDOW_SECONDS) -> set[str]:
        """The sources that can still be resumed."""
        sql = "select distinct source from unfinished where begun >= ?"
        return {row["source"] for row in self._database.fetch_all(sql, (time.time() - seconds,))}
