"""Loads the registered sources, and tells when each is due."""

from __future__ import annotations

from crawler.registry.check import Remark, RemarkKind, check_registry
from crawler.registry.due import due_times, is_due
from crawler.registry.report_pace import is_recent_report, unchanged_reports
from crawler.registry.schedule import next_due
from crawler.registry.sources import (
    OWN_SOURCES_DIR,
    Source,
    load_sources,
    registry_paths,
    select_sources,
    url_error,
)
from crawler.registry.visit_hours import CHINA_TIME, VisitHours

__all__ = [
    "CHINA_TIME",
    "OWN_SOURCES_DIR",
    "Remark",
    "RemarkKind",
    "Source",
    "VisitHours",
    "check_registry",
    "due_times",
    "is_due",
    "is_recent_report",
    "load_sources",
    "next_due",
    "registry_paths",
    "select_sources",
    "unchanged_reports",
    "url_error",
]
