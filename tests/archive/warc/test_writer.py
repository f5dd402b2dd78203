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
from archive.warc.gzip_members import ArchiveDamaged
from archive.warc.reader import iter_captures, read_record
from archive.warc.records import InvalidRecord, Record, sha256
from archive.warc.writer import WarcWriter
from tests.support.warc_records import GZIP_HEADERS, PAGE_HTML, other_records, response_record, write_records


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "warc"


def test_what_is_written_is_found_again_field_for_field(folder: Path) -> None:
    with WarcWriter(folder, "run") as writer:
        first = writer.write(response_record(0))
        captures = [first, *map(writer.write, other_records(first))]
    assert list(iter_captures(folder)) == captures
    assert captures[1].detail == "超时\r\nGongkai-Run: x"
    assert captures[1].run == "run"
    assert captures[-1].refers_to == first.id
    assert first.link_text == "某局2023年政府信息公开工作年度报告 50%"
    assert first.etag == '"5f-%41"'


def test_the_body_comes_back_as_sent_and_decoded(folder: Path) -> None:
    capture = write_records(folder, [response_record(7)])[0]
    archived = read_record(folder, capture)
    assert archived.encoded_body == gzip.compress(PAGE_HTML + b"7", mtime=0)
    assert archived.payload == PAGE_HTML + b"7"
    assert sha256(archived.payload) == capture.digest
    assert (archived.status, archived.media_type, archived.charset) == (200, "text/html", "utf-8")
    assert archived.header("content-encoding") == "gzip"


def test_other_tools_read_the_file_and_agree_with_every_digest(
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


def test_a_header_of_raw_gbk_is_kept_byte_for_byte(folder: Path) -> None:
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
def test_an_address_that_could_start_a_header_is_refused(url: str) -> None:
    with pytest.raises(InvalidRecord):
        Record("metadata", url, Role.LIST, Outcome.TIMEOUT)


def test_a_file_is_rolled_and_two_writers_of_one_run_never_share_one(folder: Path) -> None:
    with (
        WarcWriter(folder, "run", max_file_bytes=3000) as one,
        WarcWriter(folder, "run", max_file_bytes=3000) as other,
    ):
        captures = [writer.write(response_record(number)) for number in range(12) for writer in (one, other)]
    names = {capture.file for capture in captures}
    assert len(names) > 2
    assert names == {path.name for path in folder.glob("*.warc.gz")}
    assert not list(folder.glob("*.open"))
    assert sorted(iter_captures(folder), key=lambda c: c.fetched) == captures


def test_an_open_file_is_read_while_it_is_written(folder: Path) -> None:
    with WarcWriter(folder, "run") as writer:
        capture = writer.write(response_record(1))
        assert [path.suffix for path in folder.glob("run*")] == [".open"]
        assert read_record(folder, capture).payload == PAGE_HTML + b"1"
        assert list(iter_captures(folder)) == [capture]
    assert read_record(folder, capture).payload == PAGE_HTML + b"1"


def test_a_write_that_fails_half_way_leaves_no_half_record(folder: Path) -> None:
    class Full(io.FileIO):
        left = 100

        def write(self, data: object) -> int:
            if not self.left:
                raise OSError(28, "No space left on device")
            part = bytes(data)[: self.left]  # type: ignore[call-overload]
            self.left = 0
            return super().write(part)

    with WarcWriter(folder, "run") as writer:
        first = writer.write(response_record(0))
        whole = writer._stream
        assert whole is not None
        writer._stream = Full(whole.name, "r+b")
        with pytest.raises(OSError, match="No space"):
            writer.write(response_record(1))
        writer._stream = whole
        last = writer.write(response_record(2))
    assert list(iter_captures(folder)) == [first, last]


def test_a_place_that_holds_another_record_is_named(folder: Path) -> None:
    first, second = write_records(folder, [response_record(0), response_record(1)])
    with pytest.raises(ArchiveDamaged, match=first.id):
        read_record(folder, replace(first, offset=second.offset))
    with pytest.raises(ArchiveDamaged, match="找不到"):
        read_record(folder, replace(first, file="gone.warc.gz"))


def test_one_damaged_record_costs_only_itself(folder: Path) -> None:
    captures = write_records(folder, [response_record(number) for number in range(5)])
    path = folder / captures[0].file
    data = bytearray(path.read_bytes())
    data[captures[2].offset + captures[2].length // 2] ^= 0xFF
    path.write_bytes(data)
    assert list(iter_captures(folder)) == [*captures[:2], *captures[3:]]
    with pytest.raises(ArchiveDamaged):
        read_record(folder, captures[2])


def bomb(encoding: str, size: int) -> bytes:
    zeros = b"0" * size
    return {"gzip": gzip.compress, "br": brotli.compress, "zstd": zstd.compress}[encoding](zeros)


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
def test_a_bomb_is_stopped_by_name_before_it_fills_the_memory(encoding: str, folder: Path) -> None:
    body = bomb(encoding, 80_000_000)
    tracemalloc.start()
    with pytest.raises(PayloadTooLarge, match="1000000"):
        decode_content(body, encoding, 1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000
    body = bomb("gzip", 70_000_000)
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
def test_a_body_that_broke_off_is_not_taken_for_whole(encoding: str) -> None:
    whole = zlib.compress(PAGE_HTML) if encoding == "deflate" else bomb(encoding, 5000)
    assert decode_content(whole, encoding) in (PAGE_HTML, b"0" * 5000)
    with pytest.raises(UnreadableFile):
        decode_content(whole[:-6], encoding)


def test_encodings_as_servers_really_send_them() -> None:
    raw = zlib.compressobj(wbits=-15)
    assert decode_content(raw.compress(PAGE_HTML) + raw.flush(), "deflate") == PAGE_HTML
    assert decode_content(PAGE_HTML, "gzip") == PAGE_HTML  # says gzip, sends text
    assert decode_content(gzip.compress(gzip.compress(PAGE_HTML)), "gzip, x-gzip") == PAGE_HTML
    assert decode_content(gzip.compress(PAGE_HTML) + b"\0" * 9, "GZIP") == PAGE_HTML
    assert decode_content(b"", "gzip") == b""
    with pytest.raises(UnreadableFile, match="compress"):
        decode_content(PAGE_HTML, "compress")
