"""Writes requirements.txt from pyproject.toml: every package that project and tools need, at one version.

Locked versions are kept if they still fit; `--upgrade` takes the newest of everything.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEADER = "# Every package at one version. Written by `make lock` from pyproject.toml: do not edit.\n"
COMPILE_COMMAND = (
    "pip compile pyproject.toml --extra dev --extra demo --universal --python-version 3.11 --quiet "
    # The lock is published: without the address of the package index that was used.
    "--no-header --no-annotate --no-emit-index-url --no-emit-find-links"
)


def main() -> int:
    """Compile the lock and write it; keep the old one if that fails."""
    own = ROOT / ".venv" / "bin" / "uv"
    uv = shutil.which("uv") or (str(own) if own.exists() else "")
    if not uv:
        print("lock: uv is neither installed nor in .venv: run `make setup`", file=sys.stderr)
        return 1
    locked = ROOT / "requirements.txt"
    with tempfile.TemporaryDirectory(prefix="gongkai-lock-") as folder:
        new = Path(folder) / locked.name
        shutil.copy(locked, new)
        command = [uv, *COMPILE_COMMAND.split(), "--output-file", str(new), *sys.argv[1:]]
        process = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if process.returncode:
            print(f"lock: uv could not resolve pyproject.toml\n{process.stderr}", file=sys.stderr)
            return 1
        locked.write_text(HEADER + new.read_text(encoding="utf-8"), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
