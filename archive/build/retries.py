"""Finds the files of a release that the next build reads again: their state depends on the machine.

Limits on what a file holds decide for good. Processor time, memory and what is installed here do not: a build
that only added what is new would otherwise differ from one that reads everything.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from archive.build.result import FileOutcome
from archive.model import NeedsOffice, NotReadYet, translate
from archive.workers import find_libreoffice

_FILES_SQL = "SELECT page, url, detail FROM documents WHERE id >= 0 AND state = ? ORDER BY url"


def pages_to_retry(database: Path) -> dict[str, str]:
    """Return the pages of the groups that the next build reads again though nothing has changed, with why."""
    pages = dict.fromkeys(_pages(database, NotReadYet.state), translate("上次没有读完，再读一次"))
    if find_libreoffice() is not None:
        pages |= dict.fromkeys(_pages(database, NeedsOffice.state), translate("现已装有 LibreOffice"))
    return pages


def files_not_read_yet(database: Path) -> list[FileOutcome]:
    """Return the files of a release whose reading was stopped, each with the reason."""
    return [FileOutcome(url, detail) for _, url, detail in _files(database, NotReadYet.state)]


def _pages(database: Path, state: str) -> list[str]:
    return [page for page, _, _ in _files(database, state)]


def _files(database: Path, state: str) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(_FILES_SQL, (state,)).fetchall()
