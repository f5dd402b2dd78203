"""Commands start fast: they do not import programs that other commands need."""

from __future__ import annotations

import subprocess
import sys

import pytest

COMMANDS_WITHOUT_SCRAPY = ("read", "import_", "build", "status", "explain", "verify", "recover", "digest")
SLOW_PACKAGES = ("scrapy", "twisted", "playwright", "datasette")


@pytest.mark.slow
def test_commands_that_make_no_request_import_neither_scrapy_nor_datasette() -> None:
    imports = ", ".join(f"gongkai.commands.{name}" for name in COMMANDS_WITHOUT_SCRAPY)
    script = f"import sys, {imports}; print(*sys.modules)"
    process = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(process.stdout.split())
    assert "gongkai.commands.build" in loaded
    assert loaded.isdisjoint(SLOW_PACKAGES)
