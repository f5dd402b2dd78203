"""Every outcome kept as a WARC record, and found again by file and offset.

Written with warcio, one gzip member a record; read with fastwarc. One file belongs to one process, which
holds its lock and names it `….warc.gz.open` until it is closed. Knows nothing of the ledger.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Self

from archive.model import Capture
from archive.warc_encodings import PAYLOAD_LIMIT, PayloadTooLarge, undo
from archive.warc_format import http_lines, names, parse, record_bytes, warcinfo_bytes
from archive.warc_members import ArchiveDamaged, compress, member_at, walk
from archive.warc_mend import OPEN, claim, folder_lock, mend
from archive.warc_records import BadRecord, Record, now, sha256, to_capture, to_headers

__all__ = [
    "PAYLOAD_LIMIT",
    "ArchiveDamaged",
    "Archived",
    "BadRecord",
    "PayloadTooLarge",
    "Record",
    "WarcWriter",
    "files",
    "locate",
    "mend",
    "now",
    "read",
    "scan",
    "scan_file",
    "sha256",
    "undo",
]

ROLL = 256 * 1024 * 1024
"""A file is closed once it is longer: small enough to copy and re-hash, large enough to be few."""


class WarcWriter:
    """Writes the records of one process; not for use by two threads at once."""

    def __init__(self, folder: Path, run: str, *, roll: int = ROLL, level: int = 6) -> None:
        self._folder = folder
        self._run = run
        self._roll = roll
        self._level = level
        self._number = 0
        self._path = folder
        self._stream: FileIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write(self, record: Record) -> Capture:
        """Archive one record; it is with the operating system when this returns. Gives its ledger row."""
        headers = to_headers(record, self._run)
        data = compress(record_bytes(record, headers), self._level)
        stream = self._stream or self._open()
        offset = _append(stream, data)
        file = self._path.name.removesuffix(OPEN)
        if offset + len(data) >= self._roll:
            self.close()
        lines = {name.lower(): value for name, value in headers.items()}
        lines |= {"warc-target-uri": record.url, "warc-type": record.kind}
        return to_capture(lines, file, offset, len(data))

    def sync(self) -> None:
        """Force what was written to the disk, so that a power cut leaves no ledger row without its record."""
        if self._stream is not None:
            os.fdatasync(self._stream.fileno())

    def close(self) -> None:
        """End the current file and give it its final name; the next `write` begins another."""
        if self._stream is None:
            return
        self.sync()
        self._path.rename(self._path.with_name(self._path.name.removesuffix(OPEN)))
        self._sync_folder()
        self._stream.close()
        self._stream = None

    def _open(self) -> FileIO:
        self._folder.mkdir(parents=True, exist_ok=True)
        with folder_lock(self._folder):
            name = self._free_name()
            self._path = self._folder / (name + OPEN)
            stream = self._path.open("xb", buffering=0)
            claim(stream)
        _append(stream, compress(warcinfo_bytes(name), self._level))
        self._sync_folder()
        self._stream = stream
        return stream

    def _sync_folder(self) -> None:
        """A file's name is data of its folder, and outlives a power cut only when that is on the disk."""
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _free_name(self) -> str:
        """A name that no file has or had: another crawl of this process may write under the same run."""
        taken = files(self._folder)
        while True:
            self._number += 1
            name = f"{self._run}-{os.getpid()}-{self._number:05d}.warc.gz"
            if name not in taken:
                return name


@dataclass(frozen=True, slots=True)
class Archived:
    """One record read back; `wire` is the body as it came.

    A `revisit` has no body: its `capture.refers_to` names the capture that has.
    """

    capture: Capture
    headers: tuple[tuple[str, str], ...]
    wire: bytes

    @property
    def status(self) -> int | None:
        """The HTTP status; None for what no server answered."""
        return self.capture.status

    @property
    def payload(self) -> bytes:
        """The body with its content encoding undone, anew at every look.

        `UnreadableFile` when it broke off, `PayloadTooLarge` when it unfolds beyond the limit.
        """
        return undo(self.wire, self.header("Content-Encoding"))

    def header(self, name: str) -> str:
        """All values of one HTTP header, joined as HTTP says; "" when it was not sent."""
        return ", ".join(value for key, value in self.headers if key.lower() == name.lower())

    @property
    def media_type(self) -> str:
        """What the server said it sent, without parameters: a claim, to be checked against the bytes."""
        return self.capture.media_type

    @property
    def charset(self) -> str:
        """The charset of the Content-Type header in lower case, or ""."""
        message = Message()
        message["Content-Type"] = self.header("Content-Type")
        return message.get_content_charset("")


def locate(folder: Path, file: str) -> Path:
    """Where a file of the archive is now: under its name, or `.open` while its writer lives."""
    path = folder / file
    for candidate in (path, path.with_name(file + OPEN), path):  # renamed between two looks: look again
        if candidate.is_file():
            return candidate
    raise ArchiveDamaged(f"找不到存档文件：{file}")


def read(folder: Path, capture: Capture) -> Archived:
    """The record of a capture. `ArchiveDamaged` when it does not stand where the ledger says."""
    with locate(folder, capture.file).open("rb") as stream:
        member = member_at(stream, capture.offset)
    record = parse(member)
    if record is None or capture.id not in (record.record_id or ""):
        raise ArchiveDamaged(f"{capture.file} 偏移 {capture.offset} 处不是记录 {capture.id}")
    wire = b"" if capture.record in {"revisit", "metadata"} else record.reader.read()
    return Archived(capture, http_lines(record), wire)


def scan(folder: Path) -> Iterator[Capture]:
    """Every whole record, in order of file name and offset; files still being written included."""
    for name in sorted(files(folder)):
        yield from scan_file(folder, name)


def files(folder: Path) -> set[str]:
    """The names of all files of the archive, as captures give them: without `.open`."""
    return {path.name.removesuffix(OPEN) for path in folder.glob("*.warc.gz*")}


def scan_file(folder: Path, file: str, start: int = 0) -> Iterator[Capture]:
    """The whole records of one file from an offset on. What is damaged is passed over; `verify` names it."""
    for member in walk(locate(folder, file), start):
        record = None if member.damage else parse(member, http=False)
        if record is not None:
            yield to_capture(names(record), file, member.offset, member.length)


def _append(stream: FileIO, data: bytes) -> int:
    """Write a whole member or nothing: half a member would hide all that is written behind it."""
    offset = stream.seek(0, os.SEEK_END)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[stream.write(rest) :]
    except OSError:
        stream.truncate(offset)
        raise
    return offset
