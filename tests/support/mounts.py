"""Runs a command whose data directory is on a read-only or a full disk: real mounts that only it sees."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

READ_ONLY = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'
# The filler is not larger than the small disk, so that it does no harm if the mount should fail.
FULL = """
set -e
mkdir "$0.copy"
cp -a "$0/." "$0.copy"
mount -t tmpfs -o size=8m tmpfs "$0"
cp -a "$0.copy/." "$0"
rm -r "$0.copy"
head -c 8m /dev/zero > "$0/filler" 2> /dev/null || true
exec "$@"
"""
_UNSHARE = ("unshare", "--mount", *(() if os.geteuid() == 0 else ("--user", "--map-root-user")))


@cache
def can_mount() -> bool:
    """Return whether this machine lets us mount something that only our own processes see."""
    try:
        probe = subprocess.run([*_UNSHARE, "true"], capture_output=True, check=False)
    except FileNotFoundError:
        return False
    return probe.returncode == 0


def mounted_command(script: str, data: Path, *arguments: str | Path) -> list[str]:
    """Return the command line of `gongkai` for a data directory that is mounted as `script` says."""
    program = [sys.executable, "-m", "gongkai", "--data", data, *arguments]
    return [*_UNSHARE, "sh", "-c", script, str(data), *map(str, program)]


def run_mounted(script: str, data: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run `gongkai` with such a data directory."""
    command = mounted_command(script, data, *arguments)
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=200)
