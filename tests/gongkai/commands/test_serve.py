"""`gongkai serve`: a site, a port in use, and a missing release."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from gongkai.monitoring.site_check import check_site
from tests.gongkai.conftest import RunCommand

pytestmark = pytest.mark.slow

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_site_is_served_until_a_signal(
    gongkai: RunCommand, reports: list[Path], start: Start, number: signal.Signals
) -> None:
    gongkai("import", *reports)
    gongkai("build")
    with start("serve", "--port", "0") as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        url = re.search(r"http://[\d.:]+/", line)
        assert url, line
        assert len(list(check_site(url[0]))) == 4
        process.send_signal(number)
        _, errors = process.communicate(timeout=30)
    assert "Traceback" not in errors
    assert process.returncode in (0, -number)


def test_a_port_in_use_is_a_usage_error_of_one_line(gongkai: RunCommand, reports: list[Path]) -> None:
    gongkai("import", *reports)
    gongkai("build")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = gongkai("serve", "--port", str(port))
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert str(port) in result.stderr


def test_without_a_release_the_error_names_the_build_command(gongkai: RunCommand) -> None:
    result = gongkai("serve")
    assert result.exit_code == 1
    assert "gongkai build" in result.stderr
