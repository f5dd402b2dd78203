"""What a killed process left behind: `.open` files cut to their last whole record and renamed.

A gzip member cut in half makes most WARC readers lose everything behind it. Whether the process that
wrote a file still lives is told by the lock that it holds on it, not by its pid: after a restart (in a
container always) the same pid is somebody else.
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

from archive.warc.gzip_members import intact_end

OPEN_SUFFIX = ".open"
_LOCK_FILE = ".lock"
_log = logging.getLogger(__name__)


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Held while a file is made or mended: between its making and its locking a new file looks dead."""
    with (folder / _LOCK_FILE).open("ab") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def try_lock(stream: IO[bytes] | FileIO) -> bool:
    """Take the lock of a WARC file for as long as `stream` is open; False when its writer lives."""
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def recover_open_files(folder: Path) -> list[Path]:
    """Close every left-over `.open` file of a dead process; gives the files as they are named now.

    Safe at any time and from many processes at once. A file without a single whole record is removed.
    """
    if not folder.is_dir():
        return []
    with folder_lock(folder):
        mended = [_recover_open_file(path) for path in sorted(folder.glob(f"*.warc.gz{OPEN_SUFFIX}"))]
    return [path for path in mended if path is not None]


def _recover_open_file(path: Path) -> Path | None:
    with path.open("r+b") as stream:
        if not try_lock(stream):
            return None
        size = os.fstat(stream.fileno()).st_size
        end = intact_end(path)
        if end < size:
            _log.warning("%s：进程中断，截去末尾不完整的 %d 字节", path.name, size - end)
            stream.truncate(end)
            os.fsync(stream.fileno())
        if end == 0:
            path.unlink()
            return None
        return path.rename(path.with_name(path.name.removesuffix(OPEN_SUFFIX)))
