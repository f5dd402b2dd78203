"""Every archived record hashed again and held against its ledger row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from archive.ledger.ledger import Ledger
from archive.model import Capture, UnreadableFile
from archive.warc.gzip_members import ArchiveDamaged, Member, walk
from archive.warc.reader import Archived, files, locate
from archive.warc.records import BadRecord, sha256, to_capture
from archive.warc.recovery import OPEN
from archive.warc.serialization import http_lines, names, parse


class Fault(StrEnum):
    """What can be wrong between the files and the ledger."""

    MISSING_FILE = "missing_file"
    MISSING_RECORD = "missing_record"
    DAMAGED = "damaged"
    BLOCK_DIGEST = "block_digest"
    PAYLOAD_DIGEST = "payload_digest"
    ROW_DIFFERS = "row_differs"
    NO_ROW = "no_row"
    NO_ORIGINAL = "no_original"


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong, and where; `capture` is the id of the row or record, where it is known."""

    fault: Fault
    file: str
    offset: int = 0
    capture: str = ""
    detail: str = ""


def verify(ledger: Ledger) -> Iterator[Trouble]:
    """Everything wrong in an archive: nothing, when each record is whole, true and in the ledger.

    Of a file that is still being written, only what has its row by now is looked at.
    """
    known = {row["file"] for row in ledger.rows("select distinct file from captures")}
    there = files(ledger.warc)
    for file in sorted(known | there):
        if file in there:
            yield from _verify_file(ledger, file)
        else:
            yield Trouble(Fault.MISSING_FILE, file)
    sql = """select r.id, r.file, r.offset from captures r left join captures o on o.id = r.refers_to
        where r.record = 'revisit' and o.id is null"""
    for row in ledger.rows(sql):
        yield Trouble(Fault.NO_ORIGINAL, row["file"], row["offset"], row["id"])


def _verify_file(ledger: Ledger, file: str) -> Iterator[Trouble]:
    rows = {capture.offset: capture for capture in ledger.in_file(file)}
    path = locate(ledger.warc, file)
    growing = path.name.endswith(OPEN)
    for member in walk(path):
        row = rows.pop(member.offset, None)
        if growing and row is None:
            continue
        if member.damage:
            yield Trouble(Fault.DAMAGED, file, member.offset, row.id if row else "", member.damage)
        else:
            yield from _verify_record(file, member, row)
    for offset, row in rows.items():
        yield Trouble(Fault.MISSING_RECORD, file, offset, row.id)


def _verify_record(file: str, member: Member, row: Capture | None) -> Iterator[Trouble]:
    try:
        record = parse(member, http=False)
        if record is None:
            return
        lines = names(record)
        capture = to_capture(lines, file, member.offset, member.length)
    except (ArchiveDamaged, BadRecord) as error:
        yield Trouble(Fault.DAMAGED, file, member.offset, row.id if row else "", str(error))
        return
    if row != capture:
        yield Trouble(Fault.ROW_DIFFERS if row else Fault.NO_ROW, file, member.offset, capture.id)
    stated = lines.get("warc-block-digest", "")
    if stated != f"sha256:{sha256(record.reader.read())}":
        yield Trouble(Fault.BLOCK_DIGEST, file, member.offset, capture.id, stated)
    elif capture.record in {"response", "resource"} and not _has_digest(member, capture):
        yield Trouble(Fault.PAYLOAD_DIGEST, file, member.offset, capture.id, capture.digest)


def _has_digest(member: Member, capture: Capture) -> bool:
    """Whether the body is what the capture says; what cannot be decoded was hashed as it came."""
    record = parse(member)
    if record is None:
        return False
    archived = Archived(capture, http_lines(record), record.reader.read())
    try:
        payload = archived.payload
    except UnreadableFile:
        payload = archived.wire
    return capture.digest == (sha256(payload) if payload else "")
