"""What a visit brought, compared with what is archived: a record in full, or a `revisit` of an earlier one.

A revisit leaves its body out, so the earlier record is read back first: nothing is left out on the word
of a ledger row alone.
"""

from __future__ import annotations

from dataclasses import replace

from archive.ledger import Ledger
from archive.model import Capture, Outcome, UnreadableFile
from archive.warc import (
    ArchiveDamaged,
    ArchivedRecord,
    PayloadTooLarge,
    Record,
    decode_content,
    read_record,
    sha256,
)
from crawler.recording.outcomes import Classification, classify_response

_KINDS_WITH_BODY = ("response", "resource")
_CONTENT_ENCODING = b"content-encoding"
_BODY_HEADERS = (_CONTENT_ENCODING, b"content-length")


def with_outcome(record: Record) -> Record:
    """The record with its digest, and for a response still taken for good the outcome that its body tells."""
    if record.kind not in _KINDS_WITH_BODY:
        return record
    payload, fault = _decoded_payload(record)
    verdict = fault or Classification(record.outcome, record.detail)
    if fault is None and record.outcome is Outcome.OK and record.status is not None:
        verdict = classify_response(record.status, record.headers, payload)
    digest = sha256(payload) if payload else ""
    return replace(record, digest=digest, outcome=verdict.outcome, detail=verdict.detail)


def deduplicated(record: Record, ledger: Ledger, has_capture: bool = True) -> Record:
    """The record as a revisit where the archive holds the same already, else unchanged.

    `is_known` says whether there is any capture of its address at all.
    """
    if record.kind not in _KINDS_WITH_BODY:
        return record
    if record.outcome is Outcome.NOT_MODIFIED:
        return _not_modified_revisit(record, ledger)
    earlier = ledger.captures.find_identical(record) if has_capture else None
    archived = _read_archived(earlier, ledger) if earlier else None
    if earlier is None or archived is None:
        return record
    return replace(
        record,
        kind="revisit",
        payload=b"",
        headers=_revisit_headers(record, archived),
        refers_to=earlier,
        encoded_digest=sha256(archived.encoded_body),
    )


def _decoded_payload(record: Record) -> tuple[bytes, Classification | None]:
    encoding = b", ".join(value for name, value in record.headers if name.lower() == _CONTENT_ENCODING)
    if record.kind == "resource":  # made by us or by the browser, which has undone the encoding
        return record.payload, None
    try:
        return decode_content(record.payload, encoding.decode("latin-1")), None
    except PayloadTooLarge as error:
        return record.payload, Classification(Outcome.TOO_LARGE, str(error))
    except UnreadableFile as error:
        return record.payload, Classification(Outcome.CONNECTION, str(error))


def _not_modified_revisit(record: Record, ledger: Ledger) -> Record:
    latest = ledger.captures.latest_success(record.url)
    earlier = ledger.captures.payload_capture(latest) if latest else None
    if latest is None or earlier is None:
        return replace(record, detail="服务器说未变，存档中却没有此页")
    return replace(
        record,
        kind="revisit",
        payload=b"",
        refers_to=earlier,
        digest=earlier.digest,
        media_type=earlier.media_type,
        etag=record.etag or latest.etag,
        last_modified=record.last_modified or latest.last_modified,
    )


def _read_archived(earlier: Capture, ledger: Ledger) -> ArchivedRecord | None:
    try:
        return read_record(ledger.warc_dir, earlier)
    except (ArchiveDamaged, UnreadableFile):
        return None


def _revisit_headers(record: Record, archived: ArchivedRecord) -> tuple[tuple[bytes, bytes], ...]:
    """Header lines that fit the body they will be replayed with: the earlier record's.

    The same page may come once gzipped and once plain, or gzipped in other pieces.
    """
    if record.payload == archived.encoded_body:
        return record.headers
    kept = tuple((_archived_header_name(name), value) for name, value in record.headers)
    encoding = archived.header("Content-Encoding").encode("latin-1")
    return (*kept, (b"Content-Encoding", encoding)) if encoding else kept


def _archived_header_name(name: bytes) -> bytes:
    return b"X-Archive-Orig-" + name if name.lower() in _BODY_HEADERS else name
