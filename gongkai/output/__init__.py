"""What commands print: reports, source status, explanations, progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.model import lazy_exports

if TYPE_CHECKING:
    from gongkai.output.archive_status import archive_lines
    from gongkai.output.explanation import print_explanation
    from gongkai.output.integrity import print_issue
    from gongkai.output.progress import ProgressReporter
    from gongkai.output.protection import browser_lines, protection_lines
    from gongkai.output.report import print_report, wide_console
    from gongkai.output.source_status import print_missed, print_not_due, print_sources
    from gongkai.output.survey import draft_entry, draft_entry_id, survey_lines

__all__ = [
    "ProgressReporter",
    "archive_lines",
    "browser_lines",
    "draft_entry",
    "draft_entry_id",
    "print_explanation",
    "print_issue",
    "print_missed",
    "print_not_due",
    "print_report",
    "print_sources",
    "protection_lines",
    "survey_lines",
    "wide_console",
]

# Loaded when first used: each command prints one of them.
__getattr__ = lazy_exports(
    __name__,
    {
        "archive_lines": "gongkai.output.archive_status",
        "browser_lines": "gongkai.output.protection",
        "draft_entry": "gongkai.output.survey",
        "draft_entry_id": "gongkai.output.survey",
        "print_explanation": "gongkai.output.explanation",
        "print_issue": "gongkai.output.integrity",
        "print_missed": "gongkai.output.source_status",
        "print_not_due": "gongkai.output.source_status",
        "print_report": "gongkai.output.report",
        "print_sources": "gongkai.output.source_status",
        "protection_lines": "gongkai.output.protection",
        "survey_lines": "gongkai.output.survey",
        "wide_console": "gongkai.output.report",
        "ProgressReporter": "gongkai.output.progress",
    },
)
