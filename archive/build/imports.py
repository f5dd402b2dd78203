"""Counts what a release made of imported files, which belong to no source."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple


class ImportedDocuments(NamedTuple):
    """How many imported files a release has, and how many of them are read as reports."""

    files: int
    reports: int


def imported_documents(database: Path) -> ImportedDocuments:
    """Return the number of imported files in the database of a release."""
    sql = "SELECT count(*), count(report_id) FROM documents WHERE id >= 0 AND role = 'import'"
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        return ImportedDocuments(*connection.execute(sql).fetchone())
