"""WARC 1.1 records as bytes: the only place that speaks to warcio and to fastwarc's record parser."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType
from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from archive.warc.gzip_members import ArchiveDamaged, GzipMember
from archive.warc.records import Record

_LINE_BREAKS_TO_SPACES = bytes.maketrans(b"\r\n\0", b"   ")


class _Digester(Digester):
    """Digests as `sha256:` and hexadecimal, as browsers and other archives print them."""

    def __str__(self) -> str:
        return f"{self.type_}:{self.digester.hexdigest()}"


class _RecordWriter(WARCWriter):
    @staticmethod
    def _create_digester() -> _Digester:
        return _digester("sha256")  # type: ignore[no-any-return]

    @staticmethod
    def _iter_stream(stream: BytesIO) -> Iterator[bytes]:
        # All of it is in memory: pieces would only let other threads in between, once for each.
        yield stream.read()


class _RawHeaders(StatusAndHeaders):
    """HTTP header lines written as the bytes they came in.

    warcio percent-encodes what is not ASCII; Chinese servers send file names in raw GBK and UTF-8.
    """

    def to_ascii_bytes(self, filter_func: Any = None) -> bytes:
        text = str(self.to_str(filter_func))  # type: ignore[no-untyped-call]
        return text.encode("latin-1") + b"\r\n"


# warcio has no annotations: what comes from it is Any, and stays inside this module.
_digester: Any = _Digester
_record_writer: Any = _RecordWriter
_raw_headers: Any = _RawHeaders


def record_bytes(record: Record, headers: dict[str, str]) -> bytes:
    """A record with its WARC headers and digests, not yet compressed."""
    body = _metadata_body(record) if record.kind == "metadata" else record.payload
    buffer = BytesIO()
    writer = _record_writer(buffer, gzip=False, warc_version="1.1")
    made = writer.create_warc_record(
        record.url,
        record.kind,
        payload=BytesIO(body) if body else None,
        length=len(body),
        warc_content_type=record.media_type if record.kind == "resource" else "",
        warc_headers_dict=headers,
        http_headers=_http_headers(record),
    )
    writer.write_record(made)
    return buffer.getvalue()


def warcinfo_bytes(name: str) -> bytes:
    """The record that opens a file."""
    buffer = BytesIO()
    writer = _record_writer(buffer, gzip=False, warc_version="1.1")
    about = {"software": "gongkai", "format": "WARC File Format 1.1"}
    writer.write_record(writer.create_warcinfo_record(name, about))
    return buffer.getvalue()


def parse_record(member: GzipMember, *, http: bool = True) -> WarcRecord | None:
    """The record in a member; None for `warcinfo`, which describes its file and is no capture."""
    try:
        record = next(iter(ArchiveIterator(BytesIO(member.data), parse_http=http)), None)
    except OSError as error:  # fastwarc's word for bytes that are no WARC header
        raise ArchiveDamaged(f"偏移 {member.offset} 处不是 WARC 记录：{error}") from error
    if record is None:
        raise ArchiveDamaged(f"偏移 {member.offset} 处不是 WARC 记录")
    return None if record.record_type == WarcRecordType.warcinfo else record


def warc_headers(record: WarcRecord) -> dict[str, str]:
    """The WARC headers of a record, names in lower case."""
    return {name.lower(): value for name, value in record.headers.items()}


def http_header_lines(record: WarcRecord) -> tuple[tuple[str, str], ...]:
    """The HTTP header lines of a record parsed with `http`, one character a byte."""
    return () if record.http_headers is None else tuple(record.http_headers.items())


def _http_headers(record: Record) -> Any:
    was_sent = record.kind == "response" or (record.refers_to and record.refers_to.record == "response")
    if record.status is None or not was_sent:  # files and rendered pages are no HTTP messages
        return None
    lines = [(_to_single_line(name), _to_single_line(value)) for name, value in record.headers]
    reason = _to_single_line(record.reason.encode("latin-1", "replace"))
    return _raw_headers(f"{record.status} {reason}".rstrip(), lines, protocol="HTTP/1.1")


def _metadata_body(record: Record) -> bytes:
    lines = f"outcome: {record.outcome.value}\r\ndetail: {' '.join(record.detail.split())}\r\n"
    return lines.encode()


def _to_single_line(value: bytes) -> str:
    return value.translate(_LINE_BREAKS_TO_SPACES).decode("latin-1")
