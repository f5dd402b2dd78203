"""Logs what is forced to the disk and what is renamed, in order; everything is still done for real.

Whether a power cut loses a file cannot be tried in a test. What is tried is the order that POSIX asks for:
the content is synced before the name, and the folder after it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def log_disk_events(monkeypatch: pytest.MonkeyPatch, root: Path) -> list[str]:
    """Return a list that grows with each event below `root`: `sync PATH` or `rename PATH`."""
    events: list[str] = []
    for name in ("fsync", "fdatasync"):
        monkeypatch.setattr(os, name, _logged_sync(getattr(os, name), root, events))
    for name in ("rename", "replace"):
        monkeypatch.setattr(os, name, _logged_rename(getattr(os, name), root, events))
    return events


def _logged_sync(sync: Callable[[int], None], root: Path, events: list[str]) -> Callable[[int], None]:
    def logged(descriptor: int) -> None:
        sync(descriptor)
        synced = os.fstat(descriptor)
        for path in (root, *root.rglob("*")):
            if not path.is_symlink() and path.stat().st_ino == synced.st_ino:
                events.append(f"sync {path.relative_to(root)}")

    return logged


def _logged_rename(rename: Callable[..., None], root: Path, events: list[str]) -> Callable[..., None]:
    def logged(source: Any, target: Any, **options: Any) -> None:
        rename(source, target, **options)
        events.append(f"rename {Path(target).relative_to(root)}")

    return logged
