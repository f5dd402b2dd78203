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

from archive.workers.child import DocumentCallback, JobHandler, run_worker

__all__ = [
    "DEFAULT_PROCESSES",
    "DOCUMENT_TIMEOUT_SECONDS",
    "MEMORY_LIMIT_BYTES",
    "DocumentCallback",
    "JobHandler",
    "WorkerPool",
]

DOCUMENT_TIMEOUT_SECONDS = 90.0
"""How long one document may take; LibreOffice is given 60 of them."""
MEMORY_LIMIT_BYTES = 2 * 1024**3
"""How much a worker may need beyond what it has when it starts."""
DEFAULT_PROCESSES = 2
"""How many processes read; the one that started them handles what they have read."""
MAX_JOBS_PER_WORKER = 4
"""How many jobs a worker may have, the one under work among them."""
MAX_QUEUED_JOB_BYTES = 16 * 1024
"""And of how many bytes, if it has several: they must fit into the pipe, which nobody empties while a worker
hands over an answer."""
MAX_BUFFERED_RESULT_BYTES = 32 * 1024**2
"""Answers that wait for an earlier one; with more than that no new job is begun."""


@dataclass(slots=True)
class _PendingJob:
    number: int
    payload: Any
    excluded_documents: dict[str, str] = field(default_factory=dict)
    size: int = 0


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    jobs: deque[_PendingJob] = field(default_factory=deque)
    document: str = ""
    last_message_at: float = 0.0

    def can_accept(self, size: int, max_jobs: int) -> bool:
        """Whether a job of that size can be handed over without waiting for the worker."""
        full = len(self.jobs) >= max_jobs or sum(job.size for job in self.jobs) + size > MAX_QUEUED_JOB_BYTES
        return not self.jobs or not full

    def record_progress(self, document: str = "") -> None:
        """It was heard of just now, and reads this."""
        self.document, self.last_message_at = document, time.monotonic()


@dataclass
class WorkerPool:
    """Processes that do `work`; each may have `ahead` jobs.

    `method` is how they are started, "" the quickest that is safe. Spawned ones import the main module again:
    a script that uses them must guard its entry point.
    """

    handler: JobHandler
    processes: int = 1
    start_method: str = ""
    seconds: float = DOCUMENT_TIMEOUT_SECONDS
    memory: int = MEMORY_LIMIT_BYTES
    max_jobs_per_worker: int = MAX_JOBS_PER_WORKER
    _workers: list[_Worker] = field(default_factory=list)
    _queue: deque[_PendingJob] = field(default_factory=deque)
    _buffered_results: dict[int, bytes] = field(default_factory=dict)

    def results(self, jobs: Iterable[Any]) -> Iterator[Any]:
        """The answer to each job, in the order of the jobs. An error in the work itself is raised here.

        Jobs are taken from `jobs` as they are needed.
        """
        new = (_PendingJob(number, what) for number, what in enumerate(jobs))
        due = 0
        try:
            self._dispatch(new)
            while any(worker.jobs for worker in self._workers) or self._queue or self._buffered_results:
                self._receive(0.0 if due in self._buffered_results else self._seconds_until_timeout())
                self._dispatch(new)
                if due in self._buffered_results:
                    yield ForkingPickler.loads(self._buffered_results.pop(due))
                    due += 1
        finally:
            self._stop()

    def _dispatch(self, new_jobs: Iterator[_PendingJob]) -> None:
        while job := self._next_job(new_jobs):
            data = ForkingPickler.dumps((job.payload, job.excluded_documents))
            job.size = len(data)
            worker = self._select_worker(job.size)
            if worker is None:
                self._queue.appendleft(job)
                return
            if not worker.jobs:
                worker.record_progress()
            worker.jobs.append(job)
            # One that is lost already is noticed when it is listened to.
            with suppress(BrokenPipeError, ConnectionResetError):
                worker.pipe.send_bytes(data)

    def _next_job(self, new_jobs: Iterator[_PendingJob]) -> _PendingJob | None:
        if self._queue:
            return self._queue.popleft()
        kept = sum(map(len, self._buffered_results.values()))
        return next(new_jobs, None) if kept < MAX_BUFFERED_RESULT_BYTES else None

    def _select_worker(self, size: int) -> _Worker | None:
        """The worker that has least to do, if it can take such a job; a new one before any has two."""
        least = min(self._workers, key=lambda worker: len(worker.jobs), default=None)
        if (least is None or least.jobs) and len(self._workers) < self.processes:
            self._workers.append(self._start_worker())
            return self._workers[-1]
        return least if least and least.can_accept(size, self.max_jobs_per_worker) else None

    def _start_worker(self) -> _Worker:
        context: BaseContext = get_context(self.start_method or _fastest_start_method())
        ours, theirs = context.Pipe()
        process = context.Process(target=run_worker, args=(theirs, self.handler, self.memory, self.seconds))  # type: ignore[attr-defined]
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _seconds_until_timeout(self) -> float:
        """How long to wait for any word before a worker has been silent for too long."""
        silent = min(worker.last_message_at for worker in self._workers if worker.jobs)
        return max(0.0, silent + self.seconds - time.monotonic())

    def _receive(self, timeout_seconds: float) -> None:
        """Take the answers that have come in; the jobs of lost workers wait to be handed out again."""
        busy = {worker.pipe: worker for worker in self._workers if worker.jobs}
        heard = wait(list(busy), timeout_seconds)
        for pipe, worker in busy.items():
            lost = self._read_messages(worker) if pipe in heard else ""
            if not lost and worker.jobs and time.monotonic() - worker.last_message_at >= self.seconds:
                lost = f"读取超过 {self.seconds:.0f} 秒，已停止"
            if lost:
                self._drop_worker(worker, lost)

    def _read_messages(self, worker: _Worker) -> str:
        """Take all that a worker has to say; gives how it was lost, "" while it goes on."""
        try:
            while worker.pipe.poll():
                kind, said = worker.pipe.recv()
                if kind == "error":
                    raise said
                if kind == "spent":
                    return str(said)
                if kind == "done":
                    self._buffered_results[worker.jobs.popleft().number] = said
                worker.record_progress(said if kind == "begin" else "")
        except (EOFError, ConnectionResetError):
            return "读取时进程中止（内存或处理器时间超限，或文件使程序崩溃）"
        return ""

    def _drop_worker(self, worker: _Worker, reason: str) -> None:
        """Note which document was too much; where none was begun, the fault is ours."""
        _kill_worker(worker)
        self._workers.remove(worker)
        spent = worker.jobs[0].excluded_documents if worker.jobs else {}
        if not worker.document or worker.document in spent:
            raise ChildProcessError(f"{reason}：{worker.document}")
        spent[worker.document] = reason
        self._queue = deque(sorted((*worker.jobs, *self._queue), key=lambda job: job.number))

    def _stop(self) -> None:
        for worker in self._workers:
            _kill_worker(worker)
        self._workers, self._buffered_results = [], {}
        self._queue.clear()


def _fastest_start_method() -> str:
    """A forked copy is there at once, but has only the thread that forked, and the locks of all others."""
    threads = sum(1 for _ in Path("/proc/self/task").iterdir())
    return "fork" if threads == 1 else "spawn"


def _kill_worker(worker: _Worker) -> None:
    worker.process.kill()
    worker.process.join()
    worker.pipe.close()
