"""Writes requirements.txt from pyproject.toml: every package that project and tools need, at one version."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEADER = "# Every package at one version. Written by `make lock` from pyproject.toml: do not edit.\n"
COMPILE = (
    "uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --upgrade --quiet "
    # The index of whoever locks is nobody else's business.
    "--no-header --no-annotate --no-emit-index-url --no-emit-find-links"
)


def main() -> int:
    """Compile the lock and write it in one go, or leave the old one."""
    done = subprocess.run(COMPILE.split(), cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"lock: uv could not resolve pyproject.toml\n{done.stderr}", file=sys.stderr)
        return 1
    (ROOT / "requirements.txt").write_text(HEADER + done.stdout, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
