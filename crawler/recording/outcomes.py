"""How a visit ended: one `Outcome` for whatever a server, a network or our own rules answered.

Pure: bytes and exceptions in, a verdict out. What servers say is data (`outcomes.toml`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from lxml.html import HtmlElement
from playwright.async_api import Error as BrowserError
from playwright.async_api import TimeoutError as BrowserTimeout
from scrapy import exceptions
from twisted.internet.error import ConnectError, ConnectionClosed

from archive.model import Outcome, Role
from archive.text.charset import text_of
from archive.text.normalise import compact
from crawler.exceptions import HostRefuses, Postponed, RefusedAddress, RobotsDisallow
from crawler.pages.page import parse

LITTLE = 80
"""A page with fewer Chinese characters has nothing to read; real articles start at several hundred."""
_SHORT_BYTES = 32 * 1024
_SHORT_CHINESE = 4000
_ASCII = bytes(range(128))
_HOME = re.compile(r"^/?((index|default|main)\.(s?html?|jspx?|aspx?|php))?$", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]{2,20})", re.IGNORECASE)
_TITLE = re.compile(rb"<title[^>]{0,200}>([^<]{0,400})", re.IGNORECASE)
_CJK = re.compile(r"[\u4e00-\u9fff]")
_BY_CLASS = {2: Outcome.OK, 3: Outcome.REDIRECT, 4: Outcome.REFUSED_403}

_EXCEPTIONS: tuple[tuple[type[BaseException], Outcome], ...] = (
    (RefusedAddress, Outcome.REFUSED_GUARD),
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


class _Said(NamedTuple):
    """What a page says of itself: it counts where there is no more to read than `room`, or in the title."""

    outcome: Outcome
    room: int
    in_title: bool
    phrases: tuple[str, ...]
    signs: tuple[bytes, ...]

    def found_in(self, text: str) -> str:
        return next((phrase for phrase in self.phrases if phrase in text), "")

    def may_be_in(self, body: bytes) -> bool:
        """Whether it is worth reading the page: nearly every page has none of the phrases."""
        return any(sign in body for sign in self.signs)


class _Rules(NamedTuple):
    statuses: dict[int, Outcome]
    challenges: tuple[tuple[str, tuple[bytes, ...]], ...]
    said: tuple[_Said, ...]


@cache
def _rules() -> _Rules:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    marks = ((item["name"], tuple(mark.encode() for mark in item["marks"])) for item in data["challenges"])
    said = (
        _Said(
            Outcome(one["outcome"]),
            one["room"],
            one.get("title", False),
            tuple(one["phrases"]),
            tuple(phrase.encode(encoding) for phrase in one["phrases"] for encoding in ("utf-8", "gb18030")),
        )
        for one in data["said"]
    )
    statuses = {int(status): Outcome(name) for status, name in data["statuses"].items()}
    return _Rules(statuses, tuple(marks), tuple(said))


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
    causes = tuple(_causes(error))
    detail = f"{type(error).__name__}: {str(causes[-1]) or error}"[:400].rstrip(": ")
    if isinstance(error, HostRefuses):
        return Verdict(error.outcome, str(error))
    if isinstance(error, RobotsDisallow) and error.__cause__:
        # Nothing of the host was asked for, since nothing of it can be reached: that is what has to be known.
        met = of_exception(error.__cause__)
        why = met or Verdict(Outcome.ROBOTS_DISALLOW, str(error.__cause__))
        return Verdict(why.outcome, f"robots.txt 取不到：{why.detail}")
    outcome = next((found for kind, found in _EXCEPTIONS if isinstance(error, kind)), None)
    if isinstance(error, RobotsDisallow):
        outcome = error.outcome
    if isinstance(error, BrowserError):
        outcome = next((found for name, found in _BROWSER_ERRORS if name in str(error)), outcome)
    if outcome is Outcome.CONNECTION and any("SSL" in type(cause).__module__ for cause in causes):
        outcome = Outcome.TLS
    return None if outcome is None else Verdict(outcome, detail)


def of_redirects(role: Role, asked: str, came: str) -> Verdict | None:
    """What it says that a request for `asked` ended at `came`: an article sent home is one that is missing.

    A column counts only on its own host: departments move from folders of a portal to hosts of their own.
    """
    before, after = urlsplit(asked), urlsplit(came)
    is_page = role in (Role.REPORT, Role.ATTACHMENT)
    if not is_page and (role not in (Role.LIST, Role.MENU) or before.hostname != after.hostname):
        return None
    if _is_home(before) or not _is_home(after):
        return None
    return Verdict(Outcome.SOFT_404, f"转到首页 {came}")


def _is_home(parts: SplitResult) -> bool:
    return bool(_HOME.match(parts.path)) and not parts.query


def _of_body(outcome: Outcome, status: int, headers: Sequence[tuple[bytes, bytes]], body: bytes) -> Verdict:
    declared = _header(headers, b"content-type")
    seen = _Seen(body, declared)
    challenge = _challenge((), body)
    if challenge and seen.count() < LITTLE:
        return Verdict(Outcome.REFUSED_CHALLENGE, challenge)
    said = _said(seen, declared)
    if outcome is not Outcome.OK:
        is_refusal = said and said.outcome is not Outcome.SOFT_404
        return said if said and is_refusal else Verdict(outcome, f"HTTP {status}")
    if not body.strip():
        return Verdict(Outcome.EMPTY, f"HTTP {status}")
    return said or Verdict(Outcome.OK, _mislabelled(declared, body))


def _challenge(headers: Sequence[tuple[bytes, bytes]], body: bytes) -> str:
    sent = b"\n".join(part for header in headers for part in header).lower()
    for name, marks in _rules().challenges:
        if any(mark in body or mark.lower() in sent for mark in marks):
            return name
    return ""


class _Seen:
    """What a page shows, read once and only where it is asked for: its text without scripts and links."""

    def __init__(self, body: bytes, declared: bytes) -> None:
        self.body = body
        # What is not ASCII is Chinese, at two or three bytes a character: a measure that costs no parsing.
        self.is_short = len(body) <= _SHORT_BYTES and len(body.translate(None, _ASCII)) <= _SHORT_CHINESE
        self._declared = declared.decode("latin-1")

    @cached_property
    def _tree(self) -> HtmlElement:
        tree = parse(text_of(self.body, self._declared)[0])
        for element in tree.xpath("//script | //style | //noscript"):
            element.drop_tree()
        return tree

    @cached_property
    def text(self) -> str:
        """What stands in no link."""
        return compact("".join(self._tree.xpath("//text()[not(ancestor::a) and not(ancestor::title)]")))

    def title(self) -> str:
        """The title of a page of any length."""
        found = _TITLE.search(self.body, 0, 8192)
        return text_of(found[1], self._declared)[0] if found else ""

    def count(self) -> int:
        """How many Chinese characters there are to read, links among them."""
        return len(_CJK.findall(self._tree.text_content()))


def _said(seen: _Seen, declared: bytes) -> Verdict | None:
    """What a page of HTML says instead of what was asked for."""
    if b"html" not in declared.lower():
        return None
    title = seen.title()
    for one in _rules().said:
        phrase = one.found_in(title) if one.in_title else ""
        if not phrase and seen.is_short and one.may_be_in(seen.body):
            phrase = one.found_in(seen.text) or one.found_in(title)
            phrase = phrase if seen.count() < one.room else ""
        if phrase:
            return Verdict(one.outcome, phrase)
    return None


def _mislabelled(declared: bytes, body: bytes) -> str:
    """How the header's charset is wrong, "" where it fits; what is read is read as it is, not as labelled."""
    found = _CHARSET.search(declared)
    label = found[1].decode().lower() if found else ""
    if not label.startswith(("utf", "gb")):
        return ""
    try:
        is_utf8 = not body.isascii() and bool(body.decode("utf-8"))
    except UnicodeDecodeError:
        return f"编码标为 {label}，实为 {text_of(body)[1]}" if label.startswith("utf-8") else ""
    return f"编码标为 {label}，实为 utf-8" if is_utf8 and label.startswith("gb") else ""


def _location(headers: Sequence[tuple[bytes, bytes]]) -> str:
    return _header(headers, b"location").decode("utf-8", "replace")


def _header(headers: Sequence[tuple[bytes, bytes]], name: bytes) -> bytes:
    return next((value for key, value in headers if key.lower() == name), b"")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and everything that it was caused by, with what Twisted collected as its reasons."""
    while error is not None:
        yield error
        for reason in getattr(error, "reasons", None) or ():
            yield from _causes(reason.value)
        error = error.__cause__
