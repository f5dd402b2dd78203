"""The robots.txt of each origin, for as long as it is good. Not archive: the capture that it came with is."""

from __future__ import annotations

import time
from typing import NamedTuple

from archive.ledger.database import LedgerDatabase


class CachedRobots(NamedTuple):
    """The robots.txt of an origin as it was had last: its text, and the capture that holds it."""

    text: str
    capture: str
    fetched: float


class RobotsTable(LedgerDatabase):
    """The rows of `robots`."""

    def save_robots(self, origin: str, robots: CachedRobots) -> None:
        """Remember an origin's robots.txt."""
        with self.transaction() as connection:
            connection.execute("insert or replace into robots values (?, ?, ?, ?)", (origin, *robots))

    def cached_robots(self, origin: str, max_age_seconds: float) -> CachedRobots | None:
        """An origin's robots.txt where it was had within the last so many seconds."""
        sql = "select text, capture, fetched from robots where origin = ? and fetched > ?"
        rows = self.fetch_all(sql, (origin, time.time() - max_age_seconds))
        return CachedRobots(*rows[0]) if rows else None
