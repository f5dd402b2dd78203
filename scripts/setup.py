"""Makes .venv from requirements.txt, installs the project into it, and finds or installs a browser.

Uses the standard library only: it runs before anything is installed. A second run finds the stamp of the
first and ends.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import browser

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".gongkai-setup"
STAMP_INPUTS = ("requirements.txt", "pyproject.toml", "scripts/setup.py")


class SetupError(Exception):
    """A necessary step failed; the message says which."""


def fingerprint() -> str:
    """Return a digest of what the environment is made from: lock, pyproject.toml, this Python, this folder.

    A virtual environment holds absolute paths, so a moved checkout needs a new one.
    """
    parts = [sys.version, str(ROOT), *((ROOT / name).read_text(encoding="utf-8") for name in STAMP_INPUTS)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def can_run(*command: str) -> bool:
    """True if a command can be run and succeeds; its output is discarded."""
    try:
        return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def run_step(*command: str) -> bool:
    """Run a step in the project's folder; True if it succeeds. Its output is shown only if it fails."""
    # Behind a proxy that re-signs TLS, uv accepts the proxy's certificate only from the system's store.
    env = {**os.environ, "UV_SYSTEM_CERTS": "true"}
    process = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=env)
    if process.returncode:
        print(f"setup: failed: {' '.join(command)}\n{process.stdout}{process.stderr}", file=sys.stderr)
    return process.returncode == 0


def make_environment(uv: str | None) -> None:
    """Make an empty .venv unless one exists that runs; raises `SetupError` if that fails."""
    if can_run(str(PYTHON), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    # With pip, which takes over if uv cannot reach the index.
    if uv and run_step(uv, "venv", "--quiet", "--seed", "--python", sys.executable, str(VENV)):
        return
    if not run_step(sys.executable, "-m", "venv", str(VENV)):
        raise SetupError("could not make .venv (on Debian, the package python3-venv has what is missing)")


def install_command(uv: str | None) -> list[str]:
    """Return the command that installs packages into .venv: uv if it exists or can be installed, else pip.

    Measured cold, uv is about six times faster.
    """
    if uv is None:
        own = VENV / "bin" / "uv"
        if own.exists() or can_run(str(PYTHON), "-m", "pip", "install", "--quiet", "uv"):
            uv = str(own)
    if uv and can_run(uv, "--version"):
        return [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
    return [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]


def install_packages() -> None:
    """Install requirements.txt, then the project itself (editable); raises `SetupError` if that fails.

    `--no-deps`: the lock names every package, and pip 23 trips over an extra that lxml 6 renamed.
    """
    uv = shutil.which("uv")
    uv = uv if uv and can_run(uv, "--version") else None
    make_environment(uv)
    command = install_command(uv)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet"]
    for target in (("-r", "requirements.txt"), ("-e", ".")):
        if not run_step(*command, "--no-deps", *target) and (
            command == pip or not run_step(*pip, "--no-deps", *target)
        ):
            raise SetupError(f"could not install {target[1]} (is a package index reachable?)")


def main(arguments: list[str]) -> int:
    """Set up what is missing; `--browser` tries to install a browser even if an earlier try failed."""
    try:
        if not STAMP.exists() or STAMP.read_text(encoding="utf-8") != fingerprint():
            print("setup: installing the packages of requirements.txt into .venv …", file=sys.stderr)
            install_packages()
            STAMP.write_text(fingerprint(), encoding="utf-8")
    except SetupError as error:
        print(f"setup: {error}", file=sys.stderr)
        return 1
    browser.ensure_chromium(VENV, retry="--browser" in arguments)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
