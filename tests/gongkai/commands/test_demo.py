"""`gongkai demo`: crawl, build and site check in one command, run twice on the same archive."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.gongkai.conftest import RunCommand

pytestmark = pytest.mark.slow

Start = Callable[..., "subprocess.Popen[str]"]


def test_two_demo_runs_give_the_same_release(start: Start, gongkai: RunCommand, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "demo" / "8"
    digests = []
    for _ in range(2):
        process = start("demo", "--once", "--reports", "8")
        out, errors = process.communicate(timeout=240)
        assert process.returncode == 0, errors
        assert "共 8 份年报" in out
        assert "网站检查通过" in out
        digests.append(gongkai("digest", "--data", folder).stdout)
    assert digests[0] == digests[1]
    assert gongkai("verify", "--data", folder).exit_code == 0
