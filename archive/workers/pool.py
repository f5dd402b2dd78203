"""Hostile files are read in child processes with limits on time and memory: a bomb costs one document.

A worker lives long and does job after job; it is handed a few ahead, so that it need not wait while the
parent is busy with answers. Before each document of a job it says which one; when it dies, runs out of memory
or takes too long, another does the job again without that document, and the jobs that it had not begun.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import Any

from archive.workers.child import Begin, Work, serve

__all__ = ["MEMORY", "PROCESSES", "SECONDS", "Begin", "Work", "Workers"]

SECONDS = 90.0
"""How long one document may take; LibreOffice is given 60 of them."""
MEMORY = 2 * 1024**3
"""How much a worker may need beyond what it has when it starts."""
PROCESSES = 2
"""How many processes read; the one that started them handles what they have read."""
AHEAD = 4
"""How many jobs a worker may have, the one under work among them."""
AHEAD_BYTES = 16 * 1024
"""And of how many bytes, if it has several: they must fit into the pipe, which nobody empties while a worker
hands over an answer."""
KEPT_BYTES = 32 * 1024**2
"""Answers that wait for an earlier one; with more than that no new job is begun."""


@dataclass(slots=True)
class _Job:
    number: int
    what: Any
    spent: dict[str, str] = field(default_factory=dict)
    size: int = 0


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    jobs: deque[_Job] = field(default_factory=deque)
    document: str = ""
    since: float = 0.0

    def takes(self, size: int, ahead: int) -> bool:
        """Whether a job of that size can be handed over without waiting for the worker."""
        full = len(self.jobs) >= ahead or sum(job.size for job in self.jobs) + size > AHEAD_BYTES
        return not self.jobs or not full

    def goes_on(self, document: str = "") -> None:
        """It was heard of just now, and reads this."""
        self.document, self.since = document, time.monotonic()


@dataclass
class Workers:
    """Processes that do `work`; each may have `ahead` jobs.

    `method` is how they are started, "" the quickest that is safe. Spawned ones import the main module again:
    a script that uses them must guard its entry point.
    """

    work: Work
    processes: int = 1
    method: str = ""
    seconds: float = SECONDS
    memory: int = MEMORY
    ahead: int = AHEAD
    _workers: list[_Worker] = field(default_factory=list)
    _waiting: deque[_Job] = field(default_factory=deque)
    _kept: dict[int, bytes] = field(default_factory=dict)

    def answers(self, jobs: Iterable[Any]) -> Iterator[Any]:
        """The answer to each job, in the order of the jobs. An error in the work itself is raised here.

        Jobs are taken from `jobs` as they are needed.
        """
        new = (_Job(number, what) for number, what in enumerate(jobs))
        due = 0
        try:
            self._hand_out(new)
            while any(worker.jobs for worker in self._workers) or self._waiting or self._kept:
                self._listen(0.0 if due in self._kept else self._patience())
                self._hand_out(new)
                if due in self._kept:
                    yield ForkingPickler.loads(self._kept.pop(due))
                    due += 1
        finally:
            self._end()

    def _hand_out(self, new: Iterator[_Job]) -> None:
        while job := self._next(new):
            data = ForkingPickler.dumps((job.what, job.spent))
            job.size = len(data)
            worker = self._taker(job.size)
            if worker is None:
                self._waiting.appendleft(job)
                return
            if not worker.jobs:
                worker.goes_on()
            worker.jobs.append(job)
            # One that is lost already is noticed when it is listened to.
            with suppress(BrokenPipeError, ConnectionResetError):
                worker.pipe.send_bytes(data)

    def _next(self, new: Iterator[_Job]) -> _Job | None:
        if self._waiting:
            return self._waiting.popleft()
        kept = sum(map(len, self._kept.values()))
        return next(new, None) if kept < KEPT_BYTES else None

    def _taker(self, size: int) -> _Worker | None:
        """The worker that has least to do, if it can take such a job; a new one before any has two."""
        least = min(self._workers, key=lambda worker: len(worker.jobs), default=None)
        if (least is None or least.jobs) and len(self._workers) < self.processes:
            self._workers.append(self._started())
            return self._workers[-1]
        return least if least and least.takes(size, self.ahead) else None

    def _started(self) -> _Worker:
        context: BaseContext = get_context(self.method or _quickest())
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, self.work, self.memory, self.seconds))  # type: ignore[attr-defined]
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _patience(self) -> float:
        """How long to wait for any word before a worker has been silent for too long."""
        silent = min(worker.since for worker in self._workers if worker.jobs)
        return max(0.0, silent + self.seconds - time.monotonic())

    def _listen(self, patience: float) -> None:
        """Take the answers that have come in; the jobs of lost workers wait to be handed out again."""
        busy = {worker.pipe: worker for worker in self._workers if worker.jobs}
        heard = wait(list(busy), patience)
        for pipe, worker in busy.items():
            lost = self._hear(worker) if pipe in heard else ""
            if not lost and worker.jobs and time.monotonic() - worker.since >= self.seconds:
                lost = f"读取超过 {self.seconds:.0f} 秒，已停止"
            if lost:
                self._replace(worker, lost)

    def _hear(self, worker: _Worker) -> str:
        """Take all that a worker has to say; gives how it was lost, "" while it goes on."""
        try:
            while worker.pipe.poll():
                kind, said = worker.pipe.recv()
                if kind == "error":
                    raise said
                if kind == "spent":
                    return str(said)
                if kind == "done":
                    self._kept[worker.jobs.popleft().number] = said
                worker.goes_on(said if kind == "begin" else "")
        except (EOFError, ConnectionResetError):
            return "读取时进程中止（内存或处理器时间超限，或文件使程序崩溃）"
        return ""

    def _replace(self, worker: _Worker, why: str) -> None:
        """Note which document was too much; where none was begun, the fault is ours."""
        _kill(worker)
        self._workers.remove(worker)
        spent = worker.jobs[0].spent if worker.jobs else {}
        if not worker.document or worker.document in spent:
            raise ChildProcessError(f"{why}：{worker.document}")
        spent[worker.document] = why
        self._waiting = deque(sorted((*worker.jobs, *self._waiting), key=lambda job: job.number))

    def _end(self) -> None:
        for worker in self._workers:
            _kill(worker)
        self._workers, self._kept = [], {}
        self._waiting.clear()


def _quickest() -> str:
    """A forked copy is there at once, but has only the thread that forked, and the locks of all others."""
    threads = sum(1 for _ in Path("/proc/self/task").iterdir())
    return "fork" if threads == 1 else "spawn"


def _kill(worker: _Worker) -> None:
    worker.process.kill()
    worker.process.join()
    worker.pipe.close()
