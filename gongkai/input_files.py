"""Reads the files that a user names, within a limit of size."""

from __future__ import annotations

from pathlib import Path

from archive.model import UnreadableFile, describe_os_error, translate

# The largest report known to us, a scanned PDF, has about 30 MB; a film given by mistake has more.
MAX_FILE_BYTES = 200 * 1024 * 1024
_MEGABYTE = 1024 * 1024


def read_file(file: Path) -> bytes:
    """Return the bytes of a local file; raises `UnreadableFile` if it is empty, too large or not readable."""
    try:
        size = file.stat().st_size
        if size > MAX_FILE_BYTES:
            raise UnreadableFile(
                translate(
                    "文件过大（{size} MB，上限 {limit} MB）",
                    size=size // _MEGABYTE,
                    limit=MAX_FILE_BYTES // _MEGABYTE,
                )
            )
        data = file.read_bytes()
    except OSError as error:
        raise UnreadableFile(translate("无法打开（{reason}）", reason=describe_os_error(error))) from error
    if not data:
        raise UnreadableFile(translate("文件是空的"))
    return data
