"""Every outcome kept as a WARC record, and found again by file and offset.

Written with warcio, one gzip member a record; read with fastwarc. One file belongs to one process, which
holds its lock and names it `….warc.gz.open` until it is closed. Knows nothing of the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

from archive.model import Capture
from archive.warc.content_encoding import decode_content
from archive.warc.gzip_members import ArchiveDamaged, iter_members, read_member
from archive.warc.records import to_capture
from archive.warc.recovery import OPEN_SUFFIX
from archive.warc.serialization import http_header_lines, parse_record, warc_headers


@dataclass(frozen=True, slots=True)
class ArchivedRecord:
    """One record read back; `wire` is the body as it came.

    A `revisit` has no body: its `capture.refers_to` names the capture that has.
    """

    capture: Capture
    headers: tuple[tuple[str, str], ...]
    encoded_body: bytes

    @property
    def status(self) -> int | None:
        """The HTTP status; None for what no server answered."""
        return self.capture.status

    @property
    def payload(self) -> bytes:
        """The body with its content encoding undone, anew at every look.

        `UnreadableFile` when it broke off, `PayloadTooLarge` when it unfolds beyond the limit.
        """
        return decode_content(self.encoded_body, self.header("Content-Encoding"))

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


def locate_file(folder: Path, file: str) -> Path:
    """Where a file of the archive is now: under its name, or `.open` while its writer lives."""
    path = folder / file
    for candidate in (
        path,
        path.with_name(file + OPEN_SUFFIX),
        path,
    ):  # renamed between two looks: look again
        if candidate.is_file():
            return candidate
    raise ArchiveDamaged(f"找不到存档文件：{file}")


def read_record(folder: Path, capture: Capture) -> ArchivedRecord:
    """The record of a capture. `ArchiveDamaged` when it does not stand where the ledger says."""
    with locate_file(folder, capture.file).open("rb") as stream:
        member = read_member(stream, capture.offset)
    record = parse_record(member)
    if record is None or capture.id not in (record.record_id or ""):
        raise ArchiveDamaged(f"{capture.file} 偏移 {capture.offset} 处不是记录 {capture.id}")
    wire = b"" if capture.record in {"revisit", "metadata"} else record.reader.read()
    return ArchivedRecord(capture, http_header_lines(record), wire)


def iter_captures(folder: Path) -> Iterator[Capture]:
    """Every whole record, in order of file name and offset; files still being written included."""
    for name in sorted(warc_file_names(folder)):
        yield from iter_file_captures(folder, name)


def warc_file_names(folder: Path) -> set[str]:
    """The names of all files of the archive, as captures give them: without `.open`."""
    return {path.name.removesuffix(OPEN_SUFFIX) for path in folder.glob("*.warc.gz*")}


def iter_file_captures(folder: Path, file: str, start: int = 0) -> Iterator[Capture]:
    """The whole records of one file from an offset on. What is damaged is passed over; `verify` names it."""
    for member in iter_members(locate_file(folder, file), start):
        record = None if member.damage else parse_record(member, http=False)
        if record is not None:
            yield to_capture(warc_headers(record), file, member.offset, member.length)
