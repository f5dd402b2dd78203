"""Loads the registered sources, and tells when each is due."""

from __future__ import annotations

from crawler.registry.due import due_times, is_due
from crawler.registry.schedule import next_due
from crawler.registry.sources import BUNDLED_SOURCES_DIR, Source, load_sources, select_sources, url_error
from crawler.registry.visit_hours import CHINA_TIME, VisitHours

__all__ = [
    "BUNDLED_SOURCES_DIR",
    "CHINA_TIME",
    "Source",
    "VisitHours",
    "due_times",
    "is_due",
    "load_sources",
    "next_due",
    "select_sources",
    "url_error",
]
