"""Collects what concerns the archive as a whole: imported files, and what a wrong clock has stored."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from archive.build import imported_documents
from archive.ledger import FutureTime, Ledger, future_times, imported_files
from crawler.state import CrawlState


@dataclass(frozen=True, slots=True)
class ArchiveStatus:
    """Imported files: how many, when last (empty for never), how many the release has, as reports or at all.

    `future_times` are stored times later than now.
    """

    imported: int
    last_import: str
    imported_in_release: int
    imported_reports: int
    future_times: tuple[FutureTime, ...]


def archive_status(ledger: Ledger, state: CrawlState, database: Path | None) -> ArchiveStatus:
    """Return the status of an archive; `database` is that of the current release, if there is one."""
    files, last = imported_files(ledger)
    in_release, reports = imported_documents(database) if database else (0, 0)
    future = (*future_times(ledger), *(FutureTime(*item) for item in state.future_times()))
    return ArchiveStatus(files, last, in_release, reports, future)
