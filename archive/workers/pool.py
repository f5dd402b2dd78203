"""Runs jobs in worker processes with limits on time and memory, so that a hostile file costs one document.

A worker does many jobs; it is sent a few in advance, so that it need not wait while the parent handles
results. Before each document of a job it reports the document's name. If it dies, runs out of memory or takes
too long, another worker repeats the job without that document and does the jobs that had not begun. A worker
whose answer is not what the pool expects is ended, and no document of that job is read again.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from multiprocessing.reduction import ForkingPickler
from typing import Any

import msgspec

from archive.workers.child import DocumentCallback, JobHandler, WorkerSettings
from archive.workers.messages import Begun, Failed, InvalidAnswer, Message, OutOfMemory, to_exception
from archive.workers.sandbox import Sandbox
from archive.workers.worker_process import PendingJob, WorkerProcess, start_worker

__all__ = [
    "DEFAULT_PROCESSES",
    "DOCUMENT_TIMEOUT_SECONDS",
    "MEMORY_LIMIT_BYTES",
    "DocumentCallback",
    "InvalidAnswerReason",
    "JobHandler",
    "WorkerPool",
]

DOCUMENT_TIMEOUT_SECONDS = 90.0
"""Processor time that one document may take; LibreOffice has a limit of its own."""
MEMORY_LIMIT_BYTES = 2 * 1024**3
"""Memory that a worker may use beyond its size at the start."""
DEFAULT_PROCESSES = 2
"""Number of worker processes; the parent process handles their results."""
MAX_JOBS_PER_WORKER = 4
"""Number of jobs that a worker may have, including the current one."""
MAX_BUFFERED_RESULT_BYTES = 32 * 1024**2
"""Size of results that wait for an earlier one; above it no new job is started."""


class InvalidAnswerReason(str):
    """The reason why a document is excluded, if the worker that read it gave an invalid answer."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class _Answer:
    """The result of a job, as data; the worker that sent it, and which documents it had begun."""

    job: PendingJob
    worker: WorkerProcess
    begun: frozenset[str]
    result: bytes


@dataclass
class WorkerPool:
    """Worker processes that call `handler` for each job.

    `result_type` is what the handler returns: a type that msgspec can build from data. `check_result` gets a
    job and its result, and raises `ValueError` if they do not belong together. `documents_of` returns the
    documents of a job that the handler may begin; without it the handler is trusted to name them.

    The workers are restricted as `sandbox` says, as far as the system allows; None is for our own work only.
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
    result_type: Any = Any
    sandbox: Sandbox | None = field(default_factory=Sandbox)
    documents_of: Callable[[Any], Collection[str]] | None = None
    check_result: Callable[[Any, Any], None] | None = None
    _workers: list[WorkerProcess] = field(default_factory=list)
    _queue: deque[PendingJob] = field(default_factory=deque)
    _answers: dict[int, _Answer] = field(default_factory=dict)

    def results(self, jobs: Iterable[Any]) -> Iterator[Any]:
        """Yield the result of each job in the order of `jobs`, which are taken as they are needed.

        Raises what `handler` raises, as a `WorkerError` if it is no exception of Python's own, and
        `ChildProcessError` if a worker is lost without a document that could be the cause.
        """
        decoder = msgspec.msgpack.Decoder(self.result_type)
        documents_of = self.documents_of
        new_jobs = (
            PendingJob(number, payload, None if documents_of is None else tuple(documents_of(payload)))
            for number, payload in enumerate(jobs)
        )
        next_number = 0
        try:
            self._dispatch(new_jobs)
            while any(worker.jobs for worker in self._workers) or self._queue or self._answers:
                self._receive(0.0 if next_number in self._answers else self._seconds_until_timeout())
                self._dispatch(new_jobs)
                answer = self._answers.pop(next_number, None)
                if answer is None:
                    continue
                try:
                    result = self._decode(decoder, answer)
                except InvalidAnswer:
                    self._reject_answer(answer)
                    self._dispatch(new_jobs)
                    continue
                next_number += 1
                yield result
        finally:
            self._stop()

    def _dispatch(self, new_jobs: Iterator[PendingJob]) -> None:
        while job := self._next_job(new_jobs):
            data = bytes(ForkingPickler.dumps((job.payload, job.excluded_documents)))
            job.size = len(data)
            worker = self._select_worker(job.size)
            if worker is None:
                self._queue.appendleft(job)
                return
            if not worker.jobs:
                worker.record_progress()
            worker.jobs.append(job)
            worker.send(data)

    def _next_job(self, new_jobs: Iterator[PendingJob]) -> PendingJob | None:
        if self._queue:
            return self._queue.popleft()
        buffered_bytes = sum(len(answer.result) for answer in self._answers.values())
        return next(new_jobs, None) if buffered_bytes < MAX_BUFFERED_RESULT_BYTES else None

    def _select_worker(self, size: int) -> WorkerProcess | None:
        """Return a new worker if all are busy, else the one with the fewest jobs, or None if it is full."""
        least_busy = min(self._workers, key=lambda worker: len(worker.jobs), default=None)
        if (least_busy is None or least_busy.jobs) and len(self._workers) < self.processes:
            settings = WorkerSettings(
                self.memory_limit_bytes, self.timeout_seconds, dict(os.environ), self.sandbox
            )
            self._workers.append(start_worker(self.handler, self.start_method, settings))
            return self._workers[-1]
        return least_busy if least_busy and least_busy.can_accept(size, self.max_jobs_per_worker) else None

    def _seconds_until_timeout(self) -> float:
        """Return how long to wait for a message before a worker has been silent for too long."""
        busy = [worker for worker in self._workers if worker.jobs]
        return max(0.0, min(worker.seconds_left(self.timeout_seconds) for worker in busy))

    def _receive(self, wait_seconds: float) -> None:
        """Read the messages that have arrived; the jobs of lost workers return to the queue."""
        busy = {worker.answers: worker for worker in self._workers if worker.jobs}
        ready = wait(list(busy), wait_seconds)
        for pipe, worker in busy.items():
            try:
                loss_reason = self._read_messages(worker) if pipe in ready else ""
            except InvalidAnswer:
                self._drop_invalid_worker(worker)
                continue
            if not loss_reason and worker.jobs and worker.seconds_left(self.timeout_seconds) <= 0:
                loss_reason = f"读取超过 {worker.silence_limit(self.timeout_seconds):.0f} 秒，已停止"
            if loss_reason:
                self._drop_worker(worker, loss_reason)

    def _read_messages(self, worker: WorkerProcess) -> str:
        """Read all messages of a worker; return why it was lost, empty if it is still running."""
        try:
            for message in worker.messages():
                if loss_reason := self._handle_message(worker, message):
                    return loss_reason
        except EOFError:
            return "读取时进程中止（内存或处理器时间超限，或文件使程序崩溃）"
        return ""

    def _handle_message(self, worker: WorkerProcess, message: Message) -> str:
        if isinstance(message, Failed):
            raise to_exception(message)
        if isinstance(message, OutOfMemory):
            return "读取所需内存过多，已停止"
        if isinstance(message, Begun):
            worker.begin(message.document)
            return ""
        job, begun = worker.finish_job()
        self._answers[job.number] = _Answer(job, worker, begun, message.result)
        return ""

    def _decode(self, decoder: msgspec.msgpack.Decoder[Any], answer: _Answer) -> Any:
        """Return the result in an answer; raises `InvalidAnswer` if it is none of the pool's type."""
        try:
            result = decoder.decode(answer.result)
            if self.check_result is not None:
                self.check_result(answer.job.payload, result)
        except (msgspec.DecodeError, ValueError, RecursionError) as error:
            raise InvalidAnswer(str(error)) from error
        return result

    def _reject_answer(self, answer: _Answer) -> None:
        """Let another worker repeat a job without the documents of which an invalid answer was given."""
        if answer.worker in self._workers:
            self._remove_worker(answer.worker)
        _exclude_invalid(answer.job, answer.begun)
        self._put_back([answer.job])

    def _drop_invalid_worker(self, worker: WorkerProcess) -> None:
        """End a worker that sent something else than a message; the document that it reads is excluded.

        If it reads none, the cause is a document before: it has only to be replaced.
        """
        if worker.document or not worker.answer_count:
            _exclude_invalid(worker.jobs[0], {worker.document} - {""})
        self._remove_worker(worker)

    def _drop_worker(self, worker: WorkerProcess, reason: str) -> None:
        """Exclude the document that killed the worker and queue its jobs again.

        Raises `ChildProcessError` if no document was begun and the worker had done nothing: then the error is
        ours. One that dies between two documents, of what it read before, has only to be replaced.
        """
        excluded = worker.jobs[0].excluded_documents if worker.jobs else {}
        is_ours = worker.document in excluded if worker.document else not worker.answer_count
        self._remove_worker(worker)
        if is_ours:
            raise ChildProcessError(f"{reason}：{worker.document}")
        if worker.document:
            excluded[worker.document] = reason

    def _remove_worker(self, worker: WorkerProcess) -> None:
        worker.end()
        self._workers.remove(worker)
        self._put_back(worker.jobs)

    def _put_back(self, jobs: Iterable[PendingJob]) -> None:
        self._queue = deque(sorted((*jobs, *self._queue), key=lambda job: job.number))

    def _stop(self) -> None:
        for worker in self._workers:
            worker.end()
        self._workers, self._answers = [], {}
        self._queue.clear()


def _exclude_invalid(job: PendingJob, suspects: Collection[str]) -> None:
    """Exclude the documents of a job of which an invalid answer was given: `suspects`, or all of them.

    Raises `ChildProcessError` if none is left that could be the cause: then the error is ours.
    """
    left = [document for document in job.documents or () if document not in job.excluded_documents]
    if not left:
        raise ChildProcessError("读文件的进程给出的结果不合格式")
    reason = InvalidAnswerReason("读这个文件的进程给出的结果不合格式")
    causes = [document for document in left if document in suspects] or left
    job.excluded_documents.update(dict.fromkeys(causes, reason))
