"""Records inside the payload of a damaged record: a server sends a PDF that holds a WARC record."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from archive.model import Capture
from archive.warc.gzip_members import compress_member, read_member
from archive.warc.reader import DamagedRecord, iter_captures, scan_file
from archive.warc.records import Record, new_record_id, sha256, to_headers
from archive.warc.recovery import recover_open_files
from archive.warc.serialization import record_bytes, warcinfo_bytes
from archive.warc.writer import WarcWriter
from tests.support.warc_records import response_record, write_records

FORGED = "http://www.forged.gov.cn.test/2023.html"


def forged_record() -> Record:
    return replace(response_record(9), url=FORGED)


def forge_by_hand(_: Path) -> bytes:
    """A record as the program wrote them before it marked their place."""
    return compress_member(record_bytes(forged_record(), to_headers(forged_record(), "run")))


def forge_with_the_program(folder: Path) -> bytes:
    """A record that the program wrote itself, elsewhere, under the same name of a run."""
    elsewhere = folder.parent / "elsewhere"
    [capture] = write_records(elsewhere, [forged_record()])
    with (elsewhere / capture.file).open("rb") as stream:
        stream.seek(capture.offset)
        return stream.read(capture.length)


def pdf_with(data: bytes) -> Record:
    """A file that holds `data` at its end; compressed bytes stand in the archive as they came."""
    body = b"%PDF-1.7\n" + data
    return replace(response_record(1), payload=body, headers=(), digest=sha256(body))


def archive_pdf(folder: Path, forged: bytes, number: int = 2) -> tuple[list[Capture], Path]:
    records = [response_record(0), pdf_with(forged), *map(response_record, range(2, 2 + number))]
    captures = write_records(folder, records, compression_level=0)
    path = folder / captures[0].file
    assert forged in path.read_bytes()
    return captures, path


def damage(path: Path, offset: int) -> None:
    data = bytearray(path.read_bytes())
    data[offset] ^= 0xFF
    path.write_bytes(data)


@pytest.mark.parametrize("forge", [forge_by_hand, forge_with_the_program])
def test_a_record_inside_of_damaged_bytes_is_no_record_of_the_archive(
    tmp_path: Path, forge: Callable[[Path], bytes]
) -> None:
    captures, path = archive_pdf(tmp_path / "warc", forge(tmp_path / "warc"))
    damage(path, captures[1].offset + 40)
    found = list(scan_file(path.parent, path.name))
    assert [item for item in found if isinstance(item, Capture)] == [captures[0], *captures[2:]]
    assert [item.offset for item in found if isinstance(item, DamagedRecord)] == [captures[1].offset]


def test_a_record_inside_of_the_one_that_was_being_written_is_cut_off(tmp_path: Path) -> None:
    folder = tmp_path / "warc"
    captures, path = archive_pdf(folder, forge_with_the_program(folder), 0)
    left = path.rename(f"{path}.open")
    left.write_bytes(left.read_bytes()[:-9])  # killed after the forged record, within the one that holds it
    recover_open_files(folder)
    assert list(iter_captures(folder)) == captures[:1]
    assert path.stat().st_size == captures[1].offset


def test_a_true_record_that_a_server_sends_back_is_not_taken_twice(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "run", compression_level=0) as writer:
        first = writer.write(response_record(0))
        with next(tmp_path.glob("run*")).open("rb") as stream:
            stream.seek(first.offset)
            copied = stream.read(first.length)
        second = writer.write(pdf_with(copied))
        third = writer.write(response_record(2))
    damage(tmp_path / first.file, second.offset + 40)
    assert list(iter_captures(tmp_path)) == [first, third]


def test_records_behind_a_damaged_opening_are_kept(tmp_path: Path) -> None:
    captures, path = archive_pdf(tmp_path / "warc", forge_with_the_program(tmp_path / "warc"))
    damage(path, 15)
    damage(path, captures[1].offset + 40)
    assert list(iter_captures(path.parent)) == [captures[0], *captures[2:]]


def test_files_of_earlier_versions_lose_only_the_damaged_record(tmp_path: Path) -> None:
    path = tmp_path / "20240105T030405-abcdef-1-00001.warc.gz"
    run = path.name[:22]
    opening = warcinfo_bytes({"WARC-Record-ID": new_record_id()}, run, "crawl")
    forged = compress_member(record_bytes(forged_record(), to_headers(forged_record(), "guessed")))
    records = [response_record(0), pdf_with(forged), response_record(2)]
    members = [compress_member(record_bytes(record, to_headers(record, run)), 0) for record in records]
    path.write_bytes(b"".join([compress_member(opening), *members]))
    before = list(iter_captures(tmp_path))
    damage(path, before[1].offset + 40)
    assert list(iter_captures(tmp_path)) == [before[0], before[2]]


def test_a_block_with_another_digest_is_damage(tmp_path: Path) -> None:
    [capture] = write_records(tmp_path, [replace(response_record(0), headers=(), payload=b"figure: 17")])
    path = tmp_path / capture.file
    with path.open("rb") as stream:
        member = read_member(stream, capture.offset)
    changed = compress_member(member.data.replace(b"figure: 17", b"figure: 18"))
    path.write_bytes(path.read_bytes()[: capture.offset] + changed)
    assert zlib.decompress(changed, 31) != member.data
    [found] = scan_file(tmp_path, capture.file)
    assert isinstance(found, DamagedRecord)
    assert "摘要不符" in found.reason
