"""Writes WARC files, reads and scans them, and recovers them after a crash."""

from __future__ import annotations

from archive.warc.content_encoding import PayloadTooLarge, decode_content
from archive.warc.file_locks import folder_lock, try_lock
from archive.warc.gzip_members import ArchiveDamaged, GzipMember
from archive.warc.member_chain import iter_members
from archive.warc.reader import (
    ArchivedRecord,
    DamagedRecord,
    iter_captures,
    iter_file_captures,
    locate_file,
    read_record,
    read_warcinfo,
    scan_file,
    warc_file_names,
)
from archive.warc.records import InvalidRecord, Record, sha256, time_order, to_capture, utc_timestamp
from archive.warc.recovery import OPEN_SUFFIX, recover_open_files
from archive.warc.serialization import http_header_lines, parse_record, warc_headers
from archive.warc.writer import WarcWriter

__all__ = [
    "OPEN_SUFFIX",
    "ArchiveDamaged",
    "ArchivedRecord",
    "DamagedRecord",
    "GzipMember",
    "InvalidRecord",
    "PayloadTooLarge",
    "Record",
    "WarcWriter",
    "decode_content",
    "folder_lock",
    "http_header_lines",
    "iter_captures",
    "iter_file_captures",
    "iter_members",
    "locate_file",
    "parse_record",
    "read_record",
    "read_warcinfo",
    "recover_open_files",
    "scan_file",
    "sha256",
    "time_order",
    "to_capture",
    "try_lock",
    "utc_timestamp",
    "warc_file_names",
    "warc_headers",
]
