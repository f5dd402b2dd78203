"""Re-hashes every archived record and compares it with its ledger row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from archive.ledger.ledger import Ledger
from archive.model import Capture, UnreadableFile, describe_os_error, translate
from archive.warc import (
    OPEN_SUFFIX,
    ArchiveDamaged,
    ArchivedRecord,
    GzipMember,
    InvalidRecord,
    http_header_lines,
    iter_members,
    locate_file,
    parse_record,
    sha256,
    to_capture,
    warc_file_names,
    warc_headers,
)


class IssueKind(StrEnum):
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
class IntegrityIssue:
    """One thing that is wrong, and where; `capture` is the id of the row or record, empty if unknown."""

    kind: IssueKind
    file: str
    offset: int = 0
    capture: str = ""
    detail: str = ""


def verify(ledger: Ledger) -> Iterator[IntegrityIssue]:
    """Yield everything wrong in an archive; nothing if each record is complete, true and in the ledger.

    Of a file that is still being written, only records with a row are checked.
    """
    for file in sorted(ledger.captures.file_names() | warc_file_names(ledger.warc_dir)):
        yield from verify_file(ledger, file)
    sql = """select r.id, r.file, r.offset from captures r left join captures o on o.id = r.refers_to
        where r.record = 'revisit' and o.id is null"""
    for row in ledger.fetch_all(sql):
        yield IntegrityIssue(IssueKind.NO_ORIGINAL, row["file"], row["offset"], row["id"])


def verify_file(ledger: Ledger, file: str) -> Iterator[IntegrityIssue]:
    """Yield everything wrong with one file; a file that cannot be read is an issue too."""
    rows = {capture.offset: capture for capture in ledger.captures.select_file(file)}
    try:
        path = locate_file(ledger.warc_dir, file)
    except ArchiveDamaged:
        count = translate("{count} 条记录", count=len(rows))
        yield IntegrityIssue(IssueKind.MISSING_FILE, file, detail=count)
        return
    try:
        yield from _compare_with_rows(path, file, rows)
    except OSError as error:
        yield IntegrityIssue(IssueKind.DAMAGED, file, detail=describe_os_error(error))


def _compare_with_rows(path: Path, file: str, rows: dict[int, Capture]) -> Iterator[IntegrityIssue]:
    growing = path.name.endswith(OPEN_SUFFIX)
    for member in iter_members(path):
        row = rows.pop(member.offset, None)
        if growing and row is None:
            continue
        if member.damage:
            yield IntegrityIssue(IssueKind.DAMAGED, file, member.offset, row.id if row else "", member.damage)
        else:
            yield from _verify_record(file, member, row)
    for offset, row in rows.items():
        yield IntegrityIssue(IssueKind.MISSING_RECORD, file, offset, row.id)


def _verify_record(file: str, member: GzipMember, row: Capture | None) -> Iterator[IntegrityIssue]:
    try:
        record = parse_record(member, http=False)
        if record is None:
            return
        lines = warc_headers(record)
        capture = to_capture(lines, file, member.offset, member.length)
    except (ArchiveDamaged, InvalidRecord) as error:
        yield IntegrityIssue(IssueKind.DAMAGED, file, member.offset, row.id if row else "", str(error))
        return
    if row != capture:
        yield IntegrityIssue(
            IssueKind.ROW_DIFFERS if row else IssueKind.NO_ROW, file, member.offset, capture.id
        )
    stated = lines.get("warc-block-digest", "")
    if stated != f"sha256:{sha256(record.reader.read())}":
        yield IntegrityIssue(IssueKind.BLOCK_DIGEST, file, member.offset, capture.id, stated)
    elif capture.record in {"response", "resource"} and not _has_digest(member, capture):
        yield IntegrityIssue(IssueKind.PAYLOAD_DIGEST, file, member.offset, capture.id, capture.digest)


def _has_digest(member: GzipMember, capture: Capture) -> bool:
    """True if the body has the digest of the capture; a body that cannot be decoded was hashed as it came."""
    record = parse_record(member)
    if record is None:
        return False
    archived = ArchivedRecord(capture, http_header_lines(record), record.reader.read())
    try:
        payload = archived.payload
    except UnreadableFile:
        payload = archived.encoded_body
    return capture.digest == (sha256(payload) if payload else "")
