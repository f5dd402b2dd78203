"""Small WARC records of every kind, with values that try to inject further headers."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path

from archive.model import Capture, Outcome, Role
from archive.warc.records import Record, sha256
from archive.warc.writer import WarcWriter

PAGE_HTML = ("<html><body>" + "<p>一、总体情况。本机关受理申请若干件。</p>" * 60 + "</body></html>").encode()
GZIP_HEADERS = ((b"Content-Type", b"text/html; charset=UTF-8"), (b"Content-Encoding", b"gzip"))


def response_record(number: int, body: bytes = PAGE_HTML, *, source: str = "somewhere") -> Record:
    """Return a gzipped page, different for each number."""
    payload = body + str(number).encode()
    return Record(
        "response",
        f"http://rsj.somewhere.gov.cn.test/zwgk/t{number}.html?q=%E4%BF%9D",
        Role.REPORT,
        Outcome.OK,
        status=200,
        reason="OK",
        headers=GZIP_HEADERS,
        payload=gzip.compress(payload, mtime=0),
        digest=sha256(payload),
        media_type="text/html",
        source=source,
        parent="http://rsj.somewhere.gov.cn.test/zwgk/",
        link_text="某局2023年政府信息公开工作年度报告 50%",
        etag='"5f-%41"',
        last_modified="Mon, 08 Jan 2024 01:02:03 GMT",
    )


def other_records(earlier: Capture) -> list[Record]:
    """Return records of the other kinds; the revisit refers to `earlier`."""
    return [
        Record(
            "metadata", "http://a.gov.cn.test/t", Role.LIST, Outcome.TIMEOUT, detail="超时\r\nGongkai-Run: x"
        ),
        Record(
            "resource", "file:///reports/a.docx", Role.IMPORT, Outcome.OK, payload=b"PK", digest=sha256(b"PK")
        ),
        Record("response", "http://a.gov.cn.test/r", Role.REPORT, Outcome.REDIRECT, status=302, detail="/x"),
        Record(
            "revisit",
            earlier.url,
            Role.REPORT,
            Outcome.OK,
            status=200,
            digest=earlier.digest,
            refers_to=earlier,
        ),
    ]


def write_records(folder: Path, records: Sequence[Record], run: str = "run", **options: int) -> list[Capture]:
    """Archive the records in WARC files of `run`, closed at the end."""
    with WarcWriter(folder, run, **options) as writer:
        return [writer.write(record) for record in records]
