"""Where the founders' material stands, when it stands there at all: a user's clone has none of it."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared"
SEEDS = SHARED / "seeds"
REAL_SAMPLES = SHARED / "samples_real"

needs_shared = pytest.mark.skipif(not SEEDS.is_dir(), reason="the real seeds are not beside this checkout")
