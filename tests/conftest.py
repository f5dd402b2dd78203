"""What every test may rely on: its own data directory, and none of the reader's settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The machine may be shared and busy: no verdict by the clock, and the same examples at every run, so that a
# red run is red again. `--hypothesis-profile=search` looks for new ones.
settings.register_profile(
    "same", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "search", deadline=None, max_examples=1000, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("same")


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A test never touches the archive of whoever runs it, and sees errors as a user does."""
    monkeypatch.setenv("GONGKAI_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for name in ("GONGKAI_DEBUG", "GONGKAI_STATE_DIR"):
        monkeypatch.delenv(name, raising=False)
