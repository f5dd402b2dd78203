"""A release is on the disk before it gets its name, and the name before `current` points to it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archive.build.releases import DATABASE_FILE, Manifest, Releases
from tests.support.disk_log import log_disk_events


def test_a_release_is_synced_before_it_is_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    releases = Releases(tmp_path)
    with releases.lock():
        folder = releases.create_build_dir()
        (folder / DATABASE_FILE).write_bytes(b"a database")
        events = log_disk_events(monkeypatch, tmp_path)
        releases.publish(folder, Manifest("0123456789abcdef00", "1", "4", "f", "v", {}))
    building = f"releases/.building-{os.getpid()}"
    release = "releases/0123456789abcdef"
    assert events == [
        f"sync {building}/archive.db",
        f"sync {building}/build.json",
        f"sync {building}",
        f"rename {release}",
        "sync releases",
        "rename current",
        "sync .",
    ]
    assert releases.current_release() == tmp_path / release
