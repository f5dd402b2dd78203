from __future__ import annotations

from pathlib import Path

import pytest

from archive.ledger.ledger import Ledger
from archive.ledger.verify import IssueKind, verify
from archive.model import Capture
from archive.warc.gzip_members import compress_member, read_member
from archive.warc.records import Record
from archive.warc.writer import WarcWriter
from tests.support.warc_records import other_records, response_record, write_records


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger.open(tmp_path)


@pytest.fixture
def captures(ledger: Ledger) -> list[Capture]:
    captures = write_records(ledger.warc_dir, [response_record(number) for number in range(4)])
    captures += write_records(ledger.warc_dir, other_records(captures[0]), "later")
    ledger.captures.add_all(captures)
    return captures


def issues(ledger: Ledger) -> list[tuple[IssueKind, str]]:
    return [(issue.kind, issue.capture) for issue in verify(ledger)]


def alter_record(ledger: Ledger, capture: Capture, old: bytes, new: bytes) -> None:
    """Change the last record of a file and compress it again, so that only its digests are wrong."""
    path = ledger.warc_dir / capture.file
    with path.open("r+b") as stream:
        data = read_member(stream, capture.offset).data
        assert old in data
        packed = compress_member(data.replace(old, new))
        stream.seek(capture.offset)
        stream.truncate()
        stream.write(packed)
    with ledger.transaction() as connection:
        connection.execute("update captures set length = ? where id = ?", (len(packed), capture.id))


def test_an_undamaged_archive_has_no_issues(ledger: Ledger, captures: list[Capture]) -> None:
    assert issues(ledger) == []


@pytest.mark.fault("two_at_once", "verify")
def test_a_running_crawl_is_not_an_issue(ledger: Ledger, captures: list[Capture]) -> None:
    with WarcWriter(ledger.warc_dir, "now") as writer:
        ledger.captures.add(writer.write(response_record(8)))
        writer.write(response_record(9))
        with next(ledger.warc_dir.glob("now*.open")).open("ab") as stream:
            stream.write(b"\x1f\x8b\x08")
        assert issues(ledger) == []


def test_a_flipped_bit_is_found(ledger: Ledger, captures: list[Capture]) -> None:
    path = ledger.warc_dir / captures[1].file
    data = bytearray(path.read_bytes())
    data[captures[1].offset + 60] ^= 1
    path.write_bytes(data)
    assert issues(ledger) == [(IssueKind.DAMAGED, captures[1].id)]


def test_a_missing_or_truncated_file_is_found(ledger: Ledger, captures: list[Capture]) -> None:
    path = ledger.warc_dir / captures[0].file
    path.write_bytes(path.read_bytes()[: captures[3].offset])
    assert issues(ledger) == [(IssueKind.MISSING_RECORD, captures[3].id)]
    path.unlink()
    assert issues(ledger) == [(IssueKind.MISSING_FILE, "")]


def test_a_block_with_a_wrong_digest_is_found(ledger: Ledger, captures: list[Capture]) -> None:
    alter_record(ledger, captures[3], b"Content-Type: text/html", b"Content-Type: text/fake")
    assert issues(ledger) == [(IssueKind.BLOCK_DIGEST, captures[3].id)]


def test_a_payload_with_a_wrong_digest_is_found(ledger: Ledger) -> None:
    other_record = response_record(0)
    record = Record(
        "resource",
        other_record.url,
        other_record.role,
        other_record.outcome,
        payload=b"true",
        digest=other_record.digest,
    )
    capture = write_records(ledger.warc_dir, [record])[0]
    ledger.captures.add(capture)
    assert issues(ledger) == [(IssueKind.PAYLOAD_DIGEST, capture.id)]


def test_rows_that_differ_from_the_records_are_found(ledger: Ledger, captures: list[Capture]) -> None:
    with ledger.transaction() as connection:
        connection.execute("delete from captures where id = ?", (captures[0].id,))
        connection.execute("update captures set outcome = 'gone' where id = ?", (captures[2].id,))
    revisit = captures[-1]
    assert set(issues(ledger)) == {
        (IssueKind.NO_ROW, captures[0].id),
        (IssueKind.ROW_DIFFERS, captures[2].id),
        (IssueKind.NO_ORIGINAL, revisit.id),
    }
