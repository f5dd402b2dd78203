"""Locks on files that end with the process that took them, however it ends.

The kernel keeps a lock as long as any process has the file open, and a forked process inherits what is open:
the workers of a killed build would keep the next one waiting. So forked processes close these files at once.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from typing import IO, Any
from weakref import WeakSet

_LOCK_FILE = ".lock"
_locked: WeakSet[IO[Any] | FileIO] = WeakSet()


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Held while a file is created or recovered: a new file that is not locked yet looks abandoned."""
    with (folder / _LOCK_FILE).open("ab") as stream:
        _lock(stream, fcntl.LOCK_EX)
        yield


def try_lock(stream: IO[Any] | FileIO) -> bool:
    """Lock a file for as long as `stream` is open in this process; False if another one has the lock."""
    try:
        _lock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lock(stream: IO[Any] | FileIO, operation: int) -> None:
    _locked.add(stream)
    fcntl.flock(stream, operation)


def _close_locked_files() -> None:
    for stream in list(_locked):
        with suppress(OSError):  # a buffer that cannot be written: the parent writes it
            stream.close()


os.register_at_fork(after_in_child=_close_locked_files)
