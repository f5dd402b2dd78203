"""Which archived files belong together: a page and its attachments are one group, an imported file is one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from archive.build.source_facts import SourceFacts
from archive.model import Capture, Outcome, Role

# A URL that is a report here and an attachment there is a report, whichever was crawled first.
_READ_ROLES = (Role.REPORT, Role.ATTACHMENT, Role.IMPORT)
_GOOD_OUTCOMES = (Outcome.OK, Outcome.NOT_MODIFIED)


@dataclass(frozen=True, slots=True)
class GroupMember:
    """One file of a group. `body` is the capture that holds its bytes, perhaps older than `last_seen`."""

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
        """A fingerprint of all that decides what is read here, parser apart; no clock is in it."""
        facts = [
            [
                m.url,
                m.role,
                m.link_text,
                m.official,
                m.source,
                m.province,
                m.body.role,
                m.body.media_type,
                m.body.digest,
            ]
            for m in self.members
        ]
        return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


def group_captures(captures: Iterable[Capture], facts: SourceFacts) -> list[DocumentGroup]:
    """The groups of an archive in order of their page's URL; the latest good body of each URL counts."""
    seen = _CaptureIndex(captures)
    pages: dict[str, list[str]] = {url: [] for url in seen.pages()}
    for url in seen.attachments():
        # Linked from several pages: with the first of them, whichever was crawled first.
        parent = min((parent for parent in seen.parents(url) if parent in pages), default="")
        pages.setdefault(parent or url, []).append(url)
    return [
        DocumentGroup(page, tuple(_group_member(seen, url, page, facts) for url in _member_urls(page, urls)))
        for page, urls in sorted(pages.items())
    ]


def _member_urls(page: str, attachments: list[str]) -> list[str]:
    return [page, *sorted(url for url in attachments if url != page)]


def _group_member(captures: _CaptureIndex, url: str, page: str, facts: SourceFacts) -> GroupMember:
    visits = captures.visits[url]
    named = [visit.link_text for visit in visits if visit.parent == page] or [one.link_text for one in visits]
    role = captures.role(url)
    source = min((found for visit in visits if (found := facts.source_of(visit))), default=None)
    return GroupMember(
        url=url,
        role=role,
        body=captures.body_capture(url),
        link_text=max(named, key=lambda text: (len(text), text)),
        official=facts.is_official(url, role),
        source=source,
        province=facts.province_of(source),
        first_seen=visits[0].fetched,
        last_seen=visits[-1].fetched,
    )


class _CaptureIndex:
    """The good visits of each URL that a build reads, in order of time, and what a browser saw there."""

    def __init__(self, captures: Iterable[Capture]) -> None:
        self.visits: dict[str, list[Capture]] = {}
        self._rendered_captures: dict[str, list[Capture]] = {}
        self._bodies: dict[str, Capture] = {}
        good = (one for one in captures if one.outcome in _GOOD_OUTCOMES and one.record != "metadata")
        for one in sorted(good, key=lambda one: (one.fetched, one.file, one.offset)):
            if one.record != "revisit":
                self._bodies[one.id] = one
            if one.role in _READ_ROLES:
                self.visits.setdefault(one.url, []).append(one)
            elif one.role is Role.RENDERED:
                self._rendered_captures.setdefault(one.url, []).append(one)

    def role(self, url: str) -> Role:
        """What a URL is in this archive."""
        return min((visit.role for visit in self.visits[url]), key=_READ_ROLES.index)

    def pages(self) -> list[str]:
        """URLs that open a group of their own."""
        return [url for url in self.visits if self.role(url) is not Role.ATTACHMENT]

    def attachments(self) -> list[str]:
        """URLs that belong to a page."""
        return [url for url in self.visits if self.role(url) is Role.ATTACHMENT]

    def parents(self, url: str) -> set[str]:
        """The pages from which a URL was reached."""
        return {visit.parent for visit in self.visits[url]}

    def body_capture(self, url: str) -> Capture:
        """The capture whose bytes are read: what a browser saw, unless the page has changed since."""
        page = self._resolve_revisit(self.visits[url][-1])
        rendered = [self._resolve_revisit(one) for one in self._rendered_captures.get(url, ())]
        later = [one for one in rendered if one.fetched >= page.fetched]
        return later[-1] if later else page

    def _resolve_revisit(self, visit: Capture) -> Capture:
        # A revisit whose body is lost keeps its own record: reading it fails, and says so.
        return self._bodies.get(visit.refers_to, visit) if visit.record == "revisit" else visit
