"""The index of the WARC files, in `ledger.db`: one row a capture, one a run, one a source."""

from __future__ import annotations

from archive.ledger.captures import RequestKey
from archive.ledger.database import SharedDatabase
from archive.ledger.ledger import Ledger
from archive.ledger.rebuild import rebuild_ledger
from archive.ledger.runs import CommandRun
from archive.ledger.source_health import MissedPages, SourceHealth
from archive.ledger.verify import IntegrityIssue, IssueKind, verify, verify_file

__all__ = [
    "CommandRun",
    "IntegrityIssue",
    "IssueKind",
    "Ledger",
    "MissedPages",
    "RequestKey",
    "SharedDatabase",
    "SourceHealth",
    "rebuild_ledger",
    "verify",
    "verify_file",
]
