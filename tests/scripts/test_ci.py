"""`.ci/run`: its exit code and its last line, for every result of lint and tests."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.support.project import ROOT

pytestmark = pytest.mark.slow

MAKE = """#!/bin/sh
case "$1" in
    lint) echo "lint ran"; exit {lint};;
    test) read -r line && echo "somebody answered $line"
          echo ".....F"
          echo "{closing}"
          [ {tests} -eq 0 ] || echo "make: *** [Makefile:25: test] Error {tests}" >&2
          exit {tests};;
esac
"""


@pytest.mark.parametrize(
    ("lint", "tests", "closing"),
    [
        (0, 0, "6 passed in 1.00s"),
        (1, 0, "6 passed, 2 skipped in 1.00s"),
        (0, 1, "1 failed, 5 passed in 61.00s (0:01:01)"),
        (1, 2, "1 error in 1.00s"),
    ],
)
def test_the_last_line_is_the_summary_of_pytest(tmp_path: Path, lint: int, tests: int, closing: str) -> None:
    make = tmp_path / "make"
    make.write_text(MAKE.format(lint=lint, tests=tests, closing=closing), encoding="utf-8")
    make.chmod(0o755)
    env = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "CI": "true"}
    command = ["bash", str(ROOT / ".ci" / "run")]
    result = subprocess.run(
        command, env=env, input="x\n", capture_output=True, text=True, check=False, timeout=60
    )
    assert result.returncode == int(bool(lint or tests))
    assert result.stdout.splitlines()[-1] == closing
    assert "somebody answered" not in result.stdout
    assert "lint ran" in result.stdout
