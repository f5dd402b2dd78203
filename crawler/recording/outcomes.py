"""Classifies responses, exceptions and redirects as one `Outcome` each, by the rules in `outcomes.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

import msgspec
from lxml.html import HtmlElement
from playwright.async_api import Error as BrowserError
from playwright.async_api import TimeoutError as BrowserTimeout
from scrapy import exceptions
from twisted.internet.error import ConnectError, ConnectionClosed

from archive.model import DataRecord, Outcome, Role, load_data
from archive.text import decode_text, remove_whitespace
from crawler.pages import parse_html
from crawler.request_exceptions import (
    HostBlocked,
    Postponed,
    RedirectFailed,
    RefusedAddress,
    RobotsDisallow,
    UndecodableBody,
)

MIN_CHINESE_CHARACTERS = 80
"""A page with fewer Chinese characters has no content; real articles have several hundred."""
_SHORT_PAGE_BYTES = 32 * 1024
_SHORT_PAGE_NON_ASCII_BYTES = 4000
_ASCII_BYTES = bytes(range(128))
_PAGE_ENCODINGS = ("utf-8", "gb18030")
_HOME_PATH_PATTERN = re.compile(r"^/?((index|default|main)\.(s?html?|jspx?|aspx?|php))?$", re.IGNORECASE)
_CHARSET_PATTERN = re.compile(rb"charset\s*=\s*[\"']?([\w-]{2,20})", re.IGNORECASE)
_TITLE_PATTERN = re.compile(rb"<title[^>]{0,200}>([^<]{0,400})", re.IGNORECASE)
_CHINESE_PATTERN = re.compile(r"[\u4e00-\u9fff]")
_STATUS_CLASS_OUTCOMES = {2: Outcome.OK, 3: Outcome.REDIRECT, 4: Outcome.REFUSED_403}

_EXCEPTION_OUTCOMES: tuple[tuple[type[BaseException], Outcome], ...] = (
    (RefusedAddress, Outcome.REFUSED_GUARD),
    (Postponed, Outcome.POSTPONED),
    (UndecodableBody, Outcome.CONNECTION),
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
# Chromium's names of the errors for which Scrapy has exception classes.
_BROWSER_ERROR_OUTCOMES = (
    ("ERR_NAME_NOT_RESOLVED", Outcome.DNS),
    ("ERR_CERT_", Outcome.TLS),
    ("ERR_SSL_", Outcome.TLS),
    ("ERR_TIMED_OUT", Outcome.TIMEOUT),
    ("ERR_CONNECTION_TIMED_OUT", Outcome.TIMEOUT),
)


class Classification(NamedTuple):
    """An outcome, and in a few words what showed it."""

    outcome: Outcome
    detail: str = ""


class _Challenge(DataRecord, frozen=True, dict=True):
    """A product that asks for JavaScript before it shows a page, and the strings by which it is known."""

    name: str
    marks: tuple[str, ...]

    @cached_property
    def encoded_marks(self) -> tuple[bytes, ...]:
        return tuple(mark.encode() for mark in self.marks)


class _PhraseRule(DataRecord, frozen=True, dict=True):
    """Phrases that show an outcome on a page with at most `room` Chinese characters, or in its title."""

    outcome: Outcome
    room: int
    phrases: tuple[str, ...]
    title: bool = False

    @cached_property
    def encoded_phrases(self) -> tuple[bytes, ...]:
        return tuple(phrase.encode(encoding) for phrase in self.phrases for encoding in _PAGE_ENCODINGS)

    def find_phrase(self, text: str) -> str:
        return next((phrase for phrase in self.phrases if phrase in text), "")

    def can_match(self, body: bytes) -> bool:
        """Whether it is worth parsing the page: nearly every page has none of the phrases."""
        return any(phrase in body for phrase in self.encoded_phrases)


class _OutcomeRules(DataRecord, frozen=True):
    """The tables of `outcomes.toml`."""

    statuses: dict[str, Outcome]
    challenges: tuple[_Challenge, ...]
    phrase_rules: tuple[_PhraseRule, ...] = msgspec.field(name="said")


def _rules() -> _OutcomeRules:
    return load_data(__package__, "outcomes.toml", _OutcomeRules)


def classify_response(status: int, headers: Sequence[tuple[bytes, bytes]], body: bytes) -> Classification:
    """Classify a response; `body` without its content encoding."""
    outcome = _rules().statuses.get(str(status)) or _STATUS_CLASS_OUTCOMES.get(
        status // 100, Outcome.SERVER_ERROR
    )
    if outcome is Outcome.REFUSED_CHALLENGE:
        return Classification(outcome, _challenge_name(headers, body) or f"HTTP {status}")
    if outcome in (Outcome.OK, Outcome.REFUSED_403, Outcome.SERVER_ERROR):
        return _classify_body(outcome, status, headers, body)
    return Classification(outcome, _location(headers) if outcome is Outcome.REDIRECT else "")


def classify_error(error: BaseException) -> Classification:
    """Classify an exception that no portal causes: an error of this program."""
    text = " ".join(str(error).split())
    return Classification(Outcome.INTERNAL_ERROR, f"{type(error).__name__}: {text}"[:400].rstrip(": "))


def classify_exception(error: BaseException) -> Classification:
    """Classify the exception of a failed request; one that nothing explains is an error of this program."""
    causes = tuple(_causes(error))
    detail = f"{type(error).__name__}: {str(causes[-1]) or error}"[:400].rstrip(": ")
    if isinstance(error, HostBlocked | RedirectFailed):
        return Classification(error.outcome, str(error))
    if isinstance(error, RobotsDisallow) and error.__cause__:
        # Nothing of the host was requested because it cannot be reached: that outcome counts.
        cause = classify_exception(error.__cause__)
        is_unknown = cause.outcome is Outcome.INTERNAL_ERROR
        return Classification(
            Outcome.ROBOTS_DISALLOW if is_unknown else cause.outcome, f"robots.txt 取不到：{cause.detail}"
        )
    outcome = next((outcome for kind, outcome in _EXCEPTION_OUTCOMES if isinstance(error, kind)), None)
    if isinstance(error, RobotsDisallow):
        outcome = error.outcome
    if isinstance(error, BrowserError):
        text = str(error)
        outcome = next((outcome for name, outcome in _BROWSER_ERROR_OUTCOMES if name in text), outcome)
    if outcome is Outcome.CONNECTION and any("SSL" in type(cause).__module__ for cause in causes):
        outcome = Outcome.TLS
    return classify_error(error) if outcome is None else Classification(outcome, detail)


def classify_redirects(role: Role, requested_url: str, final_url: str) -> Classification | None:
    """Classify a redirect: an article that redirects to a home page is missing; None for other redirects.

    A column counts only if the host stays the same: departments move from folders of a portal to hosts of
    their own.
    """
    requested, final = urlsplit(requested_url), urlsplit(final_url)
    is_page = role in (Role.REPORT, Role.ATTACHMENT)
    if not is_page and (role not in (Role.LIST, Role.MENU) or requested.hostname != final.hostname):
        return None
    if _is_home(requested) or not _is_home(final):
        return None
    return Classification(Outcome.SOFT_404, f"转到首页 {final_url}")


def _is_home(parts: SplitResult) -> bool:
    return bool(_HOME_PATH_PATTERN.match(parts.path)) and not parts.query


def _classify_body(
    outcome: Outcome, status: int, headers: Sequence[tuple[bytes, bytes]], body: bytes
) -> Classification:
    declared = _header(headers, b"content-type")
    visible_text = _VisibleText(body, declared)
    challenge = _challenge_name((), body)
    if challenge and visible_text.count_chinese() < MIN_CHINESE_CHARACTERS:
        return Classification(Outcome.REFUSED_CHALLENGE, challenge)
    phrase = _match_phrases(visible_text, declared)
    if outcome is not Outcome.OK:
        if phrase and phrase.outcome is not Outcome.SOFT_404:
            return phrase
        return Classification(outcome, f"HTTP {status}")
    if not body.strip():
        return Classification(Outcome.EMPTY, f"HTTP {status}")
    return phrase or Classification(Outcome.OK, _charset_conflict(declared, body))


def _challenge_name(headers: Sequence[tuple[bytes, bytes]], body: bytes) -> str:
    header_text = b"\n".join(part for header in headers for part in header).lower()
    for challenge in _rules().challenges:
        if any(mark in body or mark.lower() in header_text for mark in challenge.encoded_marks):
            return challenge.name
    return ""


class _VisibleText:
    """The text of a page without scripts and links; parsed once, and only if needed."""

    def __init__(self, body: bytes, content_type: bytes) -> None:
        self.body = body
        # Bytes that are not ASCII are Chinese, two or three a character: an estimate without parsing.
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
        """The text outside of links, without whitespace."""
        return remove_whitespace(
            "".join(self._tree.xpath("//text()[not(ancestor::a) and not(ancestor::title)]"))
        )

    def title(self) -> str:
        """The title of a page of any length."""
        match = _TITLE_PATTERN.search(self.body, 0, 8192)
        return decode_text(match[1], self._content_type)[0] if match else ""

    def count_chinese(self) -> int:
        """Return the number of visible Chinese characters, those of links included."""
        return len(_CHINESE_PATTERN.findall(self._tree.text_content()))


def _match_phrases(visible_text: _VisibleText, content_type: bytes) -> Classification | None:
    """Return the outcome that a phrase of an HTML page shows; None if there is no such phrase."""
    if b"html" not in content_type.lower():
        return None
    title = visible_text.title()
    for rule in _rules().phrase_rules:
        phrase = rule.find_phrase(title) if rule.title else ""
        if not phrase and visible_text.is_short and rule.can_match(visible_text.body):
            phrase = rule.find_phrase(visible_text.text) or rule.find_phrase(title)
            phrase = phrase if visible_text.count_chinese() < rule.room else ""
        if phrase:
            return Classification(rule.outcome, phrase)
    return None


def _charset_conflict(content_type: bytes, body: bytes) -> str:
    """Describe a wrong charset in the header; empty if it is right. Pages are decoded by their bytes."""
    match = _CHARSET_PATTERN.search(content_type)
    label = match[1].decode().lower() if match else ""
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
    """Yield an error and all its causes, with those that Twisted collects as `reasons`."""
    while error is not None:
        yield error
        for reason in getattr(error, "reasons", None) or ():
            yield from _causes(reason.value)
        error = error.__cause__
