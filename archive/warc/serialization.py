"""WARC 1.1 records as bytes and back; the only module that uses fastwarc's records.

The block is put together here, byte for byte: Chinese servers send header values in raw GBK and UTF-8, which
a library would encode or drop.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from archive.warc.gzip_members import ArchiveDamaged, GzipMember
from archive.warc.records import Record, sha256, utc_timestamp

_LINE_BREAKS_TO_SPACES = bytes.maketrans(b"\r\n\0", b"   ")
_CONTENT_TYPES = {
    "response": "application/http; msgtype=response",
    "revisit": "application/http; msgtype=response",
    "metadata": "application/warc-fields",
    "resource": "application/warc-record",
}


def record_bytes(record: Record, headers: Mapping[str, str]) -> bytes:
    """A record with its WARC headers and digests, not yet compressed.

    Digests are `sha256:` and hexadecimal, as browsers and other archives print them.
    """
    body = _metadata_body(record) if record.kind == "metadata" else record.payload
    block = _http_header_block(record) + body
    lines = {**headers, "WARC-Type": record.kind, "WARC-Target-URI": record.url}
    if record.kind != "revisit":
        lines["WARC-Payload-Digest"] = f"sha256:{sha256(body)}"
    media_type = record.media_type if record.kind == "resource" else ""
    return _to_bytes(lines, media_type or _CONTENT_TYPES[record.kind], block)


def warcinfo_bytes(headers: Mapping[str, str], run: str, command: str) -> bytes:
    """The record that opens a file: the program, the run that wrote it, and the command of the run.

    `headers` say which record and file it is.
    """
    fields = {
        "software": "gongkai",
        "format": "WARC File Format 1.1",
        "isPartOf": run,
        "description": command,
    }
    block = "".join(f"{field}: {value}\r\n" for field, value in fields.items() if value)
    lines = {**headers, "WARC-Type": "warcinfo", "WARC-Date": utc_timestamp()}
    return _to_bytes(lines, "application/warc-fields", block.encode())


def parse_record(member: GzipMember, *, http: bool = True) -> WarcRecord | None:
    """The record in a member; None for `warcinfo`, which describes its file and is no capture.

    Raises `ArchiveDamaged` if the member holds no WARC record.
    """
    record = parse_member(member, http=http)
    return None if record.record_type == WarcRecordType.warcinfo else record


def parse_member(member: GzipMember, *, http: bool = False) -> WarcRecord:
    """The record in a member, `warcinfo` included. Raises `ArchiveDamaged` if it holds none."""
    try:
        record = next(iter(ArchiveIterator(BytesIO(member.data), parse_http=http)), None)
    except OSError as error:  # what fastwarc raises for bytes that are no WARC header
        raise ArchiveDamaged(f"偏移 {member.offset} 处不是 WARC 记录：{error}") from error
    if record is None:
        raise ArchiveDamaged(f"偏移 {member.offset} 处不是 WARC 记录")
    return record


def parse_warcinfo(member: GzipMember) -> dict[str, str]:
    """The fields of a `warcinfo` record; empty for a member that holds none."""
    try:
        record = parse_member(member)
    except ArchiveDamaged:
        return {}
    if record.record_type != WarcRecordType.warcinfo:
        return {}
    lines = record.reader.read().decode("utf-8", "replace").splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines) if value}


def check_block_digest(record: WarcRecord, offset: int) -> None:
    """Raise `ArchiveDamaged` if the block, which is read, has another digest than the record states.

    The record must be parsed without `http`.
    """
    stated = warc_headers(record).get("warc-block-digest", "")
    if stated != f"sha256:{sha256(record.reader.read())}":
        raise ArchiveDamaged(f"偏移 {offset} 处的内容与记录里写的摘要不符")


def warc_headers(record: WarcRecord) -> dict[str, str]:
    """The WARC headers of a record, names in lower case."""
    return {name.lower(): value for name, value in record.headers.items()}


def http_header_lines(record: WarcRecord) -> tuple[tuple[str, str], ...]:
    """The HTTP header lines of a record parsed with `http`, one character a byte."""
    return () if record.http_headers is None else tuple(record.http_headers.items())


def _to_bytes(headers: Mapping[str, str], content_type: str, block: bytes) -> bytes:
    record = WarcRecord()
    record.headers.status_line = "WARC/1.1"
    lines = {
        **headers,
        "WARC-Block-Digest": f"sha256:{sha256(block)}",
        "Content-Type": content_type,
        "Content-Length": str(len(block)),
    }
    for name, value in lines.items():
        record.headers.append(name, value)
    record.set_bytes_content(block)
    buffer = BytesIO()
    record.write(buffer)
    return buffer.getvalue()


def _http_header_block(record: Record) -> bytes:
    was_sent = record.kind == "response" or (record.refers_to and record.refers_to.record == "response")
    if record.status is None or not was_sent:  # files and rendered pages are no HTTP messages
        return b""
    reason = record.reason.encode("latin-1", "replace")
    status_line = b"HTTP/1.1 " + f"{record.status} ".encode() + _to_single_line(reason)
    lines = [_to_single_line(name) + b": " + _to_single_line(value) for name, value in record.headers]
    return b"\r\n".join([status_line.rstrip(), *lines, b"", b""])


def _metadata_body(record: Record) -> bytes:
    lines = f"outcome: {record.outcome.value}\r\ndetail: {' '.join(record.detail.split())}\r\n"
    return lines.encode()


def _to_single_line(value: bytes) -> bytes:
    return value.translate(_LINE_BREAKS_TO_SPACES)
