from __future__ import annotations

import gzip
import io
import tracemalloc
import zlib
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import brotli
import pytest
from backports import zstd
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from archive.model import Outcome, Role, UnreadableFile
from archive.warc.content_encoding import PayloadTooLarge, decode_content
from archive.warc.gzip_members import ArchiveDamaged, iter_stretches
from archive.warc.reader import iter_captures, read_record
from archive.warc.records import InvalidRecord, Record, sha256
from archive.warc.writer import WarcWriter
from tests.support.warc_records import GZIP_HEADERS, PAGE_HTML, other_records, response_record, write_records


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "warc"


def test_written_records_are_read_back_with_every_field(folder: Path) -> None:
    with WarcWriter(folder, "run") as writer:
        first = writer.write(response_record(0))
        captures = [first, *map(writer.write, other_records(first))]
    assert list(iter_captures(folder)) == captures
    assert captures[1].detail == "超时\r\nGongkai-Run: x"
    assert captures[1].run == "run"
    assert captures[-1].refers_to == first.id
    assert first.link_text == "某局2023年政府信息公开工作年度报告 50%"
    assert first.etag == '"5f-%41"'


def test_the_body_is_read_back_as_sent_and_decoded(folder: Path) -> None:
    capture = write_records(folder, [response_record(7)])[0]
    archived = read_record(folder, capture)
    assert archived.encoded_body == gzip.compress(PAGE_HTML + b"7", mtime=0)
    assert archived.payload == PAGE_HTML + b"7"
    assert sha256(archived.payload) == capture.digest
    assert (archived.status, archived.media_type, archived.charset) == (200, "text/html", "utf-8")
    assert archived.header("content-encoding") == "gzip"


def test_other_tools_can_read_the_file_and_confirm_every_digest(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with WarcWriter(folder, "run") as writer:
        first = writer.write(response_record(0))
        for record in other_records(first):
            writer.write(record)
    path = next(folder.glob("*.warc.gz"))
    checker = Checker(SimpleNamespace(inputs=[str(path)], verbose=True))
    assert checker.process_all() == 0
    assert capsys.readouterr().out.count("digest pass") == 5  # all but the revisit
    with path.open("rb") as stream:
        kinds = [record.rec_type for record in ArchiveIterator(stream, check_digests="raise")]
    assert kinds == ["warcinfo", "response", "metadata", "resource", "response", "revisit"]
    with path.open("rb") as stream:
        assert sum(1 for _ in FastIterator(stream)) == 6


def test_the_bytes_of_a_gbk_header_are_kept(folder: Path) -> None:
    split = (b"Set-Cookie", b"b=2\r\nX-Own: 1")
    name = "attachment; filename=年报.doc".encode("gb18030")
    record = Record(
        "response",
        "http://a.gov.cn.test/d",
        Role.ATTACHMENT,
        Outcome.OK,
        status=200,
        headers=((b"Content-Disposition", name), (b"Set-Cookie", b"a=1"), split),
        payload=b"doc",
        digest=sha256(b"doc"),
    )
    archived = read_record(folder, write_records(folder, [record])[0])
    assert archived.header("Content-Disposition").encode("latin-1") == name
    assert [value for key, value in archived.headers if key == "Set-Cookie"] == ["a=1", "b=2  X-Own: 1"]
    assert archived.header("X-Own") == ""
    assert archived.payload == b"doc"


@pytest.mark.parametrize("url", ["", "http://a/ b", "http://a/\r\nWARC-Type: response", "http://a/\x00"])
def test_an_address_that_could_inject_a_header_is_refused(url: str) -> None:
    with pytest.raises(InvalidRecord):
        Record("metadata", url, Role.LIST, Outcome.TIMEOUT)


def test_a_writer_starts_new_files_and_shares_none_with_another(folder: Path) -> None:
    with (
        WarcWriter(folder, "run", max_file_bytes=3000) as first,
        WarcWriter(folder, "run", max_file_bytes=3000) as second,
    ):
        captures = [
            writer.write(response_record(number)) for number in range(12) for writer in (first, second)
        ]
    names = {capture.file for capture in captures}
    assert len(names) > 2
    assert names == {path.name for path in folder.glob("*.warc.gz")}
    assert not list(folder.glob("*.open"))
    assert sorted(iter_captures(folder), key=lambda capture: capture.fetched) == captures


def test_a_file_can_be_read_while_it_is_written(folder: Path) -> None:
    with WarcWriter(folder, "run") as writer:
        capture = writer.write(response_record(1))
        assert [path.suffix for path in folder.glob("run*")] == [".open"]
        assert read_record(folder, capture).payload == PAGE_HTML + b"1"
        assert list(iter_captures(folder)) == [capture]
    assert read_record(folder, capture).payload == PAGE_HTML + b"1"


def test_a_failed_write_leaves_no_partial_record(folder: Path) -> None:
    class FullDiskFile(io.FileIO):
        left = 100

        def write(self, data: object) -> int:
            if not self.left:
                raise OSError(28, "No space left on device")
            part = bytes(data)[: self.left]  # type: ignore[call-overload]
            self.left = 0
            return super().write(part)

    with WarcWriter(folder, "run") as writer:
        first = writer.write(response_record(0))
        stream = writer._stream
        assert stream is not None
        complete_size = Path(str(stream.name)).stat().st_size
        writer._stream = FullDiskFile(stream.name, "r+b")
        with pytest.raises(OSError, match="No space"):
            writer.write(response_record(1))
        writer._stream = stream
        # A reader may skip half a record, so that the next ones are found all the same: the bytes count.
        assert Path(str(stream.name)).stat().st_size == complete_size
        last = writer.write(response_record(2))
    assert list(iter_captures(folder)) == [first, last]
    members = iter_stretches(folder / first.file, 0, lambda _member: True)
    assert [member.damage for member in members] == [""] * 3


def test_a_wrong_offset_or_file_of_a_record_is_reported(folder: Path) -> None:
    first, second = write_records(folder, [response_record(0), response_record(1)])
    with pytest.raises(ArchiveDamaged, match=first.id):
        read_record(folder, replace(first, offset=second.offset))
    with pytest.raises(ArchiveDamaged, match="找不到"):
        read_record(folder, replace(first, file="gone.warc.gz"))


def test_only_the_damaged_record_is_lost(folder: Path) -> None:
    captures = write_records(folder, [response_record(number) for number in range(5)])
    path = folder / captures[0].file
    data = bytearray(path.read_bytes())
    data[captures[2].offset + captures[2].length // 2] ^= 0xFF
    path.write_bytes(data)
    assert list(iter_captures(folder)) == [*captures[:2], *captures[3:]]
    with pytest.raises(ArchiveDamaged):
        read_record(folder, captures[2])


def compressed_zeros(encoding: str, size: int) -> bytes:
    zeros = b"0" * size
    return {"gzip": gzip.compress, "br": brotli.compress, "zstd": zstd.compress}[encoding](zeros)


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
def test_a_decompression_bomb_is_stopped_with_little_memory(encoding: str, folder: Path) -> None:
    body = compressed_zeros(encoding, 80_000_000)
    tracemalloc.start()
    with pytest.raises(PayloadTooLarge, match="1000000"):
        decode_content(body, encoding, 1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000
    body = compressed_zeros("gzip", 70_000_000)
    record = Record(
        "response",
        "http://a/",
        Role.REPORT,
        Outcome.OK,
        status=200,
        headers=GZIP_HEADERS,
        payload=body,
    )
    archived = read_record(folder, write_records(folder, [record])[0])
    assert archived.encoded_body == record.payload
    with pytest.raises(PayloadTooLarge):
        _ = archived.payload


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_an_incomplete_body_is_unreadable(encoding: str) -> None:
    complete = zlib.compress(PAGE_HTML) if encoding == "deflate" else compressed_zeros(encoding, 5000)
    assert decode_content(complete, encoding) in (PAGE_HTML, b"0" * 5000)
    with pytest.raises(UnreadableFile):
        decode_content(complete[:-6], encoding)


def test_encodings_as_real_servers_send_them() -> None:
    raw = zlib.compressobj(wbits=-15)
    assert decode_content(raw.compress(PAGE_HTML) + raw.flush(), "deflate") == PAGE_HTML
    assert decode_content(PAGE_HTML, "gzip") == PAGE_HTML  # declared gzip, sent as text
    assert decode_content(gzip.compress(gzip.compress(PAGE_HTML)), "gzip, x-gzip") == PAGE_HTML
    assert decode_content(gzip.compress(PAGE_HTML) + b"\0" * 9, "GZIP") == PAGE_HTML
    assert decode_content(b"", "gzip") == b""
    with pytest.raises(UnreadableFile, match="compress"):
        decode_content(b"\x1f\x9d\x90" + bytes(range(200)), "compress")


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd", "deflate", "utf-8", "none", "gzip, br"])
@pytest.mark.parametrize("body", [PAGE_HTML, b"%PDF-1.4 " + bytes(range(256)), "没有标签的正文".encode() * 9])
def test_a_body_that_is_not_encoded_at_all_is_returned_as_it_came(encoding: str, body: bytes) -> None:
    assert decode_content(body, encoding) == body


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate"])
def test_bytes_that_are_neither_encoded_nor_a_file_are_unreadable(encoding: str) -> None:
    with pytest.raises(UnreadableFile, match=encoding):
        decode_content(b"\xff\xfe\x81" * 50, encoding)
