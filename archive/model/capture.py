"""Captures: how a request ended and where its record is archived; states of sources."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How a request ended: exactly one of these, and each is archived."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"
    REDIRECT = "redirect"
    GONE = "gone"
    NOT_FOUND = "not_found"
    SERVER_ERROR = "server_error"
    TIMEOUT = "timeout"
    DNS = "dns"
    TLS = "tls"
    CONNECTION = "connection"
    TOO_LARGE = "too_large"
    REFUSED_403 = "refused_403"
    REFUSED_CHALLENGE = "refused_challenge"
    REFUSED_GUARD = "refused_guard"
    ROBOTS_DISALLOW = "robots_disallow"
    NEEDS_BROWSER = "needs_browser"
    SOFT_404 = "soft_404"
    EMPTY = "empty"
    MAINTENANCE = "maintenance"
    REDIRECT_LOOP = "redirect_loop"
    POSTPONED = "postponed"
    INTERNAL_ERROR = "internal_error"


class SourceState(StrEnum):
    """Result of one run for a source; it describes the portal or our access to it, not single pages.

    `EMPTY_EXPECTED`: the column exists and has never had a report. `EMPTIED`: it had reports and has none
    now. `LIST_INCOMPLETE`: a list says that it has more than could be read. `BROKEN`: no page in it is
    recognised as a report, and nothing explains why. `INTERNAL_ERROR`: this program failed while it handled a
    page of the source.
    """

    FINE = "fine"
    PARTLY_REFUSED = "partly_refused"
    PARTLY_FAILED = "partly_failed"
    LIST_INCOMPLETE = "list_incomplete"
    FEWER = "fewer"
    OLDER = "older"
    MOVED = "moved"
    EMPTY_EXPECTED = "empty_expected"
    EMPTIED = "emptied"
    BROKEN = "broken"
    NO_COLUMN = "no_column"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    MAINTENANCE = "maintenance"
    NEEDS_BROWSER = "needs_browser"
    STOPPED = "stopped"
    INTERNAL_ERROR = "internal_error"


class Role(StrEnum):
    """Why the crawler requested something; a build reads only `REPORT`, `ATTACHMENT` and `IMPORT`."""

    ROBOTS = "robots"
    MENU = "menu"
    LIST = "list"
    REPORT = "report"
    ATTACHMENT = "attachment"
    RENDERED = "rendered"
    SUBRESOURCE = "subresource"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Capture:
    """One archived record and its request: one row of the ledger, one record of a WARC file.

    `digest` is the SHA-256 of the payload without transfer and content encodings, empty if there is no body;
    `file`, `offset` and `length` (bytes) say where the record is under `warc/`. `form` is what a POST sent,
    empty for every other request. `same_page_as` is the capture of the same page whose body differs from this
    one only in session ids; empty if there is none.
    """

    id: str
    run: str
    source: str
    url: str
    role: Role
    record: str
    outcome: Outcome
    fetched: str
    status: int | None = None
    media_type: str = ""
    digest: str = ""
    file: str = ""
    offset: int = 0
    length: int = 0
    parent: str = ""
    link_text: str = ""
    detail: str = ""
    etag: str = ""
    last_modified: str = ""
    refers_to: str = ""
    form: str = ""
    same_page_as: str = ""
