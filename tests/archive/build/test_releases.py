"""The lock of the releases after the build that took it was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.small_archive import PAGE_URL, SmallArchive, report_bytes

pytestmark = pytest.mark.slow


@pytest.mark.fault("killed", "build")
def test_processes_that_a_killed_build_started_do_not_keep_its_lock(tmp_path: Path) -> None:
    archive = SmallArchive(tmp_path)
    archive.add_response(PAGE_URL, report_bytes())
    code = """
import multiprocessing, os, signal, sys, time
from pathlib import Path
from archive.build.releases import Releases
with Releases(Path(sys.argv[1])).lock():
    child = multiprocessing.get_context("fork").Process(target=time.sleep, args=(600,))
    child.start()
    print(child.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""
    output = archive.data / "output"
    with output.open("w") as stream:
        killed = subprocess.run(
            [sys.executable, "-c", code, archive.data], stdout=stream, check=False, timeout=60
        )
    worker = int(output.read_text())
    try:
        assert killed.returncode == -signal.SIGKILL
        assert archive.build().published
        os.kill(worker, 0)  # it was still running
    finally:
        os.kill(worker, signal.SIGKILL)
