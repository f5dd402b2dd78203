"""Deployment: systemd accepts the units, they are hardened, cron and timer run the same commands."""

from __future__ import annotations

import re
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

from tests.support.project import ROOT

DEPLOY = ROOT / "deploy"
INSTALLED = "/opt/gongkai/.venv/bin/gongkai"
ANALYZE = shutil.which("systemd-analyze")
ROUND_COMMANDS = ["crawl --due", "build"]


def service_options() -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for key, value in re.findall(
        r"^(\w+)=(.*)$", (DEPLOY / "gongkai.service").read_text("utf-8"), re.MULTILINE
    ):
        values.setdefault(key, []).append(value)
    return values


@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not on this machine")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    """The installed program, whose existence systemd checks, is replaced by another one."""
    for name in ("gongkai.service", "gongkai.timer"):
        unit = (DEPLOY / name).read_text("utf-8").replace(INSTALLED, "/bin/true")
        (tmp_path / name).write_text(unit, "utf-8")
    command = [str(ANALYZE), "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    messages = [line for line in result.stderr.splitlines() if "gongkai" in line]
    assert (result.returncode, messages) == (0, []), result.stderr


def test_the_service_is_hardened_and_does_not_run_as_root() -> None:
    values = service_options()
    assert values["User"] == ["gongkai"]
    for key in ("NoNewPrivileges", "PrivateTmp", "ProtectHome", "RestrictSUIDSGID"):
        assert values[key] == ["yes"]
    assert values["ProtectSystem"] == ["strict"]
    assert values["CapabilityBoundingSet"] == [""]


def test_timer_and_cron_run_the_same_commands_at_the_same_hours() -> None:
    assert service_options()["ExecStart"] == [f"{INSTALLED} {command}" for command in ROUND_COMMANDS]
    timer = ConfigParser(interpolation=None)
    timer.read(DEPLOY / "gongkai.timer", "utf-8")
    assert "02,08,14,20:17:00" in timer["Timer"]["OnCalendar"]
    (line,) = re.findall(r"^17 2,8,14,20 .*$", (DEPLOY / "gongkai.cron").read_text("utf-8"), re.MULTILINE)
    assert line.endswith(" && ".join(f"{INSTALLED} {command}" for command in ROUND_COMMANDS))
    assert line.split()[5] == "gongkai"


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_each_document_names_every_file_and_both_commands(name: str) -> None:
    text = (DEPLOY / name).read_text("utf-8")
    assert all(file.name in text for file in DEPLOY.iterdir() if file.suffix != ".md")
    assert "gongkai crawl --due && gongkai build" in text
