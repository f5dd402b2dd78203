"""Which sources were begun and not ended, and by which runs: what a later run takes up again.

A source is a unit of work. Each run that takes it is noted, and all of them are struck out when one of them
has come to the source's end. None of it is archive.
"""

from __future__ import annotations

import time

from archive.ledger.database import LedgerDatabase

RESUME_WINDOW_SECONDS = 24 * 3600.0
"""What a killed run saw is good for so long; later the portal is asked anew."""


class UnfinishedTable(LedgerDatabase):
    """The unfinished sources."""

    def begin_source(self, source: str, run: str, seconds: float = RESUME_WINDOW_SECONDS) -> None:
        """Note that `run` works on a source; runs that began longer than `seconds` ago are forgotten."""
        now = time.time()
        with self.transaction() as connection:
            connection.execute("delete from units where source = ? and begun < ?", (source, now - seconds))
            connection.execute("insert or ignore into units values (?, ?, ?)", (source, run, now))

    def end_source(self, source: str) -> None:
        """Note that a source has come to its end."""
        with self.transaction() as connection:
            connection.execute("delete from units where source = ?", (source,))

    def earlier_runs(self, source: str, run: str) -> tuple[str, ...]:
        """The runs before `run` that worked on a source and did not come to its end, the newest first."""
        sql = "select run from units where source = ? and run <> ? order by begun desc"
        return tuple(row["run"] for row in self.fetch_all(sql, (source, run)))

    def unfinished_sources(self, seconds: float = RESUME_WINDOW_SECONDS) -> set[str]:
        """The sources that can still be taken up where a run left them."""
        sql = "select distinct source from units where begun >= ?"
        return {row["source"] for row in self.fetch_all(sql, (time.time() - seconds,))}
