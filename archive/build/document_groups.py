"""Groups archived files: a page with its attachments, or one imported file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archive.build.document_urls import document_urls
from archive.build.source_facts import SourceFacts
from archive.model import Capture, Outcome, Role
from archive.warc import time_order, utc_timestamp

_READ_ROLES = (Role.REPORT, Role.ATTACHMENT, Role.IMPORT)
"""A URL that was crawled in several roles has the first of these, whatever the order of the captures."""
_GOOD_OUTCOMES = (Outcome.OK, Outcome.NOT_MODIFIED)


@dataclass(frozen=True, slots=True)
class GroupMember:
    """One file of a group. `body` is the capture with its bytes, perhaps older than `last_seen`.

    `url` has no session id, unlike perhaps that of `body`. `official` is None if the file has no host.
    """

    url: str
    role: Role
    body: Capture
    link_text: str
    official: bool | None
    source: str | None
    province: str | None
    first_seen: str
    last_seen: str


@dataclass(frozen=True, slots=True)
class DocumentGroup:
    """Files that are read together, the page first; `page` is its URL."""

    page: str
    members: tuple[GroupMember, ...]

    def input_fingerprint(self) -> str:
        """Return a hash of all that the result of reading depends on except the parser; it has no times."""
        facts = [
            [
                member.url,
                member.role,
                member.link_text,
                member.official,
                member.source,
                member.province,
                member.body.role,
                member.body.media_type,
                member.body.digest,
            ]
            for member in self.members
        ]
        return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


def group_captures(
    captures: Iterable[Capture], facts: SourceFacts, urls: Mapping[str, str] | None = None
) -> list[DocumentGroup]:
    """Return the groups of an archive in the order of their pages' URLs; of each URL the latest good body.

    `urls` are the URLs of documents by those of captures, as far as they differ; None finds them.
    """
    captures = [capture for capture in captures if _is_good(capture)]
    index = _CaptureIndex(captures, document_urls(captures) if urls is None else urls)
    pages: dict[str, list[str]] = {url: [] for url in index.pages()}
    for url in index.attachments():
        # Of several pages that link to it, the first by URL, whatever the order of the captures.
        parent = min((parent for parent in index.parents(url) if parent in pages), default="")
        pages.setdefault(parent or url, []).append(url)
    return [
        DocumentGroup(page, tuple(_group_member(index, url, page, facts) for url in _member_urls(page, urls)))
        for page, urls in sorted(pages.items())
    ]


def _member_urls(page: str, attachments: list[str]) -> list[str]:
    return [page, *sorted(url for url in attachments if url != page)]


def _group_member(index: _CaptureIndex, url: str, page: str, facts: SourceFacts) -> GroupMember:
    captures = index.captures[url]
    link_texts = [capture.link_text for capture in captures if index.url(capture.parent) == page]
    link_texts = link_texts or [capture.link_text for capture in captures]
    role = index.role(url)
    source = min((source for capture in captures if (source := facts.source_of(capture))), default=None)
    return GroupMember(
        url=url,
        role=role,
        body=index.body_capture(url),
        link_text=max(link_texts, key=lambda text: (len(text), text)),
        official=facts.is_official(url, role),
        source=source,
        province=facts.province_of(source),
        first_seen=captures[0].fetched,
        last_seen=captures[-1].fetched,
    )


def _is_good(capture: Capture) -> bool:
    return capture.outcome in _GOOD_OUTCOMES and capture.record != "metadata"


class _CaptureIndex:
    """The captures of each document that a build reads, in order of time, and the rendered pages.

    A document has one URL, its captures perhaps several: `urls` has the former by the latter.
    """

    def __init__(self, captures: Iterable[Capture], urls: Mapping[str, str]) -> None:
        self._urls = urls
        self.captures: dict[str, list[Capture]] = {}
        self._rendered_captures: dict[str, list[Capture]] = {}
        self._bodies: dict[str, Capture] = {}
        self._now = utc_timestamp()
        for capture in sorted(
            captures, key=lambda capture: (self._age(capture), capture.file, capture.offset)
        ):
            if capture.record != "revisit":
                self._bodies[capture.id] = capture
            if capture.role in _READ_ROLES:
                self.captures.setdefault(self.url(capture.url), []).append(capture)
            elif capture.role is Role.RENDERED:
                self._rendered_captures.setdefault(self.url(capture.url), []).append(capture)

    def url(self, url: str) -> str:
        """Return the URL of the document at an address."""
        return self._urls.get(url, url)

    def role(self, url: str) -> Role:
        """Return the role of a URL in this archive."""
        return min((capture.role for capture in self.captures[url]), key=_READ_ROLES.index)

    def pages(self) -> list[str]:
        """Return the URLs that begin a group."""
        return [url for url in self.captures if self.role(url) is not Role.ATTACHMENT]

    def attachments(self) -> list[str]:
        """Return the URLs that belong to a page."""
        return [url for url in self.captures if self.role(url) is Role.ATTACHMENT]

    def parents(self, url: str) -> set[str]:
        """Return the pages that link to a URL."""
        return {self.url(capture.parent) for capture in self.captures[url]}

    def body_capture(self, url: str) -> Capture:
        """Return the capture whose bytes are read: the rendered page, unless the page has changed since."""
        page = self._resolve_body(self.captures[url][-1])
        rendered = [self._resolve_body(capture) for capture in self._rendered_captures.get(url, ())]
        newer = [capture for capture in rendered if self._age(capture) >= self._age(page)]
        return newer[-1] if newer else page

    def _age(self, capture: Capture) -> tuple[bool, str]:
        return time_order(capture.fetched, self._now)

    def _resolve_body(self, capture: Capture) -> Capture:
        """Return the capture that holds the body; of bodies that differ only in session ids, the first."""
        # A revisit whose body is lost keeps its own record, so that reading it fails with an error.
        if capture.record == "revisit":
            capture = self._bodies.get(capture.refers_to, capture)
        return self._bodies.get(capture.same_page_as, capture)
