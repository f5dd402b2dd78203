"""Counts the files that were imported into an archive, which belong to no source."""

from __future__ import annotations

from typing import NamedTuple

from archive.ledger.ledger import Ledger
from archive.model import Role


class ImportedFiles(NamedTuple):
    """How many files were imported, and when the last one was; empty for never."""

    files: int
    last: str


def imported_files(ledger: Ledger) -> ImportedFiles:
    """The imported files of an archive."""
    sql = "select count(*) as files, coalesce(max(fetched), '') as last from captures where role = ?"
    (row,) = ledger.fetch_all(sql, (Role.IMPORT.value,))
    return ImportedFiles(row["files"], row["last"])
