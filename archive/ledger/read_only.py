"""Opens a SQLite file for reading, on media that cannot be written too; creates nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path


def connect_to_read(path: Path, timeout_seconds: float) -> sqlite3.Connection:
    """A connection to a file for queries, to an empty database in memory if there is no file.

    A file with a write-ahead log needs a shared index beside it, which SQLite cannot create on a full disk or
    in a folder that cannot be written: then the file is read as it is, or together with its log in memory.
    """
    if not path.is_file():
        return _memory()
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        connection = _connect(path, "mode=rw", timeout_seconds)  # creates nothing; the index goes at the end
        if _can_read(connection):
            return connection
    if _log(path).is_file() and _log(path).stat().st_size:
        return _copy_with_log(path)
    return _connect(path, "immutable=1", timeout_seconds)


def _can_read(connection: sqlite3.Connection) -> bool:
    """Return whether SQLite could create what it needs; if not (a full disk), the connection is closed."""
    try:
        connection.execute("select count(*) from sqlite_master")
    except sqlite3.OperationalError:
        connection.close()
        return False
    except sqlite3.DatabaseError:
        return True  # a damaged file fails when its rows are read, with an error of its own
    return True


def copy_to_memory(connection: sqlite3.Connection) -> sqlite3.Connection:
    """A copy in memory, which can be changed; the original is closed."""
    memory = _memory()
    with closing(connection):
        connection.backup(memory)
    return memory


def _connect(path: Path, parameters: str, timeout_seconds: float) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?{parameters}"
    return sqlite3.connect(uri, uri=True, timeout=timeout_seconds, check_same_thread=False)


def _memory() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", check_same_thread=False)


def _log(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _copy_with_log(path: Path) -> sqlite3.Connection:
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        for file in (path, _log(path)):
            shutil.copyfile(file, Path(folder) / file.name)
        return copy_to_memory(sqlite3.connect(Path(folder) / path.name))
