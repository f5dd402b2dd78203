"""The index of the WARC files: one row a capture, in `ledger.db`."""

from __future__ import annotations

from archive.ledger.database import SharedDatabase
from archive.ledger.ledger import CommandRun, Ledger, RequestKey
from archive.ledger.robots_cache import CachedRobots
from archive.ledger.source_health import MissedPages, SourceHealth
from archive.ledger.verify import IssueKind, verify

__all__ = [
    "CachedRobots",
    "CommandRun",
    "IssueKind",
    "Ledger",
    "MissedPages",
    "RequestKey",
    "SharedDatabase",
    "SourceHealth",
    "verify",
]
