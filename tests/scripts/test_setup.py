"""Setup before anything is installed: which Python and which browser are used, and the messages."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.support.project import ROOT

pytestmark = pytest.mark.slow

SETUP = ROOT / "scripts" / "setup.sh"


def write_stand_in(folder: Path, name: str, script: str) -> Path:
    """Write an executable of that name that runs only `script`."""
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return program


def run_setup(path: str, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": path, **environment}
    command = ["/bin/sh", str(SETUP)]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)


def test_an_old_python_is_reported_in_one_line(tmp_path: Path) -> None:
    old = write_stand_in(tmp_path / "bin", "python3", "exit 1")
    result = run_setup(f"{tmp_path / 'bin'}:/usr/bin:/bin", PYTHON=str(old))
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert "3.11" in result.stderr


def test_a_newer_python_is_used_if_python3_is_old(tmp_path: Path) -> None:
    write_stand_in(tmp_path / "bin", "python3", "exit 1")
    write_stand_in(tmp_path / "bin", "python3.14", "exit 1")
    write_stand_in(tmp_path / "bin", "python3.13", 'test "$1" = -c || echo "took $0 $1"')
    result = run_setup(f"{tmp_path / 'bin'}:/usr/bin:/bin")
    assert result.returncode == 0
    assert "python3.13 scripts/setup.py" in result.stdout


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))


@pytest.mark.usefixtures("scripts")
def test_gongkai_chromium_has_priority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import browser

    configured = write_stand_in(tmp_path / "bin", "my-own", "echo Chromium 1")
    write_stand_in(tmp_path / "bin", "chromium", "echo Chromium 2")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setenv("GONGKAI_CHROMIUM", str(configured))
    assert browser.find_chromium() == str(configured)


@pytest.mark.usefixtures("scripts")
def test_a_browser_that_does_not_start_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import browser

    write_stand_in(tmp_path / "bin", "chromium", "echo 'libnss3.so: cannot open' >&2; exit 127")
    second = write_stand_in(tmp_path / "bin", "google-chrome", "echo Chrome 3")
    monkeypatch.delenv("GONGKAI_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin") + ":/bin")
    monkeypatch.setattr(browser, "PROGRAM_NAMES", ("chromium", "google-chrome"))
    assert browser.find_chromium() == str(second)


@pytest.mark.usefixtures("scripts")
def test_a_failed_browser_installation_is_reported_and_tried_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import browser

    attempts: list[Path] = []
    monkeypatch.setattr(browser, "find_chromium", lambda: None)
    monkeypatch.setattr(browser, "install_chromium", attempts.append)
    browser.ensure_chromium(tmp_path, retry=False)
    browser.ensure_chromium(tmp_path, retry=False)
    assert attempts == [tmp_path]
    assert capsys.readouterr().err.count("make browser") == 2
    browser.ensure_chromium(tmp_path, retry=True)
    assert len(attempts) == 2
