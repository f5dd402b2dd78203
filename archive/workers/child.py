"""Runs jobs inside a worker process, applies its limits, and exits when the parent process dies."""

from __future__ import annotations

import os
import resource
import threading
from collections.abc import Callable, Mapping
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import Any

DocumentCallback = Callable[[str], None]
JobHandler = Callable[[Any, Mapping[str, str], DocumentCallback], Any]
"""Does one job. Arguments: the job, documents to skip with the reason, callback before each document."""


def run_worker(
    pipe: Connection,
    handler: JobHandler,
    memory_limit_bytes: int,
    timeout_seconds: float,
    environment: Mapping[str, str],
) -> None:
    """Do the jobs that arrive on `pipe` until the parent closes it.

    `memory_limit_bytes` is what the worker may use beyond its size at the start; `timeout_seconds` limits the
    processor time of each document. `environment` is that of the parent: a fork server keeps the variables
    that it was started with.
    """
    os.environ.clear()
    os.environ.update(environment)
    _exit_with_parent()
    _limit_memory(memory_limit_bytes)

    def on_begin(document: str) -> None:
        pipe.send(("begin", document))
        _limit_time(timeout_seconds)

    while True:
        try:
            job, excluded_documents = pipe.recv()
        except EOFError:
            return
        try:
            # Pickled here, so that the parent can keep the bytes until it is their turn.
            pipe.send(("done", bytes(ForkingPickler.dumps(handler(job, excluded_documents, on_begin)))))
        except MemoryError:
            pipe.send(("out_of_memory", "读取所需内存过多，已停止"))
            return
        except BaseException as error:
            # The parent raises it again: no error is swallowed.
            pipe.send(("error", error))
            return


def _limit_memory(extra_bytes: int) -> None:
    """Limit the address space; the hard limit stays, so that LibreOffice can be given more."""
    current_bytes = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    _, hard_limit = resource.getrlimit(resource.RLIMIT_AS)
    soft_limit = current_bytes + extra_bytes
    resource.setrlimit(
        resource.RLIMIT_AS, (soft_limit if hard_limit < 0 else min(soft_limit, hard_limit), hard_limit)
    )


def _limit_time(extra_seconds: float) -> None:
    """Limit the processor time of the next document; time used before does not count."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard_limit = resource.getrlimit(resource.RLIMIT_CPU)
    soft_limit = int(usage.ru_utime + usage.ru_stime + extra_seconds) + 1
    resource.setrlimit(
        resource.RLIMIT_CPU, (soft_limit if hard_limit < 0 else min(soft_limit, hard_limit), hard_limit)
    )


def _exit_with_parent() -> None:
    """Make this worker exit when its parent dies; otherwise it would wait for work for ever."""
    parent = parent_process()
    if parent is None:
        return

    def watch(sentinel: int) -> None:
        wait([sentinel])
        os._exit(1)

    threading.Thread(target=watch, args=(parent.sentinel,), daemon=True).start()
