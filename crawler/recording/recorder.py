"""Writes records to WARC and rows to the ledger in one background thread, in batches.

The reactor never waits for a disk. All records that arrived while the thread was busy are one batch: each
is handed to the operating system, where a kill cannot lose it, before one transaction inserts their rows.
The file is synced every few seconds only: a power cut may lose the records of a moment, whose rows `verify`
then names, but no request waits for the disk.
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
from archive.warc import InvalidRecord, Record, WarcWriter
from crawler.exceptions import RecordingFailed
from crawler.recording.revisits import deduplicated, with_outcome

_MAX_BATCH_RECORDS = 64
_SYNC_INTERVAL_SECONDS = 2.0
logger = logging.getLogger(__name__)


class _RecordJob(NamedTuple):
    record: Record
    future: asyncio.Future[Capture]


class Recorder:
    """Archives the records of one crawl under `run`, or under a run of its own if none is given."""

    def __init__(self, data: Path, *, run: str = "", command: str = "crawl") -> None:
        self._data = data
        self._run = run
        self._command = command
        self._jobs: SimpleQueue[_RecordJob | None] = SimpleQueue()
        self._batch: list[_RecordJob] = []
        # A daemon: after a second Ctrl-C the process ends without close() and must not wait for it.
        self._thread = threading.Thread(target=self._run_thread, name="gongkai-recorder", daemon=True)

    def start(self) -> None:
        """Start the thread; it first recovers what killed processes left."""
        self._thread.start()

    async def record(self, record: Record) -> Capture:
        """Archive one record; returns when it is in the file and its row in the ledger.

        A response is classified by its body, and becomes a revisit if the archive has the same body already.
        Raises `RecordingFailed` if the archive can no longer be written, `InvalidRecord` if only this record
        cannot.
        """
        job = _RecordJob(record, asyncio.get_running_loop().create_future())
        self._jobs.put(job)
        return await job.future

    async def close(self) -> None:
        """Write all waiting records, close the file, end the run."""
        self._jobs.put(None)
        await asyncio.to_thread(self._thread.join)

    def _run_thread(self) -> None:
        reason = "写入线程意外终止"
        is_complete = False
        try:
            self._write_batches()
            is_complete = True
        except (OSError, sqlite3.Error, ReportError) as error:
            reason = f"无法写入存档：{error}"
            logger.critical(reason)
        finally:
            if not is_complete:
                self._fail_waiting_jobs(reason)

    def _write_batches(self) -> None:
        with Ledger.open(self._data) as ledger:
            ledger.index_missing()
            run = self._run or ledger.runs.begin(self._command)
            with WarcWriter(ledger.warc_dir, run, self._command) as writer:
                synced_at = time.monotonic()
                while self._fill_batch():
                    results = self._write_batch(writer, ledger)
                    if time.monotonic() - synced_at > _SYNC_INTERVAL_SECONDS:
                        writer.sync()
                        synced_at = time.monotonic()
                    ledger.captures.add_all(result for result in results if isinstance(result, Capture))
                    self._resolve_futures(results)
            if not self._run:
                ledger.runs.end(run)

    def _write_batch(self, writer: WarcWriter, ledger: Ledger) -> list[Capture | InvalidRecord]:
        """Write the records of the batch to the file; return their captures, or why one is not written."""
        archived_urls = ledger.captures.archived_urls(job.record.url for job in self._batch)
        results: list[Capture | InvalidRecord] = []
        for job in self._batch:
            record = with_outcome(job.record)
            try:
                results.append(writer.write(deduplicated(record, ledger, record.url in archived_urls)))
            except InvalidRecord as error:
                results.append(error)
        return results

    def _fill_batch(self) -> bool:
        """Fill the batch with waiting jobs; False if the crawl has ended."""
        job = self._jobs.get()
        while job is not None:
            self._batch.append(job)
            if len(self._batch) == _MAX_BATCH_RECORDS:
                return True
            try:
                job = self._jobs.get_nowait()
            except Empty:
                return True
        self._jobs.put(None)  # read again after this last batch
        return bool(self._batch)

    def _resolve_futures(self, results: Sequence[Capture | InvalidRecord | RecordingFailed]) -> None:
        """Pass each result of the batch to its caller, all in one iteration of the event loop."""
        futures = [job.future for job in self._batch]
        self._batch.clear()

        def resolve() -> None:
            for future, result in zip(futures, results, strict=True):
                if future.done():
                    continue
                if isinstance(result, Capture):
                    future.set_result(result)
                else:
                    future.set_exception(result)

        futures[0].get_loop().call_soon_threadsafe(resolve)

    def _fail_waiting_jobs(self, reason: str) -> None:
        """Fail all jobs that wait or will come: no request must hang because the archive is broken."""
        while self._batch or self._fill_batch():
            self._resolve_futures([RecordingFailed(reason) for _ in self._batch])
