"""How a visit ended: one `Outcome` for whatever a server, a network or our own rules answered.

Pure: bytes and exceptions in, a verdict out. What servers say is data (`outcomes.toml`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from playwright.async_api import Error as BrowserError
from playwright.async_api import TimeoutError as BrowserTimeout
from scrapy import exceptions
from twisted.internet.error import ConnectError, ConnectionClosed

from archive.decode import text_of
from archive.model import Outcome
from crawler.guard import RefusedAddress
from crawler.pace import Postponed
from crawler.page import parse
from crawler.robots import RobotsDisallow

LITTLE = 80
"""A page with fewer Chinese characters has nothing to read; real articles start at several hundred."""
_SOFT_404_BYTES = 32 * 1024
_TITLE = re.compile(rb"<title[^>]{0,200}>([^<]{0,400})", re.IGNORECASE)
_CJK = re.compile(r"[\u4e00-\u9fff]")
_BY_CLASS = {2: Outcome.OK, 3: Outcome.REDIRECT, 4: Outcome.REFUSED_403}

_EXCEPTIONS: tuple[tuple[type[BaseException], Outcome], ...] = (
    (RefusedAddress, Outcome.REFUSED_GUARD),
    (RobotsDisallow, Outcome.ROBOTS_DISALLOW),
    (Postponed, Outcome.POSTPONED),
    (exceptions.DownloadTimeoutError, Outcome.TIMEOUT),
    (BrowserTimeout, Outcome.TIMEOUT),
    (exceptions.CannotResolveHostError, Outcome.DNS),
    (exceptions.DownloadCancelledError, Outcome.TOO_LARGE),
    (exceptions.DownloadConnectionRefusedError, Outcome.CONNECTION),
    (exceptions.ResponseDataLossError, Outcome.CONNECTION),
    (exceptions.DownloadFailedError, Outcome.CONNECTION),
    (exceptions.UnsupportedURLSchemeError, Outcome.REFUSED_GUARD),
    (exceptions.IgnoreRequest, Outcome.REFUSED_GUARD),
    (ConnectError, Outcome.CONNECTION),
    (ConnectionClosed, Outcome.CONNECTION),
    (BrowserError, Outcome.CONNECTION),
)
# Chromium's names for what Scrapy has exception classes for.
_BROWSER_ERRORS = (
    ("ERR_NAME_NOT_RESOLVED", Outcome.DNS),
    ("ERR_CERT_", Outcome.TLS),
    ("ERR_SSL_", Outcome.TLS),
    ("ERR_TIMED_OUT", Outcome.TIMEOUT),
    ("ERR_CONNECTION_TIMED_OUT", Outcome.TIMEOUT),
)


class Verdict(NamedTuple):
    """An outcome, and in a few words what it was told by."""

    outcome: Outcome
    detail: str = ""


class _Rules(NamedTuple):
    statuses: dict[int, Outcome]
    challenges: tuple[tuple[str, tuple[bytes, ...]], ...]
    phrases: dict[bytes, str]


@cache
def _rules() -> _Rules:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    marks = ((item["name"], tuple(mark.encode() for mark in item["marks"])) for item in data["challenges"])
    phrases = data["soft_404"]["phrases"]
    both = {phrase.encode(encoding): phrase for phrase in phrases for encoding in ("utf-8", "gb18030")}
    statuses = {int(status): Outcome(name) for status, name in data["statuses"].items()}
    return _Rules(statuses, tuple(marks), both)


def of_response(status: int, headers: Sequence[tuple[bytes, bytes]], body: bytes) -> Verdict:
    """What a response says; `body` with its content encoding undone."""
    outcome = _rules().statuses.get(status) or _BY_CLASS.get(status // 100, Outcome.SERVER_ERROR)
    if outcome is Outcome.REFUSED_CHALLENGE:
        return Verdict(outcome, _challenge(headers, body) or f"HTTP {status}")
    if outcome in (Outcome.OK, Outcome.REFUSED_403, Outcome.SERVER_ERROR):
        return _of_body(outcome, status, headers, body)
    return Verdict(outcome, _location(headers) if outcome is Outcome.REDIRECT else "")


def of_exception(error: BaseException) -> Verdict | None:
    """What a failed visit says; None for an error of our own making, which is no outcome of a visit."""
    detail = f"{type(error).__name__}: {error}"[:400].rstrip(": ")
    outcome = next((found for kind, found in _EXCEPTIONS if isinstance(error, kind)), None)
    if isinstance(error, BrowserError):
        outcome = next((found for name, found in _BROWSER_ERRORS if name in str(error)), outcome)
    if outcome is Outcome.CONNECTION and any("SSL" in cause for cause in _causes(error)):
        outcome = Outcome.TLS
    return None if outcome is None else Verdict(outcome, detail)


def _of_body(outcome: Outcome, status: int, headers: Sequence[tuple[bytes, bytes]], body: bytes) -> Verdict:
    challenge = _challenge((), body)
    if challenge and _little_to_read(body, headers):
        return Verdict(Outcome.REFUSED_CHALLENGE, challenge)
    if outcome is not Outcome.OK:
        return Verdict(outcome, f"HTTP {status}")
    if not body.strip():
        return Verdict(Outcome.EMPTY, f"HTTP {status}")
    phrase = _soft_404(headers, body)
    return Verdict(Outcome.SOFT_404, phrase) if phrase else Verdict(Outcome.OK)


def _challenge(headers: Sequence[tuple[bytes, bytes]], body: bytes) -> str:
    sent = b"\n".join(part for header in headers for part in header).lower()
    for name, marks in _rules().challenges:
        if any(mark in body or mark.lower() in sent for mark in marks):
            return name
    return ""


def _soft_404(headers: Sequence[tuple[bytes, bytes]], body: bytes) -> str:
    if b"html" not in _header(headers, b"content-type").lower():
        return ""
    title = _TITLE.search(body, 0, 8192)
    if title and (phrase := _phrase(title[1])):
        return phrase
    phrase = _phrase(body) if len(body) <= _SOFT_404_BYTES else ""
    return phrase if phrase and _little_to_read(body, headers) else ""


def _phrase(data: bytes) -> str:
    return next((phrase for sign, phrase in _rules().phrases.items() if sign in data), "")


def _little_to_read(body: bytes, headers: Sequence[tuple[bytes, bytes]]) -> bool:
    text = text_of(body, _header(headers, b"content-type").decode("latin-1"))[0]
    tree = parse(text)
    for element in tree.xpath("//script | //style | //noscript"):
        element.drop_tree()
    return len(_CJK.findall(tree.text_content())) < LITTLE


def _location(headers: Sequence[tuple[bytes, bytes]]) -> str:
    return _header(headers, b"location").decode("utf-8", "replace")


def _header(headers: Sequence[tuple[bytes, bytes]], name: bytes) -> bytes:
    return next((value for key, value in headers if key.lower() == name), b"")


def _causes(error: BaseException | None) -> Iterator[str]:
    """The kinds of everything an error was caused by, with what Twisted collected as its reasons."""
    while error is not None:
        yield type(error).__module__ + "." + type(error).__name__
        for reason in getattr(error, "reasons", None) or ():
            yield from _causes(reason.value)
        error = error.__cause__
