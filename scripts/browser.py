"""Finds Chromium (the user's own, the system's, Playwright's), or installs it.

A missing browser is not an error: only portals whose lists need JavaScript cannot be crawled without one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

PROGRAM_NAMES = ("chromium", "chromium-browser", "google-chrome")
STEP_TIMEOUT_SECONDS = 240
DEBIAN_PACKAGES = ("chromium", "fonts-noto-cjk")


def can_start(program: str | Path) -> bool:
    """True if the program runs here; one that lacks a library exists on the disk and does not run."""
    try:
        process = subprocess.run([program, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return process.returncode == 0


def chromium_candidates() -> list[str]:
    """Return all paths at which Chromium may be, in the order of preference."""
    configured = os.environ.get("GONGKAI_CHROMIUM")
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    installed = [shutil.which(name) for name in PROGRAM_NAMES]
    downloaded = sorted(cache.glob("chromium-*/chrome-linux*/chrome"), reverse=True)
    return [*filter(None, [configured, *installed]), *map(str, downloaded)]


def find_chromium() -> str | None:
    """Return the first Chromium that starts; None if there is none."""
    return next((program for program in chromium_candidates() if can_start(program)), None)


def run_step(*command: str) -> bool:
    """Run one step of an installation without output; True if it succeeds within its time limit."""
    variables = {"DEBIAN_FRONTEND": "noninteractive", "PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "15000"}
    env = {**os.environ, **variables}
    try:
        process = subprocess.run(
            command, capture_output=True, timeout=STEP_TIMEOUT_SECONDS, check=False, env=env
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return process.returncode == 0


def install_chromium(venv: Path) -> None:
    """Install Playwright's Chromium; if it cannot be downloaded, Debian's package (as root only)."""
    print("setup: no Chromium found, trying to install one …", file=sys.stderr)
    if run_step(str(venv / "bin" / "playwright"), "install", "chromium") and find_chromium():
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        run_step("apt-get", "update")
        run_step("apt-get", "install", "-y", "--no-install-recommends", *DEBIAN_PACKAGES)


def ensure_chromium(venv: Path, *, retry: bool) -> None:
    """Find or install a browser; print a hint if there is none. A failed try is remembered in .venv."""
    tried = venv / ".gongkai-browser-tried"
    program = find_chromium()
    if program is None and (retry or not tried.exists()):
        install_chromium(venv)
        tried.touch()
        program = find_chromium()
    if program is None:
        print(
            "setup: no Chromium: portals that need one are named by `gongkai status`, tests that do are "
            "skipped; set GONGKAI_CHROMIUM to yours, or run `make browser` to try again",
            file=sys.stderr,
        )
