"""An archived visit as the response that it was, for whoever would otherwise ask a portal again."""

from __future__ import annotations

from scrapy.http import Headers, Request, Response
from scrapy.responsetypes import responsetypes

from archive.ledger import Ledger
from archive.model import Capture, Outcome
from archive.warc import ArchiveDamaged, ArchivedRecord, read_record
from crawler.request_meta import CACHED_FLAG


def to_response(ledger: Ledger, request: Request, capture: Capture) -> Response:
    """The response as it came over the wire, with its encodings on, flagged as no visit of its own.

    Raises `ArchiveDamaged` or `UnreadableFile` when the record cannot be read.
    """
    body = payload_record(ledger, capture)
    # A 304 says nothing of the body's type and encoding: then its first visit does.
    said = body if capture.outcome is Outcome.NOT_MODIFIED else read_record(ledger.warc_dir, capture)
    headers = Headers()
    for name, value in said.headers:
        headers.appendlist(name, value.encode("latin-1"))
    kind = responsetypes.from_args(headers=headers, url=request.url, body=body.encoded_body)
    status = said.capture.status or 200
    return kind(request.url, status=status, headers=headers, body=body.encoded_body, flags=[CACHED_FLAG])


def payload_record(ledger: Ledger, capture: Capture) -> ArchivedRecord:
    """The record that holds what a capture showed: its own, or the one that a revisit refers to."""
    original = ledger.captures.payload_capture(capture)
    if original is None:
        raise ArchiveDamaged(f"{capture.id} 所指的记录不在存档中")
    return read_record(ledger.warc_dir, original)
