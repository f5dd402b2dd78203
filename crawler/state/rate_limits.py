"""When a host may be asked again, and whose visit is running there, across all processes that share a folder.

A host and each address that it has are keys of their own: departments share a host, and hosts a machine.
A database of its own, no part of a ledger: whoever has two archives on a machine is one visitor all the
same. None of it is archive. Times are seconds since 1970 of this machine's clock.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import NamedTuple

from sqlite_utils import Database, Migrations

from archive.ledger.database import SharedDatabase

VISIT_SECONDS = 30.0
"""A visit that was not renewed for so long is taken for one of a killed process."""

AHEAD_SECONDS = 0.05
"""How long before its moment a turn can be taken: asking the ledger must not make a visit late."""

NEWCOMER_AHEAD_SECONDS = 2 * AHEAD_SECONDS
"""The same for who had not the turn before: of two that wait, each gets every second turn."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit that wants to begin: `keys` are the host and, behind it, its addresses.

    `delay` is the least pause behind it, in seconds. `cap` is how often the host may be asked on `day`;
    0 means that nobody counts.
    """

    keys: tuple[str, ...]
    holder: str
    delay: float
    day: str = ""
    cap: int = 0


class Turn(NamedTuple):
    """Whether it is the visit's turn, from `moment` on; if not: too early, taken, or the day's cap."""

    has_begun: bool
    moment: float = 0.0
    is_taken: bool = False
    is_capped: bool = False

    @property
    def wait(self) -> float:
        """Seconds from now to the moment."""
        return max(0.0, self.moment - time.time())


migrations = Migrations("gongkai.visits")


@migrations()
def visits(db: Database) -> None:
    """By host and address: when it is free, whose visit runs until when, how often it was asked on a day."""
    db.execute(
        """create table visits (
            key text primary key, next real not null, holder text not null default '',
            until real not null default 0, day text not null default '', asked integer not null default 0
        ) strict"""
    )


class Visits(SharedDatabase):
    """Visits under way, and the pauses behind them."""

    FILE = "visits.db"
    MIGRATIONS = migrations

    def begin_visit(self, visit: Visit) -> Turn:
        """Begin a visit where host and addresses are all free, or will be within a moment, to be waited for.

        One transaction, so that never two begin.
        """
        now = time.time()
        with self.transaction() as connection:
            rows = [connection.execute(_SELECT, (key,)).fetchone() for key in visit.keys]
            known = [row for row in rows if row]
            day, asked = rows[0][3:] if rows[0] else ("", 0)
            asked = asked if day == visit.day else 0
            if visit.cap and asked >= visit.cap:
                return Turn(False, is_capped=True)
            moment = max((now, *(row[0] for row in known)))
            had_it = any(holder == visit.holder for _, holder, *_ in known)
            if moment > now + (AHEAD_SECONDS if had_it else NEWCOMER_AHEAD_SECONDS):
                return Turn(False, moment)
            if any(holder != visit.holder and until > now for _, holder, until, *_ in known):
                return Turn(False, is_taken=True)
            values = (moment + visit.delay, visit.holder, now + VISIT_SECONDS, visit.day)
            for number, key in enumerate(visit.keys):
                connection.execute(_BEGIN, (key, *values, 0 if number else asked + 1))
        return Turn(True, moment)

    def keep_visit(self, visit: Visit) -> None:
        """Say that a visit still runs."""
        self._note("until = ?", time.time() + VISIT_SECONDS, visit)

    def end_visit(self, visit: Visit, delay: float) -> None:
        """The visit is over: from now on its pause of `delay` seconds runs."""
        self._note("until = 0, next = max(next, ?)", time.time() + delay, visit)

    def under_way(self) -> set[str]:
        """Who has a visit that runs, as far as anybody can tell."""
        rows = self.rows("select distinct holder from visits where until > ?", (time.time(),))
        return {row["holder"] for row in rows}

    def give_up(self, holder: str) -> None:
        """End the visits of a holder that is known to be dead; the pauses that they began with stay."""
        with self.transaction() as connection:
            connection.execute("update visits set until = 0 where holder = ?", (holder,))

    def hold_host(self, host: str, seconds: float) -> None:
        """Leave a host alone for so long (Retry-After, a refusal), whoever would ask it."""
        sql = """insert into visits (key, next) values (:host, :until)
            on conflict (key) do update set next = max(next, :until)"""
        with self.transaction() as connection:
            connection.execute(sql, {"host": host, "until": time.time() + seconds})

    def _note(self, change: str, moment: float, visit: Visit) -> None:
        with self.transaction() as connection:
            for key in visit.keys:
                connection.execute(
                    f"update visits set {change} where key = ? and holder = ?", (moment, key, visit.holder)
                )


_SELECT = "select next, holder, until, day, asked from visits where key = ?"
_BEGIN = """insert into visits (key, next, holder, until, day, asked) values (?, ?, ?, ?, ?, ?)
    on conflict (key) do update set next = excluded.next, holder = excluded.holder,
    until = excluded.until, day = excluded.day, asked = excluded.asked"""
