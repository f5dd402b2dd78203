"""Releases on disk: built beside, moved in with one rename, never changed afterwards.

    releases/<first 16 digits of the digest>[-n]/archive.db and build.json     current -> one of them

A release whose content equals an older one but whose captures do not (a second crawl found nothing new)
gets the next `-n`: a running site must see another file, and says when each source was last visited.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import chain, count
from pathlib import Path

from archive.database import WHOLE_ARCHIVE_KEY, content_digests
from archive.model import ReportError

pass


@dataclass(frozen=True, slots=True)
class BaseRelease:
    """A release whose database is what it was when it was published."""

    release: Path
    manifest: Manifest

    @property
    def database(self) -> Path:
        """Its database."""
        return self.release / DATABASE_FILE


def load_base_release(release: Path, form: str, processes: int = 1) -> BaseRelease | str:
    """The release, if a build whose rows are of `form` can carry it on; else a line that says why not."""
    manifest = read_manifest(release)
    if manifest is None:
        return "当前版本缺少 build.json，已全部重读"
    if manifest.form != form:
        return "数据库结构有变，已全部重读"
    try:
        sound = content_digests(release / DATABASE_FILE, processes)[WHOLE_ARCHIVE_KEY] == manifest.digest
    except sqlite3.DatabaseError:
        sound = False
    return BaseRelease(release, manifest) if sound else "当前版本的数据库已损坏，已全部重读"


DATABASE_FILE = "archive.db"
MANIFEST_FILE = "build.json"
KEPT_RELEASES = 3
_DIGEST_PREFIX_LENGTH = 16
_BUILD_DIR_PREFIX = ".building-"


class BuildBusy(ReportError):
    """Another build works in the same data directory."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release was built from: enough to see what has changed since.

    `form` is the version of the rows, `facts` a fingerprint of the registry, `visits` one of all captures,
    `groups` the inputs of every group by its page.
    """

    digest: str
    form: str
    parser: str
    facts: str
    visits: str
    groups: Mapping[str, str]


class Releases:
    """The releases of one data directory; for one build at a time (`lock`)."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._folder = data / "releases"

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Nobody else builds meanwhile; what a killed build left is cleared away. Ends with the process."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / ".lock").open("w") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise BuildBusy(f"另一个 build 正在 {self._data} 里进行，请等它结束") from error
            for left in self._folder.glob(f"{_BUILD_DIR_PREFIX}*"):
                shutil.rmtree(left)
            yield

    def current_release(self) -> Path | None:
        """The folder of the current release, or None before the first."""
        link = self._data / "current"
        return link.resolve() if (link / DATABASE_FILE).is_file() else None

    def create_build_dir(self) -> Path:
        """An empty folder to build in, on the same file system."""
        folder = self._folder / f"{_BUILD_DIR_PREFIX}{os.getpid()}"
        folder.mkdir()
        return folder

    def publish(self, folder: Path, manifest: Manifest) -> Path:
        """Make a built folder the current release, in one step; it is safely on disk before that."""
        (folder / MANIFEST_FILE).write_text(
            json.dumps(asdict(manifest), ensure_ascii=False), encoding="utf-8"
        )
        for path in (folder / DATABASE_FILE, folder / MANIFEST_FILE, folder):
            _fsync(path)
        release = self._free_path(manifest.digest[:_DIGEST_PREFIX_LENGTH])
        folder.rename(release)
        _fsync(self._folder)
        self._switch_current(release)
        return release

    def prune(self) -> None:
        """Throw old releases away, but for the current one and the newest few beside it."""
        standing = self.current_release()
        others = [path for path in self._folder.iterdir() if path.is_dir() and path != standing]
        for old in sorted(others, key=lambda path: (path.stat().st_mtime_ns, path.name))[
            : -(KEPT_RELEASES - 1)
        ]:
            shutil.rmtree(old)

    def _free_path(self, name: str) -> Path:
        names = chain([name], (f"{name}-{number}" for number in count(2)))
        return next(path for one in names if not (path := self._folder / one).exists())

    def _switch_current(self, release: Path) -> None:
        link = self._data / f".current-{os.getpid()}"
        link.unlink(missing_ok=True)
        link.symlink_to(Path("releases") / release.name, target_is_directory=True)
        link.replace(self._data / "current")
        _fsync(self._data)


def read_manifest(release: Path) -> Manifest | None:
    """What a release was built from; None when that cannot be read any more."""
    try:
        said = json.loads((release / MANIFEST_FILE).read_text(encoding="utf-8"))
        return Manifest(**said)
    except (OSError, ValueError, TypeError):
        return None


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
