"""Reads WARC files: one record by file and offset, or all records of a file in order.

One gzip member a record. One file belongs to one process, which holds its lock and names it
`….warc.gz.open` until it is closed. Knows nothing of the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import NamedTuple

from archive.model import Capture
from archive.warc.content_encoding import decode_content
from archive.warc.gzip_members import ArchiveDamaged, read_member
from archive.warc.member_chain import iter_members
from archive.warc.records import InvalidRecord, to_capture, uuid_of
from archive.warc.recovery import OPEN_SUFFIX
from archive.warc.serialization import (
    check_block_digest,
    http_header_lines,
    parse_member,
    parse_record,
    parse_warcinfo,
    warc_headers,
)


@dataclass(frozen=True, slots=True)
class ArchivedRecord:
    """One record read back; `encoded_body` is the body with its content encoding.

    A `revisit` has no body: its `capture.refers_to` names the capture that has one.
    """

    capture: Capture
    headers: tuple[tuple[str, str], ...]
    encoded_body: bytes

    @property
    def status(self) -> int | None:
        """The HTTP status; None if no server answered."""
        return self.capture.status

    @property
    def payload(self) -> bytes:
        """The body with its content encoding undone, decoded again at every access.

        Raises `UnreadableFile` if it is incomplete, `PayloadTooLarge` if it expands beyond the limit.
        """
        return decode_content(self.encoded_body, self.header("Content-Encoding"))

    def header(self, name: str) -> str:
        """All values of one HTTP header, joined by commas; empty if it was not sent."""
        return ", ".join(value for key, value in self.headers if key.lower() == name.lower())

    @property
    def media_type(self) -> str:
        """The media type that the server claimed, without parameters; to be checked against the bytes."""
        return self.capture.media_type

    @property
    def charset(self) -> str:
        """The charset of the Content-Type header in lower case; empty if it has none."""
        message = Message()
        message["Content-Type"] = self.header("Content-Type")
        return message.get_content_charset("")


class DamagedRecord(NamedTuple):
    """Where no record can be read, in bytes from the start of the file, and why."""

    offset: int
    reason: str


def locate_file(folder: Path, file: str) -> Path:
    """The path of a WARC file: under its name, or with `.open` while its writer lives.

    Raises `ArchiveDamaged` if there is no such file.
    """
    path = folder / file
    # It may be renamed after the first check, so the final name is checked again.
    for candidate in (path, path.with_name(file + OPEN_SUFFIX), path):
        if candidate.is_file():
            return candidate
    raise ArchiveDamaged(f"找不到存档文件：{file}")


def read_record(folder: Path, capture: Capture) -> ArchivedRecord:
    """The record of a capture.

    Raises `ArchiveDamaged` if it is not where the ledger says, or its block has another digest than stated.
    """
    with locate_file(folder, capture.file).open("rb") as stream:
        member = read_member(stream, capture.offset)
    record = parse_record(member)
    if record is None or capture.id != uuid_of(record.record_id or ""):
        raise ArchiveDamaged(f"{capture.file} 偏移 {capture.offset} 处不是记录 {capture.id}")
    check_block_digest(parse_member(member), member.offset)
    body = b"" if capture.record in {"revisit", "metadata"} else record.reader.read()
    return ArchivedRecord(capture, http_header_lines(record), body)


def iter_captures(folder: Path) -> Iterator[Capture]:
    """All intact records, in order of file name and offset; files still being written included."""
    for name in sorted(warc_file_names(folder)):
        yield from iter_file_captures(folder, name)


def warc_file_names(folder: Path) -> set[str]:
    """The names of all files of the archive, as captures give them: without `.open`."""
    return {path.name.removesuffix(OPEN_SUFFIX) for path in folder.glob("*.warc.gz*")}


def iter_file_captures(folder: Path, file: str, start: int = 0) -> Iterator[Capture]:
    """The intact records of one file from an offset on. Damaged ones are skipped; `verify` names them."""
    return (item for item in scan_file(folder, file, start) if isinstance(item, Capture))


def scan_file(folder: Path, file: str, start: int = 0) -> Iterator[Capture | DamagedRecord]:
    """The records of one file from an offset on, and the places where none can be read."""
    for member in iter_members(locate_file(folder, file), start):
        if member.damage:
            yield DamagedRecord(member.offset, member.damage)
            continue
        try:
            record = parse_record(member, http=False)
            if record is not None:
                check_block_digest(record, member.offset)
                yield to_capture(warc_headers(record), file, member.offset, member.length)
        except (ArchiveDamaged, InvalidRecord) as error:
            yield DamagedRecord(member.offset, str(error))


def read_warcinfo(folder: Path, file: str) -> dict[str, str]:
    """The fields of the record that opens a file: `isPartOf` is the run, `description` its command.

    Empty if the file begins with anything else.
    """
    try:
        with locate_file(folder, file).open("rb") as stream:
            return parse_warcinfo(read_member(stream, 0))
    except ArchiveDamaged:
        return {}
