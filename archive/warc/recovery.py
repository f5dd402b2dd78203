"""Closes what killed processes left: cuts `.open` files after their last intact record and renames them.

A gzip member cut in half makes most WARC readers lose everything after it. A process that still writes a
file holds a lock on it. Its pid proves nothing: after a restart, and always in a container, another process
may have the same one.
"""

from __future__ import annotations

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import IO

from archive.warc.member_chain import end_of_records

OPEN_SUFFIX = ".open"
_LOCK_FILE = ".lock"
_log = logging.getLogger(__name__)


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Held while a file is created or recovered: a new file that is not locked yet looks abandoned."""
    with (folder / _LOCK_FILE).open("ab") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def try_lock(stream: IO[bytes] | FileIO) -> bool:
    """Lock a WARC file for as long as `stream` is open; False if its writer lives."""
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def recover_open_files(folder: Path) -> list[Path]:
    """Close the `.open` files of dead processes; returns the files under their final names.

    Safe at any time and from many processes at once. A file without an intact record is removed.
    """
    if not folder.is_dir():
        return []
    with folder_lock(folder):
        recovered = [_recover_open_file(path) for path in sorted(folder.glob(f"*.warc.gz{OPEN_SUFFIX}"))]
    return [path for path in recovered if path is not None]


def _recover_open_file(path: Path) -> Path | None:
    with path.open("r+b") as stream:
        if not try_lock(stream):
            return None
        size = os.fstat(stream.fileno()).st_size
        end = end_of_records(path)
        if end < size:
            _log.warning("%s：进程中断，截去末尾不完整的 %d 字节", path.name, size - end)
            stream.truncate(end)
            os.fsync(stream.fileno())
        if end == 0:
            path.unlink()
            return None
        return path.rename(path.with_name(path.name.removesuffix(OPEN_SUFFIX)))
