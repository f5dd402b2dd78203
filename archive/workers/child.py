"""Runs jobs inside a worker process, applies its limits, and exits when the parent process dies."""

from __future__ import annotations

import os
import resource
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from archive.workers.messages import (
    MAX_MESSAGE_BYTES,
    Begun,
    Done,
    Message,
    OutOfMemory,
    describe_error,
    encode_result,
    frame,
    whole_characters,
)
from archive.workers.office_runner import OfficeHelper, use_office_helper
from archive.workers.sandbox import (
    Protection,
    Sandbox,
    find_libreoffice,
    replace_descriptors,
    restrict_helper,
    restrict_worker,
)

DocumentCallback = Callable[[str], None]
JobHandler = Callable[[Any, Mapping[str, str], DocumentCallback], Any]
"""Does one job. Arguments: the job, documents to skip with the reason, callback before each document."""

_ENVELOPE_BYTES = 64
_MEMORY_SIZE = Path("/proc/self/statm")
_protection: Protection | None = None


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """How a worker starts.

    `memory_limit_bytes` is what it may use beyond its size at the start; `timeout_seconds` limits the
    processor time of each document. `environment` is that of the parent: a fork server keeps the variables
    that it was started with. Without `sandbox` it is not restricted.
    """

    memory_limit_bytes: int
    timeout_seconds: float
    environment: Mapping[str, str]
    sandbox: Sandbox | None


def applied_protection() -> Protection | None:
    """Return how this process is restricted, None if it is no restricted worker."""
    return _protection


def run_worker(
    jobs: Connection, answers: Connection, handler: JobHandler, settings: WorkerSettings, folder: Path
) -> None:
    """Do the jobs that arrive on `jobs` until the parent closes it; send messages to `answers`.

    `folder` is where this process may write.
    """
    os.environ.clear()
    os.environ.update(settings.environment)
    if settings.sandbox is not None:
        _restrict(settings.sandbox, folder, (jobs.fileno(), answers.fileno()))
    _exit_with_parent(folder)
    _limit_memory(settings.memory_limit_bytes, is_final=settings.sandbox is not None)

    def on_begin(document: str) -> None:
        _send(answers, Begun(whole_characters(document)))
        _limit_time(settings.timeout_seconds)

    while True:
        try:
            job, excluded_documents = jobs.recv()
        except EOFError:
            return
        try:
            message = _done(handler(job, excluded_documents, on_begin))
        except MemoryError:
            message = OutOfMemory()
        except BaseException as error:
            # The parent raises it again: no error is swallowed.
            message = describe_error(error)
        _send(answers, message)
        if not isinstance(message, Done):
            return


def _done(result: object) -> Message:
    data = encode_result(result)
    if len(data) > MAX_MESSAGE_BYTES - _ENVELOPE_BYTES:
        return OutOfMemory()
    return Done(data)


def _send(answers: Connection, message: Message) -> None:
    data = memoryview(frame(message))
    while data:
        data = data[os.write(answers.fileno(), data) :]


def _restrict(sandbox: Sandbox, folder: Path, descriptors: tuple[int, ...]) -> None:
    """Restrict this process for good, after it has started the helper that runs LibreOffice for it."""
    global _protection
    os.environ["TMPDIR"] = os.environ["HOME"] = str(folder)
    tempfile.tempdir = None
    if sys.platform != "linux":
        return
    parent = parent_process()
    used = {*descriptors} if parent is None else {*descriptors, parent.sentinel}
    if (office := find_libreoffice()) is not None:
        helper = OfficeHelper(lambda descriptor: _restrict_helper(descriptor, folder, office))
        use_office_helper(helper)
        used.add(helper.descriptor)
    replace_descriptors(used)
    _protection = restrict_worker(sandbox, folder)


def _restrict_helper(descriptor: int, folder: Path, office: Path) -> None:
    replace_descriptors({descriptor})
    restrict_helper(folder, office)


def _limit_memory(extra_bytes: int, *, is_final: bool) -> None:
    """Limit the address space, for good if `is_final`; else LibreOffice can be given more."""
    if not _MEMORY_SIZE.exists():
        return
    current_bytes = int(_MEMORY_SIZE.read_text("ascii").split()[0]) * resource.getpagesize()
    _, hard_limit = resource.getrlimit(resource.RLIMIT_AS)
    limit = current_bytes + extra_bytes
    limit = limit if hard_limit == resource.RLIM_INFINITY else min(limit, hard_limit)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit if is_final else hard_limit))


def _limit_time(extra_seconds: float) -> None:
    """Limit the processor time of the next document; time used before does not count."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard_limit = resource.getrlimit(resource.RLIMIT_CPU)
    soft_limit = int(usage.ru_utime + usage.ru_stime + extra_seconds) + 1
    resource.setrlimit(
        resource.RLIMIT_CPU, (soft_limit if hard_limit < 0 else min(soft_limit, hard_limit), hard_limit)
    )


def _exit_with_parent(folder: Path) -> None:
    """Make this worker exit when its parent dies; otherwise it would wait for work for ever."""
    parent = parent_process()
    if parent is None:
        return

    def watch(sentinel: int) -> None:
        wait([sentinel])
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)

    threading.Thread(target=watch, args=(parent.sentinel,), daemon=True).start()
