"""The child's side of isolation: job after job under limits on memory and time; it dies with its parent."""

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
"""A job, the documents that are to be left out with the reason, and what to call before each document."""


def run_worker(pipe: Connection, handler: JobHandler, memory: int, seconds: float) -> None:
    """Do job after job, until nobody asks any more."""
    _exit_with_parent()
    _limit_memory(memory)

    def begin(document: str) -> None:
        pipe.send(("begin", document))
        _limit_time(seconds)

    while True:
        try:
            job, spent = pipe.recv()
        except EOFError:
            return
        try:
            # Pickled here, so that the parent may keep it as it is until its turn comes.
            pipe.send(("done", bytes(ForkingPickler.dumps(handler(job, spent, begin)))))
        except MemoryError:
            pipe.send(("spent", "读取所需内存过多，已停止"))
            return
        except BaseException as error:
            # Raised again where the answer is awaited: nothing is swallowed.
            pipe.send(("error", error))
            return


def _limit_memory(memory: int) -> None:
    """Limit the address space; the hard limit stays, so that LibreOffice can be given more."""
    now = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = now + memory
    resource.setrlimit(resource.RLIMIT_AS, (wanted if most < 0 else min(wanted, most), most))


def _limit_time(seconds: float) -> None:
    """Limit the processor's time for what comes now; what was used before does not count."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = int(usage.ru_utime + usage.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (wanted if most < 0 else min(wanted, most), most))


def _exit_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever: it ends itself."""
    parent = parent_process()
    if parent is None:
        return

    def watch(sentinel: int) -> None:
        wait([sentinel])
        os._exit(1)

    threading.Thread(target=watch, args=(parent.sentinel,), daemon=True).start()
