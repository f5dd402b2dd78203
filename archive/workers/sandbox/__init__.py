"""Restricts worker processes that read hostile documents, as far as the operating system allows."""

from __future__ import annotations

from archive.workers.sandbox.kernel import die_with_parent, leave_network
from archive.workers.sandbox.program_paths import find_libreoffice
from archive.workers.sandbox.restriction import (
    Protection,
    Sandbox,
    replace_descriptors,
    restrict_helper,
    restrict_worker,
)
from archive.workers.sandbox.seccomp import load_system_calls, restrict_system_calls

__all__ = [
    "Protection",
    "Sandbox",
    "die_with_parent",
    "find_libreoffice",
    "leave_network",
    "load_system_calls",
    "replace_descriptors",
    "restrict_helper",
    "restrict_system_calls",
    "restrict_worker",
]
