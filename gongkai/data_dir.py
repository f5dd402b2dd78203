"""What lies where in the data directory: `warc/` the archive, `current/archive.db` the current release."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from archive.model import translate
from crawler.registry import OWN_SOURCES_DIR
from gongkai.errors import CommandError, UsageError

RELEASE_LINK = "current"
_ARCHIVE_PARTS = ("warc", "ledger.db")


def require_archive(data: Path) -> None:
    """Raise `UsageError` if the data directory holds no archive: it may be mistyped."""
    if not _holds_any(data, _ARCHIVE_PARTS):
        raise UsageError(_no_archive(data))


def require_data(data: Path) -> None:
    """Raise `UsageError` if the directory holds nothing of ours, not even a registry or a release."""
    if not _holds_any(data, (*_ARCHIVE_PARTS, OWN_SOURCES_DIR, RELEASE_LINK)):
        raise UsageError(_no_archive(data))


def current_database(data: Path) -> Path:
    """Return the database of the current release; raises `CommandError` if nothing was published yet."""
    database = data / RELEASE_LINK / "archive.db"
    if not database.is_file():
        raise CommandError(translate("{data} 里还没有发布过版本（请先运行 gongkai build）", data=data))
    return database


def _holds_any(data: Path, names: Iterable[str]) -> bool:
    return any((data / name).exists() for name in names)


def _no_archive(data: Path) -> str:
    return translate(
        "{data} 里没有档案（请检查 --data；新建档案请先运行 gongkai crawl 或 gongkai import）", data=data
    )
