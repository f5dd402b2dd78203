"""The recorder syncs its file every few seconds, before the rows of the records are in the ledger."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from archive.ledger.captures import CaptureTable
from archive.model import Capture
from crawler.recording import recorder as recorder_module
from crawler.recording.recorder import Recorder
from tests.support.disk_log import log_disk_events
from tests.support.warc_records import response_record


async def record_all(data: Path, count: int) -> list[Capture]:
    recorder = Recorder(data, run="run")
    recorder.start()
    captures = [await recorder.record(response_record(number)) for number in range(count)]
    await recorder.close()
    return captures


def test_records_are_synced_before_their_rows_are_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = log_disk_events(monkeypatch, tmp_path)
    add_all = CaptureTable.add_all

    def logged_add_all(table: CaptureTable, captures: list[Capture]) -> None:
        add_all(table, captures)
        events.append("rows")

    monkeypatch.setattr(CaptureTable, "add_all", logged_add_all)
    monkeypatch.setattr(recorder_module, "_SYNC_INTERVAL_SECONDS", 0.0)
    captures = asyncio.run(record_all(tmp_path, 3))
    file = captures[0].file
    written = [event for event in events if event == "rows" or event.startswith(f"sync warc/{file}")]
    assert written == [f"sync warc/{file}.open", "rows"] * 3 + [f"sync warc/{file}.open"]


def test_records_are_synced_every_few_seconds_at_least() -> None:
    """Longer, and a power cut would lose more than the records of a moment."""
    assert 0 < recorder_module._SYNC_INTERVAL_SECONDS <= 5
