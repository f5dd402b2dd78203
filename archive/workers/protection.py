"""What the workers of this machine are kept from, found out by asking one."""

from __future__ import annotations

from collections.abc import Mapping

from archive.workers.child import DocumentCallback, applied_protection
from archive.workers.pool import WorkerPool
from archive.workers.sandbox import Protection


def machine_protection() -> Protection:
    """Start a worker as those that read documents are started, and return how the system restricts it."""
    [protection] = WorkerPool(_report_protection, result_type=Protection).results([None])
    assert isinstance(protection, Protection)
    return protection


def _report_protection(_: None, __: Mapping[str, str], ___: DocumentCallback) -> Protection:
    return applied_protection() or Protection()
