"""The robots.txt of each origin, for as long as it is valid. The capture that it came with is archived."""

from __future__ import annotations

import time
from typing import NamedTuple

from archive.ledger import SharedDatabase


class CachedRobots(NamedTuple):
    """The robots.txt of an origin as last fetched: its text, and the id of the capture that holds it.

    `fetched` is in seconds since 1970.
    """

    text: str
    capture: str
    fetched: float


class RobotsTable:
    """The rows of `robots`."""

    def __init__(self, database: SharedDatabase) -> None:
        self._database = database

    def save(self, origin: str, robots: CachedRobots) -> None:
        """Remember an origin's robots.txt."""
        with self._database.transaction() as connection:
            connection.execute("insert or replace into robots values (?, ?, ?, ?)", (origin, *robots))

    def get(self, origin: str, max_age_seconds: float) -> CachedRobots | None:
        """An origin's robots.txt, if it was fetched within the last `max_age_seconds`.

        One that was fetched later than now, by a clock that was wrong, has no known age.
        """
        now = time.time()
        sql = "select text, capture, fetched from robots where origin = ? and fetched > ? and fetched <= ?"
        rows = self._database.fetch_all(sql, (origin, now - max_age_seconds, now))
        return CachedRobots(*rows[0]) if rows else None
