"""Dataclasses that describe the result of a build, and how they are filled from the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from archive.build.releases import BaseRelease
from archive.build.shrinkage import Shrinkage
from archive.ledger import IntegrityIssue

_UNREAD_STATES = (
    "unreadable",
    "too_costly",
    "not_read_yet",
    "needs_ocr",
    "needs_office",
    "not_supported",
    "reader_error",
)
"""States of files that could not be read."""
_FILES_WITHOUT_REPORT_SQL = (
    "SELECT page, state, url, detail FROM documents WHERE state <> 'read' ORDER BY url"
)


@dataclass(frozen=True, slots=True)
class Change:
    """A report that was added, changed or removed; `reason` is a short reason for the user."""

    report_id: int
    label: str
    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class Changes:
    """The reports of a release that differ from those of the previous release."""

    added: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    removed: list[Change] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """A file that was read in this build and yielded no report, and why."""

    url: str
    detail: str


@dataclass(frozen=True, slots=True)
class BuildResult:
    """The current release after the build.

    `published` is False if nothing has changed and the old release is still current. `reason` says why a
    build read everything without being told to. The lists of files name only files that this build read.
    `losses` are archived records that are damaged or gone, whether this build read them or not.
    `shrinkage` is why a release was not published: it holds much less than the current one.
    """

    digest: str
    release: Path
    published: bool
    full: bool
    reason: str
    reports: int
    pages_read: int
    added: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    removed: tuple[Change, ...] = ()
    unreadable: tuple[FileOutcome, ...] = ()
    not_report: tuple[FileOutcome, ...] = ()
    unidentified: tuple[FileOutcome, ...] = ()
    duplicates: tuple[FileOutcome, ...] = ()
    losses: tuple[IntegrityIssue, ...] = ()
    shrinkage: tuple[Shrinkage, ...] = ()


def build_result(database: Path, changes: Changes, pages_read: Collection[str]) -> BuildResult:
    """Return the result of a build before it is published, without digest, release and `published`."""
    with closing(sqlite3.connect(database)) as connection:
        reports = _report_count(connection)
        files: dict[str, list[FileOutcome]] = {}
        for page, state, url, detail in connection.execute(_FILES_WITHOUT_REPORT_SQL):
            if page in pages_read:
                files.setdefault(state, []).append(FileOutcome(url, detail))
    return BuildResult(
        digest="",
        release=Path(),
        published=False,
        full=False,
        reason="",
        reports=reports,
        pages_read=len(pages_read),
        added=tuple(changes.added),
        changed=tuple(changes.changed),
        removed=tuple(changes.removed),
        unreadable=tuple(outcome for state in _UNREAD_STATES for outcome in files.get(state, ())),
        not_report=tuple(files.get("not_report", ())),
        unidentified=tuple(files.get("unidentified", ())),
        duplicates=tuple(files.get("duplicate", ())),
    )


def unchanged_result(base: BaseRelease) -> BuildResult:
    """Return the result of a build for which nothing has changed."""
    with closing(sqlite3.connect(base.database)) as connection:
        reports = _report_count(connection)
    return BuildResult(base.manifest.digest, base.release, False, False, "", reports, 0)


def _report_count(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM reports").fetchone()[0])
