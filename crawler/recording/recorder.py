"""The archive's one writing thread: visits come in, records and ledger rows go out, in the same order.

The reactor never waits for a disk. What has piled up while the thread was busy is written together:
every record is with the operating system, where a kill cannot reach it, before the one transaction that
enters their rows. The disk itself is forced every few seconds: a power cut may cost a moment's visits, whose
rows `verify` then names, but no visit waits for the platter.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import NamedTuple

from archive.ledger import Ledger
from archive.model import Capture, ReportError
from archive.warc import Record, WarcWriter
from crawler.exceptions import RecordingFailed
from crawler.recording.revisits import deduplicated, with_outcome

_MAX_BATCH_RECORDS = 64
_SYNC_INTERVAL_SECONDS = 2.0
logger = logging.getLogger(__name__)


class _RecordJob(NamedTuple):
    record: Record
    future: asyncio.Future[Capture]


class Recorder:
    """Archives the records of one crawl under a run of its own, or under `run` where one is given."""

    def __init__(self, data: Path, *, run: str = "", command: str = "crawl") -> None:
        self._data = data
        self._run = run
        self._command = command
        self._jobs: SimpleQueue[_RecordJob | None] = SimpleQueue()
        self._batch: list[_RecordJob] = []
        # A second Ctrl-C ends the process without closing anything: it must not wait here for ever.
        self._thread = threading.Thread(target=self._run_thread, name="gongkai-recorder", daemon=True)

    def start(self) -> None:
        """Begin to write; what killed processes left is mended first."""
        self._thread.start()

    async def record(self, record: Record) -> Capture:
        """Archive one visit; returns when its record is in the file and its row in the ledger.

        A response is judged by its body, and becomes a revisit where the archive holds the same already.
        Raises `RecordingFailed` when nothing can be written any more.
        """
        job = _RecordJob(record, asyncio.get_running_loop().create_future())
        self._jobs.put(job)
        return await job.future

    async def close(self) -> None:
        """Write what is waiting, close the file, end the run."""
        self._jobs.put(None)
        await asyncio.to_thread(self._thread.join)

    def _run_thread(self) -> None:
        reason = "写入线程意外终止"
        ended = False
        try:
            self._write_batches()
            ended = True
        except (OSError, sqlite3.Error, ReportError) as error:
            reason = f"无法写入存档：{error}"
            logger.critical(reason)
        finally:
            if not ended:
                self._fail_waiting_jobs(reason)

    def _write_batches(self) -> None:
        with Ledger.open(self._data) as ledger:
            ledger.index_missing()
            run = self._run or ledger.runs.begin(self._command)
            with WarcWriter(ledger.warc_dir, run, self._command) as writer:
                synced = time.monotonic()
                while self._fill_batch():
                    captures = self._write_batch(writer, ledger)
                    if time.monotonic() - synced > _SYNC_INTERVAL_SECONDS:
                        writer.sync()
                        synced = time.monotonic()
                    ledger.captures.add_all(captures)
                    self._resolve_futures(captures)
            if not self._run:
                ledger.runs.end(run)

    def _write_batch(self, writer: WarcWriter, ledger: Ledger) -> list[Capture]:
        """The captures of the batch, whose records are in the file now."""
        visited = ledger.captures.archived_urls(job.record.url for job in self._batch)
        return [
            writer.write(deduplicated(with_outcome(job.record), ledger, job.record.url in visited))
            for job in self._batch
        ]

    def _fill_batch(self) -> bool:
        """Fill the batch with what waits; False when the crawl has ended."""
        job = self._jobs.get()
        while job is not None:
            self._batch.append(job)
            if len(self._batch) == _MAX_BATCH_RECORDS:
                return True
            try:
                job = self._jobs.get_nowait()
            except Empty:
                return True
        self._jobs.put(None)  # seen again when the batch before it is done
        return bool(self._batch)

    def _resolve_futures(self, results: Sequence[Capture | RecordingFailed]) -> None:
        """Tell the visits of the batch how they ended, all in one turn of their loop."""
        futures = [job.future for job in self._batch]
        self._batch.clear()

        def tell() -> None:
            for future, end in zip(futures, results, strict=True):
                if future.done():
                    continue
                if isinstance(end, RecordingFailed):
                    future.set_exception(end)
                else:
                    future.set_result(end)

        futures[0].get_loop().call_soon_threadsafe(tell)

    def _fail_waiting_jobs(self, reason: str) -> None:
        """Answer everybody who waits or will come: a visit must not hang on a dead archive."""
        while self._batch or self._fill_batch():
            self._resolve_futures([RecordingFailed(reason) for _ in self._batch])
