"""Converts an archived record back to a Scrapy response."""

from __future__ import annotations

from scrapy.http import Headers, Request, Response
from scrapy.responsetypes import responsetypes

from archive.ledger import Ledger
from archive.model import Capture, Outcome
from archive.warc import ArchiveDamaged, ArchivedRecord, read_record
from crawler.request_meta import CACHED_FLAG


def to_response(ledger: Ledger, request: Request, capture: Capture) -> Response:
    """Return a capture as a response with its content encoding, marked with `CACHED_FLAG`.

    Raises `ArchiveDamaged` or `UnreadableFile` if the record cannot be read.
    """
    body = payload_record(ledger, capture)
    # A 304 does not give type and encoding of the body: then the headers of the first response do.
    head = body if capture.outcome is Outcome.NOT_MODIFIED else read_record(ledger.warc_dir, capture)
    headers = Headers()
    for name, value in head.headers:
        headers.appendlist(name, value.encode("latin-1"))
    response_class = responsetypes.from_args(headers=headers, url=request.url, body=body.encoded_body)
    status = head.capture.status or 200
    return response_class(
        request.url, status=status, headers=headers, body=body.encoded_body, flags=[CACHED_FLAG]
    )


def payload_record(ledger: Ledger, capture: Capture) -> ArchivedRecord:
    """Return the record with the body of a capture: its own, or the one that a revisit refers to.

    Raises `ArchiveDamaged` if that record is not in the archive.
    """
    original = ledger.captures.payload_capture(capture)
    if original is None:
        raise ArchiveDamaged(f"{capture.id} 所指的记录不在存档中")
    return read_record(ledger.warc_dir, original)
