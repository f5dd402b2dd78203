"""Stores releases on disk: builds in a temporary directory, publishes with one rename, prunes old ones.

    releases/<first 16 digits of the digest>[-n]/archive.db and build.json     current -> one of them

A published release never changes. If its content equals that of an older release but its captures do not (a
crawl found nothing new), it gets the next `-n`: a running site must see another file, because it shows when
each source was last visited.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import chain, count
from pathlib import Path

from archive.build.shrinkage import Shrinkage
from archive.database import WHOLE_ARCHIVE_KEY, content_digests
from archive.model import ReportError, translate
from archive.warc import try_lock, utc_timestamp

DATABASE_FILE = "archive.db"
MANIFEST_FILE = "build.json"
ACCEPTED_FILE = "accepted.jsonl"
"""In the folder of releases: one line for each release that was published though it holds much less."""
KEPT_RELEASES = 3
_DIGEST_PREFIX_LENGTH = 16
_BUILD_DIR_PREFIX = ".building-"


class BuildBusy(ReportError):
    """Another build is running in the same data directory."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release was built from, stored as `build.json`, to find out what has changed since.

    `digest` is the content digest, `form` the version of schema and rows, `parser` that of the parser.
    `facts` is a fingerprint of the registry, `visits` of all captures, `groups` of each group by its page.
    """

    digest: str
    form: str
    parser: str
    facts: str
    visits: str
    groups: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BaseRelease:
    """A release with an intact database, from which an incremental build can start."""

    release: Path
    manifest: Manifest

    @property
    def database(self) -> Path:
        """Path of the database."""
        return self.release / DATABASE_FILE


class Releases:
    """The releases of one data directory, in `folder`; a build holds the `lock` while it changes them."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self.folder = data / "releases"

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Exclude other builds and delete the directory of a killed build; the lock ends with the process.

        Raises `BuildBusy` if another process holds the lock.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as stream:
            if not try_lock(stream):
                raise BuildBusy(translate("另一个 build 正在 {folder} 里进行，请等它结束", folder=self._data))
            for abandoned in self.folder.glob(f"{_BUILD_DIR_PREFIX}*"):
                shutil.rmtree(abandoned)
            yield

    def current_release(self) -> Path | None:
        """Return the folder of the current release; None if there is none yet."""
        link = self._data / "current"
        return link.resolve() if (link / DATABASE_FILE).is_file() else None

    def create_build_dir(self) -> Path:
        """Create an empty folder to build in, on the same file system."""
        folder = self.folder / f"{_BUILD_DIR_PREFIX}{os.getpid()}"
        folder.mkdir()
        return folder

    def publish(self, folder: Path, manifest: Manifest) -> Path:
        """Make a built folder the current release, in one step, after syncing it to disk; return its path."""
        (folder / MANIFEST_FILE).write_text(
            json.dumps(asdict(manifest), ensure_ascii=False), encoding="utf-8"
        )
        for path in (folder / DATABASE_FILE, folder / MANIFEST_FILE, folder):
            _fsync(path)
        release = self._free_path(manifest.digest[:_DIGEST_PREFIX_LENGTH])
        folder.rename(release)
        _fsync(self.folder)
        self._switch_current(release)
        return release

    def record_acceptance(self, release: Path, reason: str, shrinkage: Sequence[Shrinkage]) -> None:
        """Log that a release holds less than the one before it, by how much, and why that is right."""
        entry = {
            "at": utc_timestamp(),
            "release": release.name,
            "accepted": "shrinking",
            "reason": reason,
            "tables": [asdict(table) for table in shrinkage],
        }
        with (self.folder / ACCEPTED_FILE).open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(entry, ensure_ascii=False) + "\n")

    def prune(self) -> None:
        """Delete old releases; the current one and the newest others are kept, `KEPT_RELEASES` in all."""
        current = self.current_release()
        others = [path for path in self.folder.iterdir() if path.is_dir() and path != current]
        oldest_first = sorted(others, key=lambda path: (path.stat().st_mtime_ns, path.name))
        for release in oldest_first[: -(KEPT_RELEASES - 1)]:
            shutil.rmtree(release)

    def _free_path(self, name: str) -> Path:
        names = chain([name], (f"{name}-{number}" for number in count(2)))
        return next(path for name in names if not (path := self.folder / name).exists())

    def _switch_current(self, release: Path) -> None:
        link = self._data / f".current-{os.getpid()}"
        link.unlink(missing_ok=True)
        link.symlink_to(Path("releases") / release.name, target_is_directory=True)
        link.replace(self._data / "current")
        _fsync(self._data)


def load_base_release(release: Path, form: str, processes: int = 1) -> BaseRelease | str:
    """Return the release if a build with rows of the version `form` can start from it, else a reason."""
    manifest = read_manifest(release)
    if manifest is None:
        return translate("当前版本缺少 build.json，已全部重读")
    if manifest.form != form:
        return translate("数据库结构有变，已全部重读")
    try:
        digests = content_digests(release / DATABASE_FILE, processes)
        is_intact = digests[WHOLE_ARCHIVE_KEY] == manifest.digest
    except sqlite3.DatabaseError:
        is_intact = False
    return BaseRelease(release, manifest) if is_intact else translate("当前版本的数据库已损坏，已全部重读")


def read_manifest(release: Path) -> Manifest | None:
    """Return the manifest of a release; None if it is missing or damaged."""
    try:
        return Manifest(**json.loads((release / MANIFEST_FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
