"""The table `runs`: commands that wrote the archive, and how their requests ended."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from archive.ledger.database import SharedDatabase
from archive.model import Outcome
from archive.warc import utc_timestamp


@dataclass(frozen=True, slots=True)
class CommandRun:
    """One run of a command that writes the archive. `ended` is empty while it runs, and after it was killed.

    A run that was rebuilt from its records has no process (`pid` 0); it began and ended with its first and
    last record.
    """

    id: str
    started: str
    ended: str
    command: str
    pid: int


class RunTable:
    """The rows of `runs`."""

    def __init__(self, database: SharedDatabase) -> None:
        self._database = database

    def begin(self, command: str) -> str:
        """Note that a command begins to write; returns the run's id, which names its WARC files."""
        started = utc_timestamp()
        run = f"{started[:19].translate(str.maketrans('', '', '-:'))}-{secrets.token_hex(3)}"
        with self._database.transaction() as connection:
            connection.execute(
                "insert into runs values (?, ?, null, ?, ?)", (run, started, command, os.getpid())
            )
        return run

    def end(self, run: str) -> None:
        """Note that a run has ended."""
        with self._database.transaction() as connection:
            connection.execute("update runs set ended = ? where id = ?", (utc_timestamp(), run))

    def select(self) -> list[CommandRun]:
        """All runs, the last begun first, whatever the clock said."""
        sql = "select id, started, coalesce(ended, '') as ended, command, pid from runs order by rowid desc"
        return [CommandRun(**dict(row)) for row in self._database.fetch_all(sql)]

    def outcome_counts(self, run: str) -> dict[str, dict[Outcome, int]]:
        """Number of captures of a run by source and outcome."""
        sql = "select source, outcome, count(*) as n from captures where run = ? group by source, outcome"
        counts: dict[str, dict[Outcome, int]] = {}
        for row in self._database.fetch_all(sql, (run,)):
            counts.setdefault(row["source"], {})[Outcome(row["outcome"])] = row["n"]
        return counts

    def add_missing(self, commands: Mapping[str, str]) -> None:
        """Enter every run that has captures but no row; `commands` are commands by run, as far as known."""
        sql = """insert into runs select run, min(fetched), max(fetched), '', 0 from captures
            where run not in (select id from runs) group by run order by run"""
        with self._database.transaction() as connection:
            connection.execute(sql)
            connection.executemany(
                "update runs set command = ? where id = ? and command = ''",
                [(command, run) for run, command in commands.items()],
            )
