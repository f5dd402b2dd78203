"""Takes from a worker process what reading a document does not need."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from archive.workers.sandbox.kernel import leave_network
from archive.workers.sandbox.landlock import FileAccess, restrict_files
from archive.workers.sandbox.program_paths import PROGRAM_FOLDERS, libreoffice_paths, python_paths
from archive.workers.sandbox.seccomp import restrict_system_calls

_DESCRIPTORS = Path("/proc/self/fd")
_NULL = Path(os.devnull)
_MAX_WRITTEN_BYTES = 1024**3


@dataclass(frozen=True, slots=True)
class Sandbox:
    """What the workers of a pool may read beside the program itself: files, and folders with their files."""

    readable: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Protection:
    """What the system of this machine keeps from a worker process.

    `landlock` is the version of Landlock, which limits the files that can be opened; 0 if there is none.
    `seccomp`: system calls are filtered, so there is no network and no other process can be started.
    `network`: there is none, be it without a filter.
    """

    landlock: int = 0
    seccomp: bool = False
    network: bool = False


def restrict_worker(sandbox: Sandbox, folder: Path) -> Protection:
    """Restrict this process, which has one thread, for good; return what the system was able to do.

    It can then read the program and what `sandbox` names, and write only below `folder`.
    """
    access = FileAccess((*python_paths(), *sandbox.readable), (), (folder, _NULL))
    landlock = _restrict_files(access)
    _limit(resource.RLIMIT_FSIZE, _MAX_WRITTEN_BYTES)
    _limit(resource.RLIMIT_CORE, 0)
    seccomp = restrict_system_calls(can_fork=False, can_execute=False)
    return Protection(landlock, seccomp, seccomp or leave_network())


def restrict_helper(folder: Path, office: Path) -> None:
    """Restrict the process that starts LibreOffice as its worker is, but let it run programs."""
    readable = (*python_paths(), *libreoffice_paths(office))
    executable = (*PROGRAM_FOLDERS, office.parent)
    _restrict_files(FileAccess(readable, executable, (folder, _NULL)))
    _limit(resource.RLIMIT_FSIZE, _MAX_WRITTEN_BYTES)
    _limit(resource.RLIMIT_CORE, 0)
    restrict_system_calls(can_fork=True, can_execute=True)


def replace_descriptors(used: Iterable[int]) -> None:
    """Let all other descriptors point to the null device: files and terminals that the parent has open.

    They are not closed: an object that still has the number would later close another file.
    """
    if not _DESCRIPTORS.exists():
        return
    numbers = {int(entry.name) for entry in _DESCRIPTORS.iterdir()}
    null = os.open(_NULL, os.O_RDWR)
    for number in numbers - {*used, null}:
        # The descriptor with which the folder was listed is closed already.
        with suppress(OSError):
            os.fstat(number)
            os.dup2(null, number, inheritable=number <= 2)
    os.close(null)


def _restrict_files(access: FileAccess) -> int:
    try:
        return restrict_files(access)
    except OSError:
        return 0


def _limit(kind: int, maximum: int) -> None:
    _, hard_limit = resource.getrlimit(kind)
    limit = maximum if hard_limit == resource.RLIM_INFINITY else min(maximum, hard_limit)
    resource.setrlimit(kind, (limit, limit))
