"""Paths of material outside the repository; tests that need it are skipped without it."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared"
SEEDS = SHARED / "seeds"
REAL_SAMPLES = SHARED / "samples_real"

needs_shared = pytest.mark.skipif(not SEEDS.is_dir(), reason="the real seeds are not available")
