"""The index of the WARC files, in `ledger.db`: one row a capture, one a run, one a source."""

from __future__ import annotations

from archive.ledger.captures import RequestKey
from archive.ledger.clock import FutureTime, future_times
from archive.ledger.database import BUSY_TIMEOUT_SECONDS, SharedDatabase
from archive.ledger.imports import ImportedFiles, imported_files
from archive.ledger.ledger import Ledger
from archive.ledger.rebuild import rebuild_ledger
from archive.ledger.report_visits import ReportVisit, report_visits
from archive.ledger.runs import CommandRun
from archive.ledger.source_health import MissedPages, SourceHealth
from archive.ledger.verify import IntegrityIssue, IssueKind, verify, verify_file

__all__ = [
    "BUSY_TIMEOUT_SECONDS",
    "CommandRun",
    "FutureTime",
    "ImportedFiles",
    "IntegrityIssue",
    "IssueKind",
    "Ledger",
    "MissedPages",
    "ReportVisit",
    "RequestKey",
    "SharedDatabase",
    "SourceHealth",
    "future_times",
    "imported_files",
    "rebuild_ledger",
    "report_visits",
    "verify",
    "verify_file",
]
