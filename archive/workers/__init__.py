"""Runs untrusted or parallel work in separate processes, with limits on time and memory."""

from __future__ import annotations

from archive.workers.child import DocumentCallback
from archive.workers.messages import whole_characters
from archive.workers.office_runner import HANG_SECONDS, OfficeHangs, run_libreoffice
from archive.workers.parallel import in_batches, run_tasks
from archive.workers.pool import DEFAULT_PROCESSES, InvalidAnswerReason, WorkerPool
from archive.workers.protection import machine_protection
from archive.workers.sandbox import Protection, Sandbox, find_libreoffice

__all__ = [
    "DEFAULT_PROCESSES",
    "HANG_SECONDS",
    "DocumentCallback",
    "InvalidAnswerReason",
    "OfficeHangs",
    "Protection",
    "Sandbox",
    "WorkerPool",
    "find_libreoffice",
    "in_batches",
    "machine_protection",
    "run_libreoffice",
    "run_tasks",
    "whole_characters",
]
