"""What a build did, for whoever started it."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from archive.build.releases import Standing

pass

# The states of files that could not be read, each for its own reason.
_UNREAD = ("unreadable", "too_costly", "needs_ocr", "needs_office", "not_supported")
_FILES = "SELECT page, state, url, detail FROM documents WHERE state <> 'read' ORDER BY url"


def account(database: Path, found: Changes, read: Collection[str]) -> BuildResult:
    """The result of a build that is ready to be published, but for where and whether it was."""
    with closing(sqlite3.connect(database)) as connection:
        reports = _reports(connection)
        files: dict[str, list[Outcome]] = {}
        for page, state, url, detail in connection.execute(_FILES):
            if page in read:
                files.setdefault(state, []).append(Outcome(url, detail))
    return BuildResult(
        digest="",
        release=Path(),
        published=False,
        full=False,
        reason="",
        reports=reports,
        read=len(read),
        added=tuple(found.added),
        changed=tuple(found.changed),
        removed=tuple(found.removed),
        unreadable=tuple(one for state in _UNREAD for one in files.get(state, ())),
        not_report=tuple(files.get("not_report", ())),
        unidentified=tuple(files.get("unidentified", ())),
        duplicates=tuple(files.get("duplicate", ())),
    )


def unchanged(standing: Standing) -> BuildResult:
    """The result of a build that found everything as it was."""
    with closing(sqlite3.connect(standing.database)) as connection:
        reports = _reports(connection)
    return BuildResult(standing.manifest.digest, standing.release, False, False, "", reports, 0)


def _reports(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM reports").fetchone()[0])


@dataclass(frozen=True, slots=True)
class Change:
    """A report that is new, says something else than before, or is gone; `why` is a short Chinese reason."""

    report_id: int
    label: str
    url: str
    why: str


@dataclass(frozen=True, slots=True)
class Changes:
    """How the reports of a release differ from those of the one before."""

    added: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    removed: list[Change] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outcome:
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
    read: int
    added: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    removed: tuple[Change, ...] = ()
    unreadable: tuple[Outcome, ...] = ()
    not_report: tuple[Outcome, ...] = ()
    unidentified: tuple[Outcome, ...] = ()
    duplicates: tuple[Outcome, ...] = ()
