"""Settings of all tests: a data directory of their own, and no environment variables of the user."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support import forked  # noqa: F401  (names the modules of the fork server before one is started)

# The machine may be busy, so there are no deadlines. Every run uses the same examples, so that a failure can
# be repeated; `--hypothesis-profile=search` looks for new ones.
settings.register_profile(
    "same", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "search", deadline=None, max_examples=1000, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("same")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start with the slow modules, so that no process of `make test` is left alone with one at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Give each test its own data and state directories, and show errors as a user sees them."""
    monkeypatch.setenv("GONGKAI_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for name in ("GONGKAI_DEBUG", "GONGKAI_STATE_DIR"):
        monkeypatch.delenv(name, raising=False)
