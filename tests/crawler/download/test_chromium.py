"""Where Chromium is found, and whether its sandbox works: tried with the real program."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from crawler.download.chromium import can_use_sandbox, find_chromium

NOBODY = 65534
CHROMIUM = find_chromium()


def test_gongkai_chromium_overrides_the_search_for_a_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\n")
    monkeypatch.setenv("GONGKAI_CHROMIUM", str(program))
    assert find_chromium() is None  # not executable
    program.chmod(0o755)
    assert find_chromium() == program
    monkeypatch.delenv("GONGKAI_CHROMIUM")
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    assert find_chromium() is None
    bundled = tmp_path / "chromium-1200" / "chrome-linux64" / "chrome"
    bundled.parent.mkdir(parents=True)
    bundled.touch()
    assert find_chromium() == bundled


def test_a_program_that_does_not_start_has_no_sandbox(tmp_path: Path) -> None:
    program = tmp_path / "chromium"
    assert not can_use_sandbox(program)
    program.write_text("#!/bin/sh\necho '<html>' | grep -v x\nexit 1\n")
    program.chmod(0o755)
    assert not can_use_sandbox(program)


@pytest.mark.slow
@pytest.mark.skipif(
    CHROMIUM is None or os.getuid() != 0, reason="needs Chromium, and root to become another user"
)
def test_root_has_no_sandbox_and_other_users_have_what_the_system_allows() -> None:
    assert CHROMIUM is not None
    assert not can_use_sandbox(CHROMIUM)
    namespaces = subprocess.run(["unshare", "--user", "true"], user=NOBODY, group=NOBODY, check=False)
    if namespaces.returncode == 0:
        assert _can_use_sandbox_as_nobody(CHROMIUM)


def _can_use_sandbox_as_nobody(chromium: Path) -> bool:
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        os.environ["HOME"] = "/nonexistent"
        os._exit(int(can_use_sandbox(chromium)))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1
