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
from archive.text import decode_text, remove_whitespace
from crawler.exceptions import HostBlocked, Postponed, RefusedAddress, RobotsDisallow
from crawler.pages import parse_html

MIN_CHINESE_CHARACTERS = 80
"""A page with fewer Chinese characters has nothing to read; real articles start at several hundred."""
_SHORT_PAGE_BYTES = 32 * 1024
_SHORT_PAGE_NON_ASCII_BYTES = 4000
_ASCII_BYTES = bytes(range(128))
_HOME_PATH_PATTERN = re.compile(r"^/?((index|default|main)\.(s?html?|jspx?|aspx?|php))?$", re.IGNORECASE)
_CHARSET_PATTERN = re.compile(rb"charset\s*=\s*[\"']?([\w-]{2,20})", re.IGNORECASE)
_TITLE_PATTERN = re.compile(rb"<title[^>]{0,200}>([^<]{0,400})", re.IGNORECASE)
_CHINESE_PATTERN = re.compile(r"[\u4e00-\u9fff]")
_STATUS_CLASS_OUTCOMES = {2: Outcome.OK, 3: Outcome.REDIRECT, 4: Outcome.REFUSED_403}

_EXCEPTION_OUTCOMES: tuple[tuple[type[BaseException], Outcome], ...] = (
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
_BROWSER_ERROR_OUTCOMES = (
    ("ERR_NAME_NOT_RESOLVED", Outcome.DNS),
    ("ERR_CERT_", Outcome.TLS),
    ("ERR_SSL_", Outcome.TLS),
    ("ERR_TIMED_OUT", Outcome.TIMEOUT),
    ("ERR_CONNECTION_TIMED_OUT", Outcome.TIMEOUT),
)


class Classification(NamedTuple):
    """An outcome, and in a few words what it was told by."""

    outcome: Outcome
    detail: str = ""


class _PhraseRule(NamedTuple):
    """What a page says of itself: it counts where there is no more to read than `room`, or in the title."""

    outcome: Outcome
    max_characters: int
    in_title: bool
    phrases: tuple[str, ...]
    encoded_phrases: tuple[bytes, ...]

    def find_phrase(self, text: str) -> str:
        return next((phrase for phrase in self.phrases if phrase in text), "")

    def can_match(self, body: bytes) -> bool:
        """Whether it is worth reading the page: nearly every page has none of the phrases."""
        return any(sign in body for sign in self.encoded_phrases)


class _OutcomeRules(NamedTuple):
    statuses: dict[int, Outcome]
    challenges: tuple[tuple[str, tuple[bytes, ...]], ...]
    phrase_rules: tuple[_PhraseRule, ...]


@cache
def _load_rules() -> _OutcomeRules:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    marks = ((item["name"], tuple(mark.encode() for mark in item["marks"])) for item in data["challenges"])
    said = (
        _PhraseRule(
            Outcome(one["outcome"]),
            one["room"],
            one.get("title", False),
            tuple(one["phrases"]),
            tuple(phrase.encode(encoding) for phrase in one["phrases"] for encoding in ("utf-8", "gb18030")),
        )
        for one in data["said"]
    )
    statuses = {int(status): Outcome(name) for status, name in data["statuses"].items()}
    return _OutcomeRules(statuses, tuple(marks), tuple(said))


def classify_response(status: int, headers: Sequence[tuple[bytes, bytes]], body: bytes) -> Classification:
    """What a response says; `body` with its content encoding undone."""
    outcome = _load_rules().statuses.get(status) or _STATUS_CLASS_OUTCOMES.get(
        status // 100, Outcome.SERVER_ERROR
    )
    if outcome is Outcome.REFUSED_CHALLENGE:
        return Classification(outcome, _challenge_name(headers, body) or f"HTTP {status}")
    if outcome in (Outcome.OK, Outcome.REFUSED_403, Outcome.SERVER_ERROR):
        return _classify_body(outcome, status, headers, body)
    return Classification(outcome, _location(headers) if outcome is Outcome.REDIRECT else "")


def classify_exception(error: BaseException) -> Classification | None:
    """What a failed visit says; None for an error of our own making, which is no outcome of a visit."""
    causes = tuple(_causes(error))
    detail = f"{type(error).__name__}: {str(causes[-1]) or error}"[:400].rstrip(": ")
    if isinstance(error, HostBlocked):
        return Classification(error.outcome, str(error))
    if isinstance(error, RobotsDisallow) and error.__cause__:
        # Nothing of the host was asked for, since nothing of it can be reached: that is what has to be known.
        met = classify_exception(error.__cause__)
        why = met or Classification(Outcome.ROBOTS_DISALLOW, str(error.__cause__))
        return Classification(why.outcome, f"robots.txt 取不到：{why.detail}")
    outcome = next((found for kind, found in _EXCEPTION_OUTCOMES if isinstance(error, kind)), None)
    if isinstance(error, RobotsDisallow):
        outcome = error.outcome
    if isinstance(error, BrowserError):
        outcome = next((found for name, found in _BROWSER_ERROR_OUTCOMES if name in str(error)), outcome)
    if outcome is Outcome.CONNECTION and any("SSL" in type(cause).__module__ for cause in causes):
        outcome = Outcome.TLS
    return None if outcome is None else Classification(outcome, detail)


def classify_redirects(role: Role, requested_url: str, final_url: str) -> Classification | None:
    """What it says that a request for `asked` ended at `came`: an article sent home is one that is missing.

    A column counts only on its own host: departments move from folders of a portal to hosts of their own.
    """
    before, after = urlsplit(requested_url), urlsplit(final_url)
    is_page = role in (Role.REPORT, Role.ATTACHMENT)
    if not is_page and (role not in (Role.LIST, Role.MENU) or before.hostname != after.hostname):
        return None
    if _is_home(before) or not _is_home(after):
        return None
    return Classification(Outcome.SOFT_404, f"转到首页 {final_url}")


def _is_home(parts: SplitResult) -> bool:
    return bool(_HOME_PATH_PATTERN.match(parts.path)) and not parts.query


def _classify_body(
    outcome: Outcome, status: int, headers: Sequence[tuple[bytes, bytes]], body: bytes
) -> Classification:
    declared = _header(headers, b"content-type")
    seen = _VisibleText(body, declared)
    challenge = _challenge_name((), body)
    if challenge and seen.count_chinese() < MIN_CHINESE_CHARACTERS:
        return Classification(Outcome.REFUSED_CHALLENGE, challenge)
    said = _match_phrases(seen, declared)
    if outcome is not Outcome.OK:
        is_refusal = said and said.outcome is not Outcome.SOFT_404
        return said if said and is_refusal else Classification(outcome, f"HTTP {status}")
    if not body.strip():
        return Classification(Outcome.EMPTY, f"HTTP {status}")
    return said or Classification(Outcome.OK, _charset_conflict(declared, body))


def _challenge_name(headers: Sequence[tuple[bytes, bytes]], body: bytes) -> str:
    sent = b"\n".join(part for header in headers for part in header).lower()
    for name, marks in _load_rules().challenges:
        if any(mark in body or mark.lower() in sent for mark in marks):
            return name
    return ""


class _VisibleText:
    """What a page shows, read once and only where it is asked for: its text without scripts and links."""

    def __init__(self, body: bytes, content_type: bytes) -> None:
        self.body = body
        # What is not ASCII is Chinese, at two or three bytes a character: a measure that costs no parsing.
        self.is_short = (
            len(body) <= _SHORT_PAGE_BYTES
            and len(body.translate(None, _ASCII_BYTES)) <= _SHORT_PAGE_NON_ASCII_BYTES
        )
        self._content_type = content_type.decode("latin-1")

    @cached_property
    def _tree(self) -> HtmlElement:
        tree = parse_html(decode_text(self.body, self._content_type)[0])
        for element in tree.xpath("//script | //style | //noscript"):
            element.drop_tree()
        return tree

    @cached_property
    def text(self) -> str:
        """What stands in no link."""
        return remove_whitespace(
            "".join(self._tree.xpath("//text()[not(ancestor::a) and not(ancestor::title)]"))
        )

    def title(self) -> str:
        """The title of a page of any length."""
        found = _TITLE_PATTERN.search(self.body, 0, 8192)
        return decode_text(found[1], self._content_type)[0] if found else ""

    def count_chinese(self) -> int:
        """How many Chinese characters there are to read, links among them."""
        return len(_CHINESE_PATTERN.findall(self._tree.text_content()))


def _match_phrases(visible_text: _VisibleText, content_type: bytes) -> Classification | None:
    """What a page of HTML says instead of what was asked for."""
    if b"html" not in content_type.lower():
        return None
    title = visible_text.title()
    for one in _load_rules().phrase_rules:
        phrase = one.find_phrase(title) if one.in_title else ""
        if not phrase and visible_text.is_short and one.can_match(visible_text.body):
            phrase = one.find_phrase(visible_text.text) or one.find_phrase(title)
            phrase = phrase if visible_text.count_chinese() < one.max_characters else ""
        if phrase:
            return Classification(one.outcome, phrase)
    return None


def _charset_conflict(content_type: bytes, body: bytes) -> str:
    """How the header's charset is wrong, "" where it fits; what is read is read as it is, not as labelled."""
    found = _CHARSET_PATTERN.search(content_type)
    label = found[1].decode().lower() if found else ""
    if not label.startswith(("utf", "gb")):
        return ""
    try:
        is_utf8 = not body.isascii() and bool(body.decode("utf-8"))
    except UnicodeDecodeError:
        return f"编码标为 {label}，实为 {decode_text(body)[1]}" if label.startswith("utf-8") else ""
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
