"""Compares a response with the archive and turns an unchanged one into a `revisit` record.

A revisit has no body, so the earlier record is read from its file first: a row of the ledger alone is not
reason enough to drop a body.
"""

from __future__ import annotations

import logging
from dataclasses import replace

from archive.ledger import Ledger
from archive.model import Capture, Outcome, UnreadableFile
from archive.text import remove_session_ids_from_page
from archive.warc import (
    ArchiveDamaged,
    ArchivedRecord,
    PayloadTooLarge,
    Record,
    decode_content,
    read_record,
    sha256,
)
from crawler.recording.outcomes import Classification, classify_error, classify_response

logger = logging.getLogger(__name__)

_KINDS_WITH_BODY = ("response", "resource")
_TEXT_TYPES = ("text/", "application/xhtml", "application/json", "application/xml")
_CONTENT_ENCODING = b"content-encoding"
_BODY_HEADERS = (_CONTENT_ENCODING, b"content-length")


def with_outcome(record: Record) -> Record:
    """Return the record with its digest, and if its outcome is OK, with the outcome that its body shows."""
    if record.kind not in _KINDS_WITH_BODY:
        return record
    payload, problem = _decoded_payload(record)
    classification = Classification(record.outcome, record.detail)
    if record.outcome is Outcome.OK and record.status is not None:
        classification = _classify(record, payload, problem)
    digest = sha256(payload) if payload else ""
    return replace(record, digest=digest, outcome=classification.outcome, detail=classification.detail)


def _classify(record: Record, payload: bytes, problem: Classification) -> Classification:
    """Return the outcome of a response. A body that cannot be decoded matters only if the status is good.

    An error of this program becomes the outcome `internal_error`: the response is archived all the same.
    """
    body = payload if problem.outcome is Outcome.OK else b""
    try:
        outcome, detail = classify_response(record.status or 0, record.headers, body)
    except Exception as error:
        logger.exception("判断 %s 的结果时程序出错", record.url)
        return classify_error(error)
    if outcome in (Outcome.OK, Outcome.EMPTY) and problem.outcome is not Outcome.OK:
        return problem
    if outcome is Outcome.OK and problem.detail:
        detail = "；".join(filter(None, (detail, problem.detail)))
    return Classification(outcome, detail)


def deduplicated(record: Record, ledger: Ledger, has_capture: bool = True) -> Record:
    """Return the record as a revisit if the archive has the same body already, else with its body.

    A body that differs from the archived one only in session ids stays, and the record says so.
    `has_capture` says whether there is any capture of its page at all.
    """
    if record.kind not in _KINDS_WITH_BODY:
        return record
    if record.outcome is Outcome.NOT_MODIFIED:
        return _not_modified_revisit(record, ledger)
    if not has_capture:
        return record
    earlier = ledger.captures.find_identical(record)
    archived = _read_archived(earlier, ledger) if earlier else None
    if earlier is None or archived is None:
        return replace(record, same_page_as=_find_same_page(record, ledger))
    return replace(
        record,
        kind="revisit",
        payload=b"",
        headers=_revisit_headers(record, archived),
        refers_to=earlier,
        encoded_digest=sha256(archived.encoded_body),
    )


def _find_same_page(record: Record, ledger: Ledger) -> str:
    """Return the id of the first capture whose body differs from this one only in session ids, or ""."""
    if record.outcome is not Outcome.OK or not record.media_type.startswith(_TEXT_TYPES):
        return ""
    payload, _ = _decoded_payload(record)
    page = remove_session_ids_from_page(payload, record.url)
    earlier = ledger.captures.find_identical(record, any_body=True) if page != payload else None
    archived = _read_archived(earlier, ledger) if earlier else None
    if earlier is None or archived is None:
        return ""
    is_same = remove_session_ids_from_page(archived.payload, earlier.url) == page
    return (earlier.same_page_as or earlier.id) if is_same else ""


def _decoded_payload(record: Record) -> tuple[bytes, Classification]:
    """Return the decoded body, and what is wrong with its encoding: only the label if the outcome is OK."""
    encoding = b", ".join(value for name, value in record.headers if name.lower() == _CONTENT_ENCODING)
    if record.kind == "resource":  # made by us or by the browser, which has decoded it
        return record.payload, Classification(Outcome.OK)
    try:
        label = encoding.decode("latin-1")
        payload = decode_content(record.payload, label)
        is_wrong = payload and payload == record.payload and label.strip(" ,").lower() not in ("", "identity")
        return payload, Classification(Outcome.OK, f"压缩标为 {label[:40]}，实为未压缩" if is_wrong else "")
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
    """Return headers that fit the body of the earlier record, with which they will be replayed.

    The same page may be gzipped in one response and not, or differently, in another.
    """
    if record.payload == archived.encoded_body:
        return record.headers
    kept = tuple((_archived_header_name(name), value) for name, value in record.headers)
    encoding = archived.header("Content-Encoding").encode("latin-1")
    return (*kept, (b"Content-Encoding", encoding)) if encoding else kept


def _archived_header_name(name: bytes) -> bytes:
    return b"X-Archive-Orig-" + name if name.lower() in _BODY_HEADERS else name
