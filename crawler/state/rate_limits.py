"""`visits.db`: when a host may be asked again, and which process asks it now.

All processes that use the same folder share it: two archives on one machine are one visitor to a portal.
A host and each of its addresses are separate keys: departments share a host, and hosts a machine. Times are
seconds since 1970 of this machine's clock.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import NamedTuple

from sqlite_utils import Database, Migrations

from archive.ledger import BUSY_TIMEOUT_SECONDS, SharedDatabase

SLOT_EXPIRY_SECONDS = 30.0
"""A slot that was not renewed for this long is taken for one of a killed process."""

EARLY_GRANT_SECONDS = 0.05
"""How long before its time a slot can be granted: asking the database must not delay a request."""

NEWCOMER_EARLY_GRANT_SECONDS = 2 * EARLY_GRANT_SECONDS
"""The same for a holder without the previous slot: of two that wait, each gets every second slot."""


LONGEST_PAUSE_SECONDS = 24 * 3600.0
"""No host is left alone for longer: a later moment is from a clock that was wrong, and counts as now."""
_LATEST_EXPIRY_SECONDS = SLOT_EXPIRY_SECONDS + BUSY_TIMEOUT_SECONDS
"""No slot expires later, even if storing it took long."""


@dataclass(frozen=True, slots=True)
class SlotRequest:
    """A request for a slot. `keys`: the host, followed by its IP addresses.

    `delay` is the shortest pause after the request, in seconds. `daily_limit` is how often the host may be
    asked on `day`; 0 for no limit.
    """

    keys: tuple[str, ...]
    holder: str
    delay: float
    day: str = ""
    daily_limit: int = 0


class SlotGrant(NamedTuple):
    """Whether the slot is granted, from `starts_at` on; if not: too early, occupied, or over the limit."""

    is_granted: bool
    starts_at: float = 0.0
    is_occupied: bool = False
    is_over_daily_limit: bool = False

    @property
    def wait_seconds(self) -> float:
        """Seconds from now until `starts_at`."""
        return max(0.0, self.starts_at - time.time())


migrations = Migrations("gongkai.visits")


@migrations()
def visits(db: Database) -> None:
    """By host and address: when it is free, who holds it until when, how often it was asked on a day."""
    db.execute(
        """create table visits (
            key text primary key, next real not null, holder text not null default '',
            until real not null default 0, day text not null default '', asked integer not null default 0
        ) strict"""
    )


class RateLimitStore(SharedDatabase):
    """Slots that are held, and the pauses after them."""

    FILE_NAME = "visits.db"
    MIGRATIONS = migrations

    def acquire_slot(self, request: SlotRequest) -> SlotGrant:
        """Take a slot if host and addresses are all free, or will be within a moment.

        The caller waits until `starts_at`. One transaction, so that two never get the same slot.
        """
        now = time.time()
        with self.transaction() as connection:
            rows = [connection.execute(_SELECT_SLOT_SQL, (key,)).fetchone() for key in request.keys]
            used = [row for row in rows if row]
            day, asked = rows[0][3:] if rows[0] else ("", 0)
            asked = asked if day == request.day else 0
            if request.daily_limit and asked >= request.daily_limit:
                return SlotGrant(False, is_over_daily_limit=True)
            starts_at = max((now, *(row[0] for row in used if row[0] <= now + LONGEST_PAUSE_SECONDS)))
            had_previous = any(holder == request.holder for _, holder, *_ in used)
            if starts_at > now + (EARLY_GRANT_SECONDS if had_previous else NEWCOMER_EARLY_GRANT_SECONDS):
                return SlotGrant(False, starts_at)
            latest = now + _LATEST_EXPIRY_SECONDS
            if any(holder != request.holder and now < until <= latest for _, holder, until, *_ in used):
                return SlotGrant(False, is_occupied=True)
            values = (starts_at + request.delay, request.holder, now + SLOT_EXPIRY_SECONDS, request.day)
            for number, key in enumerate(request.keys):
                connection.execute(_UPSERT_SLOT_SQL, (key, *values, 0 if number else asked + 1))
        return SlotGrant(True, starts_at)

    def renew_slot(self, request: SlotRequest) -> None:
        """Keep a slot that is still in use."""
        self._update_slot("until = :moment", time.time() + SLOT_EXPIRY_SECONDS, request)

    def release_slot(self, request: SlotRequest, delay: float) -> None:
        """Release a slot: its pause of `delay` seconds begins now."""
        self._update_slot(f"until = 0, next = {_LATER_SQL}", time.time() + delay, request)

    def active_holders(self) -> set[str]:
        """The holders of slots that have not expired."""
        now = time.time()
        sql = "select distinct holder from visits where until > ? and until <= ?"
        rows = self.fetch_all(sql, (now, now + _LATEST_EXPIRY_SECONDS))
        return {row["holder"] for row in rows}

    def release_all(self, holder: str) -> None:
        """Release all slots of a holder that is known to be dead; their pauses stay."""
        with self.transaction() as connection:
            connection.execute("update visits set until = 0 where holder = ?", (holder,))

    def set_backoff(self, host: str, seconds: float) -> None:
        """Let no process ask a host for so many seconds (Retry-After, a refusal)."""
        sql = f"""insert into visits (key, next) values (:key, :moment)
            on conflict (key) do update set next = {_LATER_SQL}"""
        now = time.time()
        values = {"key": host, "moment": now + seconds, "latest": now + LONGEST_PAUSE_SECONDS}
        with self.transaction() as connection:
            connection.execute(sql, values)

    def _update_slot(self, assignment: str, moment: float, request: SlotRequest) -> None:
        latest = time.time() + LONGEST_PAUSE_SECONDS
        with self.transaction() as connection:
            for key in request.keys:
                connection.execute(
                    f"update visits set {assignment} where key = :key and holder = :holder",
                    {"moment": moment, "latest": latest, "key": key, "holder": request.holder},
                )


_LATER_SQL = "iif(next > :latest, :moment, max(next, :moment))"
_SELECT_SLOT_SQL = "select next, holder, until, day, asked from visits where key = ?"
_UPSERT_SLOT_SQL = """insert into visits (key, next, holder, until, day, asked) values (?, ?, ?, ?, ?, ?)
    on conflict (key) do update set next = excluded.next, holder = excluded.holder,
    until = excluded.until, day = excluded.day, asked = excluded.asked"""
