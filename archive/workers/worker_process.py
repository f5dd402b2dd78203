"""A worker process as its parent sees it: sends it jobs and takes its messages without trusting it."""

from __future__ import annotations

import os
import select
import shutil
import struct
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from archive.workers.child import JobHandler, WorkerSettings, run_worker
from archive.workers.messages import InvalidAnswer, Message, MessageReader
from archive.workers.sandbox import load_system_calls

HANG_FACTOR = 10
"""A worker that is silent for so many times its time limit hangs: on a busy machine a document only waits."""
STARTUP_TIMEOUT_SECONDS = 120.0
"""How long a worker may be silent before it begins a document; on a busy machine it starts slowly."""
MAX_QUEUED_JOB_BYTES = 16 * 1024
"""Total size of the jobs of a worker that has several.

They must fit into the pipe, because a worker that sends a result does not read from it."""


@dataclass(slots=True)
class PendingJob:
    """A job that is not done. `documents` is None if the pool was not told which ones it has."""

    number: int
    payload: Any
    documents: tuple[str, ...] | None = None
    excluded_documents: dict[str, str] = field(default_factory=dict)
    size: int = 0

    def may_begin(self, document: str) -> bool:
        """Return whether a worker may read the document."""
        return self.documents is None or (
            document in self.documents and document not in self.excluded_documents
        )

    def was_read(self, begun: set[str]) -> bool:
        """Return whether all documents that may be read were begun."""
        return all(document in begun or not self.may_begin(document) for document in self.documents or ())


@dataclass(slots=True)
class WorkerProcess:
    """A running worker. `document` is what it reads now, `begun` what it has begun of its first job."""

    process: BaseProcess
    pipe: Connection
    answers: Connection
    folder: Path
    reader: MessageReader
    jobs: deque[PendingJob] = field(default_factory=deque)
    document: str = ""
    begun: set[str] = field(default_factory=set)
    answer_count: int = 0
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

    def begin(self, document: str) -> None:
        """Note that the worker begins a document; raises `InvalidAnswer` if it is none of its first job."""
        if not self.jobs:
            raise InvalidAnswer("a document without a job")
        job = self.jobs[0]
        if not job.may_begin(document) or (job.documents and document in self.begun):
            raise InvalidAnswer("a document that is not to be read")
        self.begun.add(document)
        self.record_progress(document)

    def finish_job(self) -> tuple[PendingJob, frozenset[str]]:
        """Return the job that is done and the documents of it that were begun.

        Raises `InvalidAnswer` if the worker has no job, or has not begun all documents of it.
        """
        if not self.jobs or not self.jobs[0].was_read(self.begun):
            raise InvalidAnswer("a result of a job that was not done")
        job, begun = self.jobs.popleft(), frozenset(self.begun)
        self.begun.clear()
        self.answer_count += 1
        self.record_progress()
        return job, begun

    def messages(self) -> Iterator[Message]:
        """Yield the messages that have arrived.

        Raises `EOFError` if the worker has ended, `InvalidAnswer` if it sent something else.
        """
        return self.reader.read()

    def send(self, data: bytes) -> None:
        """Send a job. A worker that has died or does not take it is noticed when its messages are read."""
        remaining = memoryview(_length_prefix(len(data)) + data)
        with suppress(BrokenPipeError, ConnectionResetError):
            while remaining and select.select([], [self.pipe], [], STARTUP_TIMEOUT_SECONDS)[1]:
                with suppress(BlockingIOError):
                    remaining = remaining[os.write(self.pipe.fileno(), remaining) :]
        if remaining:
            self.process.kill()

    def end(self) -> None:
        """Kill the process and delete what it has written."""
        self.process.kill()
        self.process.join()
        self.pipe.close()
        self.answers.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def start_worker(handler: JobHandler, start_method: str, settings: WorkerSettings) -> WorkerProcess:
    """Start a worker, with an empty `start_method` by the fastest safe one, in a folder of its own."""
    context: BaseContext = get_context(start_method or _fastest_start_method())
    load_system_calls()
    folder = Path(tempfile.mkdtemp(prefix="gongkai-worker-"))
    jobs_end, jobs = context.Pipe(duplex=False)
    answers, answers_end = context.Pipe(duplex=False)
    process = context.Process(  # type: ignore[attr-defined]
        target=run_worker, args=(jobs_end, answers_end, handler, settings, folder)
    )
    process.start()
    jobs_end.close()
    answers_end.close()
    os.set_blocking(jobs.fileno(), False)
    return WorkerProcess(process, jobs, answers, folder, MessageReader(answers.fileno()))


def _length_prefix(size: int) -> bytes:
    """Return what `Connection.recv` expects before a message."""
    return struct.pack("!i", size) if size <= 0x7FFFFFFF else struct.pack("!iQ", -1, size)


def _fastest_start_method() -> str:
    """Return "fork" if it is safe: a fork copies the locks of all threads but only the forking thread.

    Else the fork is that of a process without threads, the fork server.
    """
    tasks = Path("/proc/self/task")
    return "fork" if tasks.exists() and sum(1 for _ in tasks.iterdir()) == 1 else "forkserver"
