"""What every test may rely on: its own data directory, and none of the reader's settings."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A test never touches the archive of whoever runs it, and sees errors as a user does."""
    monkeypatch.setenv("GONGKAI_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("GONGKAI_DEBUG", raising=False)
