"""Fixtures: report files, and functions that run the command as a user does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gongkai.cli import cli
from samples.renderers.html import report_page
from samples.world.world import World

RunCommand = Callable[..., Result]


@cache
def report_pages() -> tuple[bytes, ...]:
    """Return three reports of three years, as minimal pages."""
    return tuple(report_page(report) for report in World(11, 3, portals=1, carriers=("page",)).reports)


@pytest.fixture
def reports(tmp_path: Path) -> list[Path]:
    """Three report files."""
    files = []
    for number, data in enumerate(report_pages(), 1):
        file = tmp_path / f"report-{number}.html"
        file.write_bytes(data)
        files.append(file)
    return files


@pytest.fixture
def gongkai(tmp_path: Path) -> RunCommand:
    """A function that runs the command in this process, with its data directory in the test's folder."""

    def call(*arguments: str | Path) -> Result:
        result = CliRunner().invoke(cli, ["--data", str(tmp_path / "data"), *map(str, arguments)])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., subprocess.Popen[str]]:
    """A function that starts the command in a separate process, with the same data directory."""

    def call(*arguments: str | Path) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "gongkai", "--data", tmp_path / "data", *arguments]
        env = {**os.environ, "PYTHONUNBUFFERED": "1"}
        pipe = subprocess.PIPE
        return subprocess.Popen(list(map(str, command)), stdout=pipe, stderr=pipe, text=True, env=env)

    return call
