"""Hostile files are read in child processes with limits on time and memory: a bomb costs one document.

A worker lives long and does job after job. Before each document of a job it says which one; when it dies,
runs out of memory or takes too long, the job is done again by a new worker without that document.
"""

from __future__ import annotations

import os
import resource
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

SECONDS = 90.0
"""How long one document may take; LibreOffice is given 60 of them."""
MEMORY = 2 * 1024**3
"""How much a worker may need beyond what it has when it starts."""

Begin = Callable[[str], None]
Work = Callable[[Any, Mapping[str, str], Begin], Any]
"""A job, the documents that are to be left out with the reason, and what to call before each document."""


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    number: int = -1
    document: str = ""
    since: float = 0.0


@dataclass
class Workers:
    """Processes that do `work`; `method` is how they are started.

    Spawned ones import the main module again: a script that uses them must guard its entry point.
    """

    work: Work
    processes: int = 1
    method: str = "spawn"
    seconds: float = SECONDS
    memory: int = MEMORY
    _idle: list[_Worker] = field(default_factory=list)
    _busy: list[_Worker] = field(default_factory=list)

    def answers(self, jobs: Iterable[Any]) -> Iterator[Any]:
        """The answer to each job, in the order of the jobs. An error in the work itself is raised here."""
        given = list(jobs)
        left = deque(range(len(given)))
        spent: dict[int, dict[str, str]] = {}
        done: dict[int, Any] = {}
        due = 0
        try:
            while due < len(given):
                self._hand_out(given, left, spent)
                for number, answer in self._settled(left, spent):
                    done[number] = answer
                while due in done:
                    yield done.pop(due)
                    due += 1
        finally:
            self._end()

    def _hand_out(self, given: list[Any], left: deque[int], spent: dict[int, dict[str, str]]) -> None:
        while left and len(self._busy) < self.processes:
            worker = self._idle.pop() if self._idle else self._started()
            worker.number, worker.document, worker.since = left.popleft(), "", time.monotonic()
            worker.pipe.send((given[worker.number], spent.get(worker.number, {})))
            self._busy.append(worker)

    def _started(self) -> _Worker:
        context: BaseContext = get_context(self.method)
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self.work, self.memory, self.seconds))  # type: ignore[attr-defined]
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _settled(self, left: deque[int], spent: dict[int, dict[str, str]]) -> Iterator[tuple[int, Any]]:
        """Answers that have come in; jobs of lost workers go back to the front of the queue."""
        patience = max(0.0, min(one.since for one in self._busy) + self.seconds - time.monotonic())
        wait([one.pipe for one in self._busy], patience)
        for worker in list(self._busy):
            kind, said = self._heard(worker)
            if kind == "begin":
                continue
            self._busy.remove(worker)
            if kind == "done":
                self._idle.append(worker)
                yield worker.number, said
                continue
            _kill(worker)
            if kind == "error":
                raise said
            self._set_aside(worker, said, spent)
            left.appendleft(worker.number)

    def _heard(self, worker: _Worker) -> tuple[str, Any]:
        """What a worker has said last, or how it was lost."""
        try:
            while worker.pipe.poll():
                kind, said = worker.pipe.recv()
                if kind != "begin":
                    return kind, said
                worker.document, worker.since = said, time.monotonic()
        except (EOFError, ConnectionResetError):
            return "spent", "读取时进程中止（内存或处理器时间超限，或文件使程序崩溃）"
        if time.monotonic() - worker.since >= self.seconds:
            return "spent", f"读取超过 {self.seconds:.0f} 秒，已停止"
        return "begin", ""

    def _set_aside(self, worker: _Worker, why: str, spent: dict[int, dict[str, str]]) -> None:
        """Note which document was too much; where none was begun, the fault is ours."""
        documents = spent.setdefault(worker.number, {})
        if not worker.document or worker.document in documents:
            raise ChildProcessError(f"{why}：{worker.document}")
        documents[worker.document] = why

    def _end(self) -> None:
        for worker in (*self._idle, *self._busy):
            _kill(worker)
        self._idle, self._busy = [], []


def _kill(worker: _Worker) -> None:
    worker.process.kill()
    worker.process.join()
    worker.pipe.close()


def _serve(pipe: Connection, work: Work, memory: int, seconds: float) -> None:
    """What a worker does: job after job, until nobody asks any more."""
    _die_with_parent()
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
            pipe.send(("done", work(job, spent, begin)))
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


def _die_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever: it ends itself."""
    parent = parent_process()
    if parent is None:
        return

    def watch(sentinel: int) -> None:
        wait([sentinel])
        os._exit(1)

    threading.Thread(target=watch, args=(parent.sentinel,), daemon=True).start()
