"""A SQLite file that several processes write: one connection, short transactions, a schema by migrations."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from sqlite_utils import Database, Migrations

from archive.ledger.read_only import connect_to_read, copy_to_memory
from archive.model import ReportError, translate
from archive.warc import folder_lock

BUSY_TIMEOUT_SECONDS = 60.0
"""How long a writer waits for the lock: transactions are short, so a longer wait is a fault."""

_DAMAGE_CODES = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class DatabaseUnusable(ReportError):
    """The file is no database, or has the schema of another version of gongkai."""


class SharedDatabase:
    """A connection that several threads may share; each transaction takes the write lock at its start.

    A subclass names its file and its migrations. (A transaction that begins by reading and then writes
    fails at once if another process wrote in between: SQLite's busy timeout does not help there.)
    """

    FILE_NAME: ClassVar[str]
    MIGRATIONS: ClassVar[Migrations]

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self._lock = threading.RLock()
        self._path = folder / self.FILE_NAME
        if not read_only:
            folder.mkdir(parents=True, exist_ok=True)
        with self._name_damage():
            self._use(
                connect_to_read(self._path, BUSY_TIMEOUT_SECONDS)
                if read_only
                else sqlite3.connect(self._path, timeout=BUSY_TIMEOUT_SECONDS, check_same_thread=False)
            )
        try:
            if read_only:
                self._prepare_to_read()
            else:
                with folder_lock(folder):  # two processes may create the database at once
                    self._prepare()
        except BaseException:
            self.close()
            raise

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the database of a folder; creates it or applies missing migrations.

        Raises `DatabaseUnusable` if the file is damaged or its schema is of another version.
        """
        return cls(folder)

    @classmethod
    def open_to_read(cls, folder: Path) -> Self:
        """Open the database of a folder for queries; creates and changes nothing. Empty if there is no file.

        Raises `DatabaseUnusable` like `open`.
        """
        return cls(folder, read_only=True)

    @classmethod
    def advice(cls) -> str:
        """What a user does about an unusable file: a sentence for the error message."""
        return translate("请移走或删除这个文件，下次运行会重新建立")

    def close(self) -> None:
        """Close the connection; the database cannot be used afterwards."""
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing of what is written inside; keep it short, other processes wait."""
        with self._lock:
            connection = self.db.conn
            with self._name_damage():
                connection.execute("begin immediate")
                try:
                    yield connection
                except BaseException:
                    connection.rollback()
                    raise
                connection.commit()

    def fetch_all(self, sql: str, values: tuple[object, ...] = ()) -> list[sqlite3.Row]:
        """The rows of a query, read at once."""
        with self._lock, self._name_damage():
            cursor = self.db.conn.cursor()
            cursor.row_factory = sqlite3.Row
            return cursor.execute(sql, values).fetchall()

    def iter_rows(self, sql: str, values: Sequence[object] = ()) -> Iterator[tuple[object, ...]]:
        """The rows of a query, read one by one: for results that do not fit into memory."""
        with self._name_damage():
            yield from self.db.conn.execute(sql, values)

    @contextmanager
    def _name_damage(self) -> Iterator[None]:
        """Raise `DatabaseUnusable` for what SQLite finds in a damaged file, at the start or pages later."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            # Locked, or the disk fails: that says nothing about the file itself.
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _DAMAGE_CODES:
                raise
            message = translate("{file} 已损坏（{error}）。", file=self._path, error=error)
            raise DatabaseUnusable(message + self.advice()) from error

    def _use(self, connection: sqlite3.Connection) -> None:
        self.db = Database(connection, execute_plugins=False)

    def _prepare(self) -> None:
        self._check_version()
        self.db.execute("pragma journal_mode = wal")
        self.db.execute("pragma synchronous = normal")
        if self.MIGRATIONS.pending(self.db):
            with self.transaction():
                self.MIGRATIONS.apply(self.db)

    def _prepare_to_read(self) -> None:
        self._check_version()
        if self.MIGRATIONS.pending(self.db):
            self._use(copy_to_memory(self.db.conn))
            self.MIGRATIONS.apply(self.db)

    def _check_version(self) -> None:
        with self._name_damage():
            tables = set(self.db.table_names()) - {Migrations.migrations_table}
            applied = {migration.name for migration in self.MIGRATIONS.applied(self.db)}
        if (tables and not applied) or not applied <= _step_names(self.MIGRATIONS):
            message = translate("{file} 的结构属于另一版本的 gongkai。", file=self._path)
            raise DatabaseUnusable(message + self.advice())


def _step_names(migrations: Migrations) -> set[str]:
    with closing(Database(memory=True, execute_plugins=False)) as empty:
        return {migration.name for migration in migrations.pending(empty)}
