"""Which members of a WARC file are its own records, and which are bytes of a payload.

Members follow one another without a gap. After damage the next record must be searched, and the payload of
the damaged one may hold a whole member of its own: a PDF with a WARC record in it, written by the server that
sent it. So a member that is found by searching must prove its place: its block has the digest that it states,
and its headers name the run, the file's `warcinfo` record (a random id, which no server knows) and the offset
at which it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.warc.gzip_members import ArchiveDamaged, GzipMember, iter_stretches, read_member
from archive.warc.serialization import check_block_digest, parse_member, parse_warcinfo, warc_headers

WARCINFO_HEADER = "WARC-Warcinfo-ID"
OFFSET_HEADER = "Gongkai-Offset"
"""Where the record's member begins, in bytes from the start of the file that it was written to."""


@dataclass(frozen=True, slots=True)
class FileMarks:
    """What the records of one file state about the file.

    `run` and `warcinfo_id` are empty if the opening record is damaged. In files of earlier versions no record
    states an offset: only the run, whose id is random too, tells their records from others.
    """

    name: str
    run: str
    warcinfo_id: str
    has_offsets: bool

    def prove(self, member: GzipMember) -> bool:
        """Return whether an intact member is a record of this file that was written at this place."""
        try:
            record = parse_member(member)
            check_block_digest(record, member.offset)
        except ArchiveDamaged:
            return False
        headers = warc_headers(record)
        return self._has_run(headers.get("gongkai-run", "")) and self._has_place(headers, member.offset)

    def _has_run(self, run: str) -> bool:
        return bool(run) and (run == self.run if self.run else self.name.startswith(f"{run}-"))

    def _has_place(self, headers: dict[str, str], offset: int) -> bool:
        stated = headers.get(OFFSET_HEADER.lower())
        if stated is None:
            return not self.has_offsets
        is_same_file = self.warcinfo_id in ("", headers.get(WARCINFO_HEADER.lower()))
        return is_same_file and stated == str(offset)


def iter_members(path: Path, start: int = 0) -> Iterator[GzipMember]:
    """Every stretch of the file from `start` on, without gaps: its own members, and damage between them.

    `start` is where a member begins. Ends at the size that the file has at the start: a living process may be
    appending.
    """
    return iter_stretches(path, start, _read_marks(path).prove)


def end_of_records(path: Path) -> int:
    """Offset after the last member of the file that is its own; 0 if there is none."""
    return max((member.end for member in iter_members(path) if not member.damage), default=0)


def _read_marks(path: Path) -> FileMarks:
    try:
        with path.open("rb") as stream:
            opening = read_member(stream, 0)
        headers = warc_headers(parse_member(opening))
    except ArchiveDamaged:
        return FileMarks(path.name, "", "", has_offsets=False)
    return FileMarks(
        path.name,
        parse_warcinfo(opening).get("isPartOf", ""),
        headers.get("warc-record-id", ""),
        has_offsets=OFFSET_HEADER.lower() in headers,
    )
