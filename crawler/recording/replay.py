"""An archived visit as the response that it was, for whoever would otherwise ask a portal again."""

from __future__ import annotations

from scrapy.http import Headers, Request, Response
from scrapy.responsetypes import responsetypes

from archive.ledger.ledger import Ledger
from archive.model import Capture, Outcome
from archive.warc.gzip_members import ArchiveDamaged
from archive.warc.reader import Archived, read
from crawler.request_meta import CACHED


def replayed(ledger: Ledger, request: Request, capture: Capture) -> Response:
    """The response as it came over the wire, with its encodings on, flagged as no visit of its own.

    Raises `ArchiveDamaged` or `UnreadableFile` when the record cannot be read.
    """
    body = body_of(ledger, capture)
    # A 304 says nothing of the body's type and encoding: then its first visit does.
    said = body if capture.outcome is Outcome.NOT_MODIFIED else read(ledger.warc, capture)
    headers = Headers()
    for name, value in said.headers:
        headers.appendlist(name, value.encode("latin-1"))
    kind = responsetypes.from_args(headers=headers, url=request.url, body=body.wire)
    status = said.capture.status or 200
    return kind(request.url, status=status, headers=headers, body=body.wire, flags=[CACHED])


def body_of(ledger: Ledger, capture: Capture) -> Archived:
    """The record that holds what a capture showed: its own, or the one that a revisit refers to."""
    original = ledger.original(capture)
    if original is None:
        raise ArchiveDamaged(f"{capture.id} 所指的记录不在存档中")
    return read(ledger.warc, original)
