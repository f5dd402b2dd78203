"""Names of parameters that were learned to be session ids, so that the next run starts with them."""

from __future__ import annotations

import time

from archive.ledger import SharedDatabase

_VALID_SECONDS = 90 * 24 * 3600.0
"""What was learned is forgotten after this time: a mistake must not hide pages for ever."""


class SessionIdTable:
    """The rows of `session_ids`: host, name of the parameter, and when it was learned."""

    def __init__(self, database: SharedDatabase) -> None:
        self._database = database

    def save(self, host: str, names: frozenset[str]) -> None:
        """Keep names of a host; those that are known keep their time."""
        sql = "insert or ignore into session_ids (host, name, learned) values (?, ?, ?)"
        with self._database.transaction() as connection:
            connection.executemany(sql, [(host, name, time.time()) for name in sorted(names)])

    def names(self, seconds: float = _VALID_SECONDS) -> dict[str, frozenset[str]]:
        """The names learned in the last `seconds`, by host; older ones are removed."""
        now = time.time()
        with self._database.transaction() as connection:
            # What a wrong clock dated later than now would stay for ever.
            sql = "delete from session_ids where learned < ? or learned > ?"
            connection.execute(sql, (now - seconds, now))
            rows = connection.execute("select host, name from session_ids").fetchall()
        names: dict[str, set[str]] = {}
        for host, name in rows:
            names.setdefault(host, set()).add(name)
        return {host: frozenset(values) for host, values in names.items()}
