"""What lies where in the data directory: `warc/` the archive, `current/archive.db` the current release."""

from __future__ import annotations

from pathlib import Path

from archive.model import translate
from gongkai.errors import CommandError


def require_archive(data: Path) -> None:
    """Raise `CommandError` if the data directory holds no archive yet."""
    if not (data / "warc").is_dir():
        raise CommandError(
            translate("{data} 里没有档案（请先运行 gongkai crawl 或 gongkai import）", data=data)
        )


def current_database(data: Path) -> Path:
    """Return the database of the current release; raises `CommandError` if nothing was published yet."""
    database = data / "current" / "archive.db"
    if not database.is_file():
        raise CommandError(translate("{data} 里还没有发布过版本（请先运行 gongkai build）", data=data))
    return database
