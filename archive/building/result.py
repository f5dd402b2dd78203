"""What a build did, for whoever started it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


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
