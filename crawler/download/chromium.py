"""Finds Chromium and tells whether its sandbox works on this machine. Needs neither Scrapy nor Playwright."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

_VARIABLES = ("GONGKAI_CHROMIUM", "CHROMIUM")
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_TRIAL_SECONDS = 60


def find_chromium() -> Path | None:
    """Return the browser's program: from a variable, the system, playwright's own download; None without one.

    If a variable is set, only that program counts: a path that is no program means no browser.
    """
    configured = next((os.environ[name] for name in _VARIABLES if os.environ.get(name)), "")
    if configured:
        is_program = os.access(configured, os.X_OK) and Path(configured).is_file()
        return Path(configured) if is_program else None
    system = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    return Path(system) if system else _find_playwright_chromium()


def _find_playwright_chromium() -> Path | None:
    """Return the newest program that `playwright install chromium` has installed."""
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    programs = sorted(folder.glob("chromium-*/chrome-linux*/chrome"))
    return programs[-1] if programs else None


def can_use_sandbox(chromium: Path) -> bool:
    """Whether Chromium starts with its sandbox, tried with an empty page.

    It does not for root, nor where the system allows no user namespaces and no set-uid helper is installed.
    """
    with tempfile.TemporaryDirectory(prefix="gongkai-chromium-") as folder:
        flags = ("--headless", "--disable-gpu", f"--user-data-dir={folder}", "--dump-dom", "about:blank")
        try:
            trial = subprocess.run(
                [str(chromium), *flags], capture_output=True, timeout=_TRIAL_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
    return trial.returncode == 0 and b"<html" in trial.stdout
