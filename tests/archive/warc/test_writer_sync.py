"""What a WARC writer forces to the disk: the folder after each new name, a file before its final name."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.warc.writer import WarcWriter
from tests.support.disk_log import log_disk_events
from tests.support.warc_records import response_record


def test_names_and_contents_are_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events = log_disk_events(monkeypatch, tmp_path)
    with WarcWriter(tmp_path / "warc", "run") as writer:
        name = writer.write(response_record(0)).file
        assert events == ["sync warc"], "the name of a new file"
        writer.write(response_record(1))
        assert events == ["sync warc"], "no request waits for the disk"
        writer.sync()
        assert events[1:] == [f"sync warc/{name}.open"]
        writer.write(response_record(2))
    assert events[2:] == [f"sync warc/{name}.open", f"rename warc/{name}", "sync warc"]
