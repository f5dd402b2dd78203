"""Where the current release stands, for the commands that need one."""

from __future__ import annotations

from pathlib import Path

from gongkai.exits import Trouble


def current(data: Path) -> Path:
    """The database of the current release; without one, the line that says how to get it."""
    database = data / "current" / "archive.db"
    if not database.is_file():
        raise Trouble(f"{data} 里还没有发布过版本（请先运行 gongkai build）")
    return database
