"""The release that stands: whether it can be carried on, and what a build says when nothing has changed."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from archive import digest
from archive.building.release import DATABASE, Manifest, manifest_of


@dataclass(frozen=True, slots=True)
class Standing:
    """A release whose database is what it was when it was published."""

    release: Path
    manifest: Manifest

    @property
    def database(self) -> Path:
        """Its database."""
        return self.release / DATABASE


def examine(release: Path, form: str, processes: int = 1) -> Standing | str:
    """The release, if a build whose rows are of `form` can carry it on; else a line that says why not."""
    manifest = manifest_of(release)
    if manifest is None:
        return "当前版本缺少 build.json，已全部重读"
    if manifest.form != form:
        return "数据库结构有变，已全部重读"
    try:
        sound = digest.digest(release / DATABASE, processes)[digest.WHOLE] == manifest.digest
    except sqlite3.DatabaseError:
        sound = False
    return Standing(release, manifest) if sound else "当前版本的数据库已损坏，已全部重读"
