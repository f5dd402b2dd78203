"""What a build did, for whoever started it."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from archive.build.releases import BaseRelease

pass

# The states of files that could not be read, each for its own reason.
_UNREAD_STATES = ("unreadable", "too_costly", "needs_ocr", "needs_office", "not_supported")
_FILES_WITHOUT_REPORT_SQL = (
    "SELECT page, state, url, detail FROM documents WHERE state <> 'read' ORDER BY url"
)


def build_result(database: Path, changes: Changes, pages_read: Collection[str]) -> BuildResult:
    """The result of a build that is ready to be published, but for where and whether it was."""
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
        unreadable=tuple(one for state in _UNREAD_STATES for one in files.get(state, ())),
        not_report=tuple(files.get("not_report", ())),
        unidentified=tuple(files.get("unidentified", ())),
        duplicates=tuple(files.get("duplicate", ())),
    )


def unchanged_result(base: BaseRelease) -> BuildResult:
    """The result of a build that found everything as it was."""
    with closing(sqlite3.connect(base.database)) as connection:
        reports = _report_count(connection)
    return BuildResult(base.manifest.digest, base.release, False, False, "", reports, 0)


def _report_count(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM reports").fetchone()[0])


@dataclass(frozen=True, slots=True)
class Change:
    """A report that is new, says something else than before, or is gone; `why` is a short Chinese reason."""

    report_id: int
    label: str
    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class Changes:
    """How the reports of a release differ from those of the one before."""

    added: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    removed: list[Change] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """A file that was read in this build and did not become a report, and why."""

    url: str
    detail: str


@dataclass(frozen=True, slots=True)
class BuildResult:
    """The release that stands after the build.

    `published` is False when nothing had changed and the old release stands. `reason` says why all was
    read anew where that was not asked for. The lists of files name those that this build read.
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
