"""What a build has to say for itself: which reports changed, and which files gave none."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

from archive.building.result import BuildResult, Changes, Outcome
from archive.building.standing import Standing

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
