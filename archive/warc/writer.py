"""Appends records to WARC files. A record is in its file before its ledger row is entered."""

from __future__ import annotations

import os
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Self

from archive.model import Capture
from archive.warc.file_locks import folder_lock, try_lock
from archive.warc.gzip_members import compress_member
from archive.warc.member_chain import OFFSET_HEADER, WARCINFO_HEADER
from archive.warc.reader import warc_file_names
from archive.warc.records import Record, new_record_id, to_capture, to_headers
from archive.warc.recovery import OPEN_SUFFIX
from archive.warc.serialization import record_bytes, warcinfo_bytes

MAX_FILE_BYTES = 256 * 1024 * 1024
"""A file is closed once it is longer: small enough to copy and re-hash, large enough to be few."""


class WarcWriter:
    """Writes the records of one process; not for use by two threads at once.

    Each file begins with a `warcinfo` record that names the run and its command.
    """

    def __init__(
        self,
        folder: Path,
        run: str,
        command: str = "",
        *,
        max_file_bytes: int = MAX_FILE_BYTES,
        compression_level: int = 6,
    ) -> None:
        self._folder = folder
        self._run = run
        self._command = command
        self._max_file_bytes = max_file_bytes
        self._compression_level = compression_level
        self._number = 0
        self._path = folder
        self._warcinfo_id = ""
        self._stream: FileIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write(self, record: Record) -> Capture:
        """Archive one record and return its ledger row; the operating system has the bytes by then.

        Raises `InvalidRecord`, before anything is written, if the row could not be read back from the record.
        """
        headers = to_headers(record, self._run)
        stream = self._stream or self._open_file()
        offset = stream.seek(0, os.SEEK_END)
        headers |= _place_headers(self._warcinfo_id, offset)
        data = compress_member(record_bytes(record, headers), self._compression_level)
        lines = {name.lower(): value for name, value in headers.items()}
        lines |= {"warc-target-uri": record.url, "warc-type": record.kind}
        capture = to_capture(lines, self._path.name.removesuffix(OPEN_SUFFIX), offset, len(data))
        _append_member(stream, data)
        if offset + len(data) >= self._max_file_bytes:
            self.close()
        return capture

    def sync(self) -> None:
        """Force what was written to the disk, so that a power cut leaves no ledger row without its record."""
        if self._stream is not None:
            os.fdatasync(self._stream.fileno())

    def close(self) -> None:
        """Close the current file and give it its final name; the next `write` opens another."""
        if self._stream is None:
            return
        self.sync()
        self._path.rename(self._path.with_name(self._path.name.removesuffix(OPEN_SUFFIX)))
        self._sync_folder()
        self._stream.close()
        self._stream = None

    def _open_file(self) -> FileIO:
        self._folder.mkdir(parents=True, exist_ok=True)
        with folder_lock(self._folder):
            name = self._unused_file_name()
            self._path = self._folder / (name + OPEN_SUFFIX)
            stream = self._path.open("xb", buffering=0)
            try_lock(stream)
        self._warcinfo_id = new_record_id()
        headers = {"WARC-Record-ID": self._warcinfo_id, "WARC-Filename": name, OFFSET_HEADER: "0"}
        opening = warcinfo_bytes(headers, self._run, self._command)
        _append_member(stream, compress_member(opening, self._compression_level))
        self._sync_folder()
        self._stream = stream
        return stream

    def _sync_folder(self) -> None:
        """Force the folder to the disk: it holds the file's name, which a power cut would lose otherwise."""
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _unused_file_name(self) -> str:
        """A name that no file has: another crawl of this process may write under the same run."""
        existing = warc_file_names(self._folder)
        while True:
            self._number += 1
            name = f"{self._run}-{os.getpid()}-{self._number:05d}.warc.gz"
            if name not in existing:
                return name


def _place_headers(warcinfo_id: str, offset: int) -> dict[str, str]:
    """The headers by which a record behind a damaged one proves that it stands where it was written."""
    return {WARCINFO_HEADER: warcinfo_id, OFFSET_HEADER: str(offset)}


def _append_member(stream: FileIO, data: bytes) -> None:
    """Write a complete member or nothing. Half a member would hide all later ones."""
    offset = stream.seek(0, os.SEEK_END)
    try:
        unwritten = memoryview(data)
        while unwritten:
            unwritten = unwritten[stream.write(unwritten) :]
    except OSError:
        stream.truncate(offset)
        raise
