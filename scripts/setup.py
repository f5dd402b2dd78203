"""Makes .venv from requirements.txt, installs the project into it, and sees to a browser.

Uses the standard library only: it runs before anything is installed. A second run finds its stamp and ends.
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
    """A step that nothing else can stand in for did not work; its text says which."""


def fingerprint() -> str:
    """What the environment was made from: the lock, the project's own table, this Python, this folder.

    A virtual environment holds absolute paths, so a moved checkout needs a new one.
    """
    parts = [sys.version, str(ROOT), *((ROOT / name).read_text(encoding="utf-8") for name in STAMP_INPUTS)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def can_run(*command: str) -> bool:
    """Whether a command can be run at all and ends well, its output thrown away."""
    try:
        return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def run_step(*command: str) -> bool:
    """Run a step in the project's folder, its output shown only when it fails."""
    # Behind a proxy that signs for others, uv finds the proxy's certificate only where it is told to look.
    env = {**os.environ, "UV_SYSTEM_CERTS": "true"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=env)
    if done.returncode:
        print(f"setup: failed: {' '.join(command)}\n{done.stdout}{done.stderr}", file=sys.stderr)
    return done.returncode == 0


def make_environment(uv: str | None) -> None:
    """An empty .venv, unless one stands there that already runs."""
    if can_run(str(PYTHON), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    # Seeded with pip, which has to take over where uv cannot reach the index.
    if uv and run_step(uv, "venv", "--quiet", "--seed", "--python", sys.executable, str(VENV)):
        return
    if not run_step(sys.executable, "-m", "venv", str(VENV)):
        raise SetupError("could not make .venv (on Debian, the package python3-venv has what is missing)")


def install_command(uv: str | None) -> list[str]:
    """The command that installs packages into .venv: uv where it is or can be had, else pip.

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
    """Everything of requirements.txt, then the project itself, editable.

    `--no-deps`: the lock names every package, and pip 23 trips over an extra that lxml 6 renamed.
    """
    uv = shutil.which("uv")
    uv = uv if uv and can_run(uv, "--version") else None
    make_environment(uv)
    command = install_command(uv)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet"]
    for what in (("-r", "requirements.txt"), ("-e", ".")):
        if not run_step(*command, "--no-deps", *what) and (
            command == pip or not run_step(*pip, "--no-deps", *what)
        ):
            raise SetupError(f"could not install {what[1]} (is a package index reachable?)")


def main(arguments: list[str]) -> int:
    """Set up what is missing; `--browser` tries for a browser even if an earlier try failed."""
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
