"""Finds Chromium, or installs it: the reader's own, the system's, Playwright's, Debian's.

No browser is no failure: everything but portals whose lists exist only after JavaScript ran works without.
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
    """Whether a browser's program runs here: one that lacks a library stands on the disk and does not."""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def chromium_candidates() -> list[str]:
    """Every place a Chromium may stand, in the order in which it is chosen."""
    named = os.environ.get("GONGKAI_CHROMIUM")
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    found = [shutil.which(name) for name in PROGRAM_NAMES]
    bundled = sorted(cache.glob("chromium-*/chrome-linux*/chrome"), reverse=True)
    return [*filter(None, [named, *found]), *map(str, bundled)]


def find_chromium() -> str | None:
    """The first Chromium that starts."""
    return next((program for program in chromium_candidates() if can_start(program)), None)


def run_step(*command: str) -> bool:
    """One step of an installation, quiet, within its time."""
    quiet = {"DEBIAN_FRONTEND": "noninteractive", "PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "15000"}
    env = {**os.environ, **quiet}
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=STEP_TIMEOUT_SECONDS, check=False, env=env
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def install_chromium(venv: Path) -> None:
    """Playwright's own download first; where that is out of reach, Debian's package, as root only."""
    print("setup: no Chromium found, trying to install one …", file=sys.stderr)
    if run_step(str(venv / "bin" / "playwright"), "install", "chromium") and find_chromium():
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        run_step("apt-get", "update")
        run_step("apt-get", "install", "-y", "--no-install-recommends", *DEBIAN_PACKAGES)


def ensure_chromium(venv: Path, *, retry: bool) -> None:
    """Find or install a browser and say so when there is none; one failed try is remembered in .venv."""
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
