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

from archive.ledger import SharedDatabase

SLOT_EXPIRY_SECONDS = 30.0
"""A visit that was not renewed for so long is taken for one of a killed process."""

EARLY_GRANT_SECONDS = 0.05
"""How long before its moment a turn can be taken: asking the ledger must not make a visit late."""

NEWCOMER_EARLY_GRANT_SECONDS = 2 * EARLY_GRANT_SECONDS
"""The same for who had not the turn before: of two that wait, each gets every second turn."""


@dataclass(frozen=True, slots=True)
class SlotRequest:
    """A visit that wants to begin: `keys` are the host and, behind it, its addresses.

    `delay` is the least pause behind it, in seconds. `cap` is how often the host may be asked on `day`;
    0 means that nobody counts.
    """

    keys: tuple[str, ...]
    holder: str
    delay: float
    day: str = ""
    daily_limit: int = 0


class SlotGrant(NamedTuple):
    """Whether it is the visit's turn, from `moment` on; if not: too early, taken, or the day's cap."""

    is_granted: bool
    starts_at: float = 0.0
    is_occupied: bool = False
    is_over_daily_limit: bool = False

    @property
    def wait_seconds(self) -> float:
        """Seconds from now to the moment."""
        return max(0.0, self.starts_at - time.time())


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


class RateLimitStore(SharedDatabase):
    """Visits under way, and the pauses behind them."""

    FILE_NAME = "visits.db"
    MIGRATIONS = migrations

    def acquire_slot(self, request: SlotRequest) -> SlotGrant:
        """Begin a visit where host and addresses are all free, or will be within a moment, to be waited for.

        One transaction, so that never two begin.
        """
        now = time.time()
        with self.transaction() as connection:
            rows = [connection.execute(_SELECT_SLOT_SQL, (key,)).fetchone() for key in request.keys]
            known = [row for row in rows if row]
            day, asked = rows[0][3:] if rows[0] else ("", 0)
            asked = asked if day == request.day else 0
            if request.daily_limit and asked >= request.daily_limit:
                return SlotGrant(False, is_over_daily_limit=True)
            moment = max((now, *(row[0] for row in known)))
            had_it = any(holder == request.holder for _, holder, *_ in known)
            if moment > now + (EARLY_GRANT_SECONDS if had_it else NEWCOMER_EARLY_GRANT_SECONDS):
                return SlotGrant(False, moment)
            if any(holder != request.holder and until > now for _, holder, until, *_ in known):
                return SlotGrant(False, is_occupied=True)
            values = (moment + request.delay, request.holder, now + SLOT_EXPIRY_SECONDS, request.day)
            for number, key in enumerate(request.keys):
                connection.execute(_UPSERT_SLOT_SQL, (key, *values, 0 if number else asked + 1))
        return SlotGrant(True, moment)

    def renew_slot(self, request: SlotRequest) -> None:
        """Say that a visit still runs."""
        self._update_slot("until = ?", time.time() + SLOT_EXPIRY_SECONDS, request)

    def release_slot(self, request: SlotRequest, delay: float) -> None:
        """The visit is over: from now on its pause of `delay` seconds runs."""
        self._update_slot("until = 0, next = max(next, ?)", time.time() + delay, request)

    def active_holders(self) -> set[str]:
        """Who has a visit that runs, as far as anybody can tell."""
        rows = self.fetch_all("select distinct holder from visits where until > ?", (time.time(),))
        return {row["holder"] for row in rows}

    def release_all(self, holder: str) -> None:
        """End the visits of a holder that is known to be dead; the pauses that they began with stay."""
        with self.transaction() as connection:
            connection.execute("update visits set until = 0 where holder = ?", (holder,))

    def set_backoff(self, host: str, seconds: float) -> None:
        """Leave a host alone for so long (Retry-After, a refusal), whoever would ask it."""
        sql = """insert into visits (key, next) values (:host, :until)
            on conflict (key) do update set next = max(next, :until)"""
        with self.transaction() as connection:
            connection.execute(sql, {"host": host, "until": time.time() + seconds})

    def _update_slot(self, assignment: str, moment: float, request: SlotRequest) -> None:
        with self.transaction() as connection:
            for key in request.keys:
                connection.execute(
                    f"update visits set {assignment} where key = ? and holder = ?",
                    (moment, key, request.holder),
                )


_SELECT_SLOT_SQL = "select next, holder, until, day, asked from visits where key = ?"
_UPSERT_SLOT_SQL = """insert into visits (key, next, holder, until, day, asked) values (?, ?, ?, ?, ?, ?)
    on conflict (key) do update set next = excluded.next, holder = excluded.holder,
    until = excluded.until, day = excluded.day, asked = excluded.asked"""
