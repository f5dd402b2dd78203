"""What a portal of the foreign web is: its addresses, its answers, and where its reports really are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Request:
    """A request as a server receives it; `target` is the raw path with its query."""

    method: str
    host: str
    target: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Response:
    """An answer; `headers` are sent besides the content type and length."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class KnownReport:
    """A report of the portal: the page that holds its text, or the file if the page only links it."""

    url: str
    agency: str
    year: int


@dataclass(frozen=True, slots=True)
class ForeignPortal:
    """A website with known reports.

    `columns` are the lists that a person would register: all reports can be reached from them. `decoys` are
    addresses of pages that look like reports by their titles and are none.
    """

    name: str
    system: str
    hosts: tuple[str, ...]
    home: str
    columns: tuple[str, ...]
    reports: tuple[KnownReport, ...]
    decoys: tuple[str, ...]
    needs_browser: bool
    notes: str
    respond: Callable[[Request], Response]
