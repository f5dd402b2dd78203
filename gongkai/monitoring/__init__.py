"""The status of the archive, of its sources and of the served site."""

from __future__ import annotations

from gongkai.monitoring.archive_status import ArchiveStatus, archive_status
from gongkai.monitoring.site_check import check_site, fetch_page, first_report
from gongkai.monitoring.source_status import SourceStatus, is_dead, source_statuses, unfinished_run

__all__ = [
    "ArchiveStatus",
    "SourceStatus",
    "archive_status",
    "check_site",
    "fetch_page",
    "first_report",
    "is_dead",
    "source_statuses",
    "unfinished_run",
]
