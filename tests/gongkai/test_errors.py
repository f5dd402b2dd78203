"""Exit codes of commands, each with one clear line on stderr."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from gongkai.cli import cli

pytestmark = pytest.mark.slow

CRASH = "from gongkai import cli; cli.Commands.get_command = lambda self, ctx, name: 1 / 0; cli.main()"


def run_python(code: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, **environment}
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)


def test_an_unknown_command_is_a_usage_error() -> None:
    assert CliRunner().invoke(cli, ["prove"]).exit_code == 2


def test_a_missing_release_exits_with_1_and_names_the_command_to_run(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["--data", str(tmp_path), "digest"])
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "gongkai build" in result.stderr


@pytest.mark.parametrize("place", ["before", "after"])
def test_the_data_option_is_accepted_before_and_after_the_command(tmp_path: Path, place: str) -> None:
    option = ["--data", str(tmp_path / "mine")]
    arguments = [*option, "digest"] if place == "before" else ["digest", *option]
    assert str(tmp_path / "mine") in CliRunner().invoke(cli, arguments).stderr


def test_a_missing_file_is_a_usage_error_and_no_file_is_read(tmp_path: Path) -> None:
    existing = tmp_path / "there.txt"
    existing.write_text("x", encoding="utf-8")
    result = CliRunner().invoke(cli, ["read", str(existing), str(tmp_path / "gone.txt")])
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "gone.txt" in result.stderr
    assert "there.txt" not in result.stderr


def test_an_internal_error_prints_one_line_and_exits_with_3() -> None:
    done = run_python(CRASH, "prove")
    assert done.returncode == 3, done.stderr
    assert done.stderr.count("\n") == 1
    assert "ZeroDivisionError" in done.stderr
    assert "GONGKAI_DEBUG=1" in done.stderr


def test_the_traceback_is_shown_on_request() -> None:
    done = run_python(CRASH, "prove", GONGKAI_DEBUG="1")
    assert done.returncode == 3
    assert "Traceback" in done.stderr
