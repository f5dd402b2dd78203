"""The fields of a WARC record, and the ledger row that is read back from its headers alone.

Every field of `Capture` except `file`, `offset` and `length` is a WARC header: a standard one if the standard
has it, otherwise `Gongkai-…`. Free text is percent-encoded UTF-8, so that no value can start another header.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote, unquote

from archive.model import Capture, Outcome, ReportError, Role, translate

RECORD_TYPES = frozenset({"response", "revisit", "metadata", "resource"})
IDENTICAL_PAYLOAD_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED_PROFILE = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_OPTIONAL_FIELDS = (
    "source",
    "parent",
    "link_text",
    "detail",
    "media_type",
    "etag",
    "last_modified",
    "form",
    "same_page_as",
)
_HEADER_BY_FIELD = {
    name: "Gongkai-" + "-".join(part.capitalize() for part in name.split("_")) for name in _OPTIONAL_FIELDS
}
"""The WARC header that keeps each of these fields."""
_UNSAFE_URL_CHARACTER = re.compile(r"[\x00-\x20\x7f]")
_SHA256_HEX = re.compile(r"[0-9a-f]{64}")


class InvalidRecord(ReportError):
    """A record that cannot be written or read as one of ours; the message names the field."""


def utc_timestamp() -> str:
    """The current time as RFC 3339 UTC with microseconds, as all times in the ledger are written."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def time_order(fetched: str, now: str) -> tuple[bool, str]:
    """A sort key of times, the oldest first.

    A time later than `now`, from a clock that was wrong, comes before all others: nothing that was archived
    since may be hidden by it.
    """
    return fetched <= now, fetched


def new_record_id() -> str:
    """A random `WARC-Record-ID`."""
    return f"<urn:uuid:{uuid.uuid4()}>"


def sha256(data: bytes) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Record:
    """One outcome to be archived.

    `payload` is the body with its content encoding, without transfer encoding; `headers` are HTTP header
    lines as Scrapy gives them, those of one name together. `digest` is the SHA-256 of the payload without
    content encoding, empty if there is no body. A `revisit` has no payload: `refers_to` is the capture that
    has it, and `encoded_digest` the digest of that payload with its content encoding, as other WARC tools
    compare it. `same_page_as` is the id of the capture whose body differs from this one only in session ids.
    """

    kind: str
    url: str
    role: Role
    outcome: Outcome
    fetched: str = field(default_factory=utc_timestamp)
    status: int | None = None
    reason: str = ""
    headers: tuple[tuple[bytes, bytes], ...] = ()
    payload: bytes = b""
    digest: str = ""
    encoded_digest: str = ""
    media_type: str = ""
    source: str = ""
    parent: str = ""
    link_text: str = ""
    detail: str = ""
    etag: str = ""
    last_modified: str = ""
    form: str = ""
    same_page_as: str = ""
    refers_to: Capture | None = None

    def __post_init__(self) -> None:
        if self.kind not in RECORD_TYPES:
            raise InvalidRecord(translate("不认识的记录类型：{kind}", kind=self.kind))
        if not self.url or _UNSAFE_URL_CHARACTER.search(self.url):
            raise InvalidRecord(translate("网址含空白或控制字符：{url}", url=repr(self.url)))
        if self.digest and not _SHA256_HEX.fullmatch(self.digest):
            raise InvalidRecord(translate("摘要不是 SHA-256：{digest}", digest=repr(self.digest)))
        if self.kind == "revisit" and (self.refers_to is None or self.payload):
            raise InvalidRecord(translate("revisit 记录须指向原有记录，且不带内容"))


def to_headers(record: Record, run: str) -> dict[str, str]:
    """The WARC headers that keep a record's capture fields, with a new `WARC-Record-ID`."""
    texts = {name: getattr(record, name) for name in _OPTIONAL_FIELDS}
    headers = {
        "WARC-Record-ID": new_record_id(),
        "WARC-Date": record.fetched,
        "Gongkai-Run": run,
        "Gongkai-Role": record.role.value,
        "Gongkai-Outcome": record.outcome.value,
        **{_HEADER_BY_FIELD[name]: quote(value) for name, value in texts.items() if value},
    }
    if record.status is not None:
        headers["Gongkai-Status"] = str(record.status)
    if record.digest:
        headers["Gongkai-Digest"] = f"sha256:{record.digest}"
    return headers | _revisit_headers(record)


def _revisit_headers(record: Record) -> dict[str, str]:
    earlier = record.refers_to
    if earlier is None:
        return {}
    headers = {"WARC-Payload-Digest": f"sha256:{record.encoded_digest}"} if record.encoded_digest else {}
    return headers | {
        "WARC-Profile": NOT_MODIFIED_PROFILE
        if record.outcome is Outcome.NOT_MODIFIED
        else IDENTICAL_PAYLOAD_PROFILE,
        "WARC-Refers-To": f"<urn:uuid:{earlier.id}>",
        "WARC-Refers-To-Target-URI": earlier.url,
        "WARC-Refers-To-Date": earlier.fetched,
    }


def to_capture(headers: Mapping[str, str], file: str, offset: int, length: int) -> Capture:
    """The ledger row of a record. `headers` are its WARC headers with names in lower case.

    Raises `InvalidRecord` if a header is missing or has a value that is not one of ours.
    """
    try:
        texts = {name: unquote(headers.get(header.lower(), "")) for name, header in _HEADER_BY_FIELD.items()}
        status = headers.get("gongkai-status")
        return Capture(
            id=uuid_of(headers["warc-record-id"]),
            run=headers["gongkai-run"],
            url=headers["warc-target-uri"],
            role=Role(headers["gongkai-role"]),
            record=headers["warc-type"],
            outcome=Outcome(headers["gongkai-outcome"]),
            fetched=headers["warc-date"],
            status=None if status is None else _http_status(status),
            digest=headers.get("gongkai-digest", "").removeprefix("sha256:"),
            refers_to=uuid_of(headers.get("warc-refers-to", "")),
            file=file,
            offset=offset,
            length=length,
            **texts,
        )
    except (KeyError, ValueError) as error:
        message = translate(
            "{file} 偏移 {offset} 处的记录缺少或写错了字段：{error}", file=file, offset=offset, error=error
        )
        raise InvalidRecord(message) from error


def _http_status(text: str) -> int:
    """Return a status of three digits; raises `ValueError` for other text, which the ledger cannot store."""
    if not (len(text) == 3 and text.isascii() and text.isdigit()):
        raise ValueError(f"status {text[:20]}")
    return int(text)


def uuid_of(urn: str) -> str:
    """The id of a capture, from the `WARC-Record-ID` of its record."""
    return urn.strip("<>").removeprefix("urn:uuid:")
