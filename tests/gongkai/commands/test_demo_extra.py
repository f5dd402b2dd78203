"""`gongkai` without the packages of the extra `demo`."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from gongkai.cli import COMMANDS
from gongkai.commands import demo
from tests.gongkai.conftest import RunCommand

pytestmark = pytest.mark.slow

ALL_HELP = """
import sys
sys.modules.update(dict.fromkeys(sys.argv[1].split(",")))
from gongkai.cli import cli
for command in sys.argv[2:]:
    cli([command, "--help"], standalone_mode=False)
"""


@pytest.mark.parametrize("module", demo.DEMO_MODULES)
def test_demo_names_the_extra_to_install(
    gongkai: RunCommand, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, module: str
) -> None:
    monkeypatch.setattr(demo, "find_spec", lambda name: None if name == module else find_spec(name))
    result = gongkai("demo", "--once")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert module in result.stderr
    assert "pip install 'gongkai[demo]'" in result.stderr
    assert not (tmp_path / "data").exists()


def test_every_command_loads_without_the_extra() -> None:
    missing = ",".join(("samples", "docx", "reportlab", "xlsxwriter"))
    command = [sys.executable, "-c", ALL_HELP, missing, *COMMANDS]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert result.returncode == 0, result.stderr
    assert result.stdout.count("--help") == len(COMMANDS)
