"""The status of the sources and of the served site."""

from __future__ import annotations

from gongkai.monitoring.site_check import check_site, fetch_page, first_report
from gongkai.monitoring.source_status import SourceStatus, is_dead, source_statuses, unfinished_run

__all__ = [
    "SourceStatus",
    "check_site",
    "fetch_page",
    "first_report",
    "is_dead",
    "source_statuses",
    "unfinished_run",
]
