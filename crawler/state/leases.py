"""Leases: the exclusive right of a run to crawl a source. Times are seconds since 1970 of this machine."""

from __future__ import annotations

import time
from collections.abc import Iterable

from archive.ledger import BUSY_TIMEOUT_SECONDS, SharedDatabase

LEASE_SECONDS = 60.0
"""A holder that has not renewed its lease for this long is taken for dead."""


class LeaseTable:
    """The rows of `leases`."""

    def __init__(self, database: SharedDatabase) -> None:
        self._database = database

    def acquire(self, source: str, holder: str, seconds: float = LEASE_SECONDS) -> bool:
        """Lease a source, or renew our own lease; False while another holder has it."""
        now = time.time()
        sql = """insert into leases (source, holder, until) values (?, ?, ?)
            on conflict (source) do update set holder = excluded.holder, until = excluded.until
            where until not between ? and ? or holder = excluded.holder returning holder"""
        # No lease ends later, even if storing it took long: one that does is from a clock that was wrong.
        latest = now + max(seconds, LEASE_SECONDS) + BUSY_TIMEOUT_SECONDS
        with self._database.transaction() as connection:
            return bool(connection.execute(sql, (source, holder, now + seconds, now, latest)).fetchall())

    def renew(self, source: str, holder: str, seconds: float = LEASE_SECONDS) -> bool:
        """Renew a lease; False if it was lost meanwhile and the holder must stop."""
        sql = "update leases set until = ? where source = ? and holder = ?"
        with self._database.transaction() as connection:
            return connection.execute(sql, (time.time() + seconds, source, holder)).rowcount == 1

    def release(self, source: str, holder: str) -> None:
        """Release a source; nothing happens if another holder has it by now."""
        with self._database.transaction() as connection:
            connection.execute("delete from leases where source = ? and holder = ?", (source, holder))

    def release_all(self, holders: Iterable[str]) -> None:
        """Release all leases of holders that are known to be dead, rather than wait for their end."""
        with self._database.transaction() as connection:
            connection.executemany("delete from leases where holder = ?", [(name,) for name in holders])
