"""The index of the WARC files, in `ledger.db`: one row a capture, one a run, one a source."""

from __future__ import annotations

from archive.ledger.captures import CaptureTable, RequestKey
from archive.ledger.database import DatabaseUnusable, SharedDatabase
from archive.ledger.ledger import Ledger
from archive.ledger.rebuild import RebuildResult, rebuild_ledger
from archive.ledger.runs import CommandRun, RunTable
from archive.ledger.source_health import HealthTable, MissedPages, SourceHealth
from archive.ledger.verify import IntegrityIssue, IssueKind, verify

__all__ = [
    "CaptureTable",
    "CommandRun",
    "DatabaseUnusable",
    "HealthTable",
    "IntegrityIssue",
    "IssueKind",
    "Ledger",
    "MissedPages",
    "RebuildResult",
    "RequestKey",
    "RunTable",
    "SharedDatabase",
    "SourceHealth",
    "rebuild_ledger",
    "verify",
]
