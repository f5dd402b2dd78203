"""Finds reports, further pages and menus on a fetched page."""

from __future__ import annotations

from crawler.discovery.page_reader import PageReading, read_page
from crawler.discovery.scanned_images import find_scanned_images
from crawler.discovery.script_lists import find_script_reason
from crawler.discovery.survey import (
    PagePurpose,
    ReportColumn,
    Survey,
    SurveyedPage,
    SurveyPlanner,
    SurveyRequest,
    script_only_pages,
)

__all__ = [
    "PagePurpose",
    "PageReading",
    "ReportColumn",
    "Survey",
    "SurveyPlanner",
    "SurveyRequest",
    "SurveyedPage",
    "find_scanned_images",
    "find_script_reason",
    "read_page",
    "script_only_pages",
]
