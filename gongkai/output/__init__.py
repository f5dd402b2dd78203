"""What commands print: reports, source status, explanations, progress."""

from __future__ import annotations

from gongkai.output.explanation import print_explanation
from gongkai.output.integrity import print_issue
from gongkai.output.progress import ProgressReporter
from gongkai.output.report import print_report, wide_console
from gongkai.output.source_status import print_missed, print_sources
from gongkai.output.survey import draft_entry, survey_lines

__all__ = [
    "ProgressReporter",
    "draft_entry",
    "print_explanation",
    "print_issue",
    "print_missed",
    "print_report",
    "print_sources",
    "survey_lines",
    "wide_console",
]
