"""One connection to a database that several processes write, as every part of the ledger uses it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from sqlite_utils import Database, Migrations

from archive.ledger.migrations import migrations
from archive.warc import folder_lock

BUSY_TIMEOUT_SECONDS = 60.0
"""How long a writer waits for its turn: transactions are short, so a longer wait is a fault."""


class SharedDatabase:
    """A connection that several threads may share; each transaction takes the write lock at its start.

    A subclass says what its file is called and how its schema came about. (A transaction that begins by
    reading and then writes fails at once when another wrote in between: SQLite's busy timeout does not
    help there.)
    """

    FILE_NAME: ClassVar[str]
    MIGRATIONS: ClassVar[Migrations]

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        connection = sqlite3.connect(
            folder / self.FILE_NAME, timeout=BUSY_TIMEOUT_SECONDS, check_same_thread=False
        )
        self.db = Database(connection, execute_plugins=False)
        with folder_lock(folder):  # two processes may make the database at once
            self.db.execute("pragma journal_mode = wal")
            self.db.execute("pragma synchronous = normal")
            if self.MIGRATIONS.pending(self.db):
                with self.transaction():
                    self.MIGRATIONS.apply(self.db)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The database of a folder, made or brought to the present schema where needed."""
        return cls(folder)

    def close(self) -> None:
        """Give the connection back; the database cannot be used afterwards."""
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing of what is written inside; keep it short, others wait."""
        with self._lock:
            connection = self.db.conn
            connection.execute("begin immediate")
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    def fetch_all(self, sql: str, values: tuple[object, ...] = ()) -> list[sqlite3.Row]:
        """The rows of a query, read at once."""
        with self._lock:
            cursor = self.db.conn.cursor()
            cursor.row_factory = sqlite3.Row
            return cursor.execute(sql, values).fetchall()


class LedgerDatabase(SharedDatabase):
    """The ledger of a data directory."""

    FILE_NAME = "ledger.db"
    MIGRATIONS = migrations

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.warc_dir = data_dir / "warc"
        super().__init__(data_dir)
