"""Runs untrusted or parallel work in separate processes, with limits on time and memory."""

from __future__ import annotations

from archive.workers.child import DocumentCallback
from archive.workers.parallel import in_batches, run_tasks
from archive.workers.pool import DEFAULT_PROCESSES, WorkerPool

__all__ = [
    "DEFAULT_PROCESSES",
    "DocumentCallback",
    "WorkerPool",
    "in_batches",
    "run_tasks",
]
