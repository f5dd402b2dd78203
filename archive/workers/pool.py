"""Runs jobs in worker processes with limits on time and memory, so that a hostile file costs one document.

A worker does many jobs; it is sent a few in advance, so that it need not wait while the parent handles
results. Before each document of a job it reports the document's name. If it dies, runs out of memory or takes
too long, another worker repeats the job without that document and does the jobs that had not begun.
"""

from __future__ import annotations

import os
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
"""Processor time that one document may take; LibreOffice has a limit of its own."""
HANG_FACTOR = 10
"""A worker that is silent for so many times that time hangs: on a busy machine a document only waits."""
MEMORY_LIMIT_BYTES = 2 * 1024**3
"""Memory that a worker may use beyond its size at the start."""
DEFAULT_PROCESSES = 2
"""Number of worker processes; the parent process handles their results."""
MAX_JOBS_PER_WORKER = 4
"""Number of jobs that a worker may have, including the current one."""
STARTUP_TIMEOUT_SECONDS = 120.0
"""How long a worker may be silent before it begins a document; on a busy machine it starts slowly."""
MAX_QUEUED_JOB_BYTES = 16 * 1024
"""Total size of the jobs of a worker that has several.

They must fit into the pipe, because a worker that sends a result does not read from it."""
MAX_BUFFERED_RESULT_BYTES = 32 * 1024**2
"""Size of results that wait for an earlier one; above it no new job is started."""


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
        """Return whether a job of `size` bytes can be sent without waiting for the worker."""
        is_full = (
            len(self.jobs) >= max_jobs or sum(job.size for job in self.jobs) + size > MAX_QUEUED_JOB_BYTES
        )
        return not self.jobs or not is_full

    def record_progress(self, document: str = "") -> None:
        """Note that the worker sent a message now and which document it reads."""
        self.document, self.last_message_at = document, time.monotonic()

    def silence_limit(self, timeout_seconds: float) -> float:
        """Return how long the worker may be silent; one that reads no document may still be starting."""
        hang_seconds = HANG_FACTOR * timeout_seconds
        return hang_seconds if self.document else max(hang_seconds, STARTUP_TIMEOUT_SECONDS)

    def seconds_left(self, timeout_seconds: float) -> float:
        """Return how much longer the worker may be silent."""
        return self.last_message_at + self.silence_limit(timeout_seconds) - time.monotonic()


@dataclass
class WorkerPool:
    """Worker processes that call `handler` for each job.

    `start_method` is that of `multiprocessing`; empty means the fastest safe one. Workers that are not forked
    import the main module again, so a script that uses them must guard its entry point. `timeout_seconds` of
    processor time, `HANG_FACTOR` times that of any time, and `memory_limit_bytes` apply to each document.
    """

    handler: JobHandler
    processes: int = 1
    start_method: str = ""
    timeout_seconds: float = DOCUMENT_TIMEOUT_SECONDS
    memory_limit_bytes: int = MEMORY_LIMIT_BYTES
    max_jobs_per_worker: int = MAX_JOBS_PER_WORKER
    _workers: list[_Worker] = field(default_factory=list)
    _queue: deque[_PendingJob] = field(default_factory=deque)
    _buffered_results: dict[int, bytes] = field(default_factory=dict)

    def results(self, jobs: Iterable[Any]) -> Iterator[Any]:
        """Yield the result of each job in the order of `jobs`, which are taken as they are needed.

        Raises what `handler` raises, and `ChildProcessError` if a worker is lost without a document that
        could be the cause.
        """
        new_jobs = (_PendingJob(number, payload) for number, payload in enumerate(jobs))
        next_number = 0
        try:
            self._dispatch(new_jobs)
            while any(worker.jobs for worker in self._workers) or self._queue or self._buffered_results:
                self._receive(0.0 if next_number in self._buffered_results else self._seconds_until_timeout())
                self._dispatch(new_jobs)
                if next_number in self._buffered_results:
                    yield ForkingPickler.loads(self._buffered_results.pop(next_number))
                    next_number += 1
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
            # A worker that has died is noticed when its messages are read.
            with suppress(BrokenPipeError, ConnectionResetError):
                worker.pipe.send_bytes(data)

    def _next_job(self, new_jobs: Iterator[_PendingJob]) -> _PendingJob | None:
        if self._queue:
            return self._queue.popleft()
        buffered_bytes = sum(map(len, self._buffered_results.values()))
        return next(new_jobs, None) if buffered_bytes < MAX_BUFFERED_RESULT_BYTES else None

    def _select_worker(self, size: int) -> _Worker | None:
        """Return a new worker if all are busy, else the one with the fewest jobs, or None if it is full."""
        least_busy = min(self._workers, key=lambda worker: len(worker.jobs), default=None)
        if (least_busy is None or least_busy.jobs) and len(self._workers) < self.processes:
            self._workers.append(self._start_worker())
            return self._workers[-1]
        return least_busy if least_busy and least_busy.can_accept(size, self.max_jobs_per_worker) else None

    def _start_worker(self) -> _Worker:
        context: BaseContext = get_context(self.start_method or _fastest_start_method())
        parent_end, child_end = context.Pipe()
        process = context.Process(  # type: ignore[attr-defined]
            target=run_worker,
            args=(child_end, self.handler, self.memory_limit_bytes, self.timeout_seconds, dict(os.environ)),
        )
        process.start()
        child_end.close()
        return _Worker(process, parent_end)

    def _seconds_until_timeout(self) -> float:
        """Return how long to wait for a message before a worker has been silent for too long."""
        busy = [worker for worker in self._workers if worker.jobs]
        return max(0.0, min(worker.seconds_left(self.timeout_seconds) for worker in busy))

    def _receive(self, wait_seconds: float) -> None:
        """Read the messages that have arrived; the jobs of lost workers return to the queue."""
        busy = {worker.pipe: worker for worker in self._workers if worker.jobs}
        ready_pipes = wait(list(busy), wait_seconds)
        for pipe, worker in busy.items():
            loss_reason = self._read_messages(worker) if pipe in ready_pipes else ""
            if not loss_reason and worker.jobs and worker.seconds_left(self.timeout_seconds) <= 0:
                loss_reason = f"读取超过 {worker.silence_limit(self.timeout_seconds):.0f} 秒，已停止"
            if loss_reason:
                self._drop_worker(worker, loss_reason)

    def _read_messages(self, worker: _Worker) -> str:
        """Read all messages of a worker; return why it was lost, empty if it is still running."""
        try:
            while worker.pipe.poll():
                kind, content = worker.pipe.recv()
                if kind == "error":
                    raise content
                if kind == "out_of_memory":
                    return str(content)
                if kind == "done":
                    self._buffered_results[worker.jobs.popleft().number] = content
                worker.record_progress(content if kind == "begin" else "")
        except (EOFError, ConnectionResetError):
            return "读取时进程中止（内存或处理器时间超限，或文件使程序崩溃）"
        return ""

    def _drop_worker(self, worker: _Worker, reason: str) -> None:
        """Exclude the document that killed the worker and queue its jobs again.

        Raises `ChildProcessError` if no document was begun: then the error is ours.
        """
        _kill_worker(worker)
        self._workers.remove(worker)
        excluded = worker.jobs[0].excluded_documents if worker.jobs else {}
        if not worker.document or worker.document in excluded:
            raise ChildProcessError(f"{reason}：{worker.document}")
        excluded[worker.document] = reason
        self._queue = deque(sorted((*worker.jobs, *self._queue), key=lambda job: job.number))

    def _stop(self) -> None:
        for worker in self._workers:
            _kill_worker(worker)
        self._workers, self._buffered_results = [], {}
        self._queue.clear()


def _fastest_start_method() -> str:
    """Return "fork" if it is safe: a fork copies the locks of all threads but only the forking thread.

    Else the fork is that of a process without threads, the fork server.
    """
    threads = sum(1 for _ in Path("/proc/self/task").iterdir())
    return "fork" if threads == 1 else "forkserver"


def _kill_worker(worker: _Worker) -> None:
    worker.process.kill()
    worker.process.join()
    worker.pipe.close()
