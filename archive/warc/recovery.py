"""Closes what killed processes left: cuts `.open` files after their last intact record and renames them.

A gzip member cut in half makes most WARC readers lose everything after it. A process that still writes a
file holds a lock on it. Its pid proves nothing: after a restart, and always in a container, another process
may have the same one.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path

from archive.warc.file_locks import folder_lock, try_lock
from archive.warc.member_chain import end_of_records

OPEN_SUFFIX = ".open"
_log = logging.getLogger(__name__)


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
