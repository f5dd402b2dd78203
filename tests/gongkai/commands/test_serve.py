"""`gongkai serve`: a site, a port in use, and a missing release."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from gongkai.monitoring.site_check import check_site, fetch_page
from tests.gongkai.conftest import RunCommand
from tests.support.broken_files import BROKEN_FILES, write_broken_file

pytestmark = pytest.mark.slow

Start = Callable[..., "subprocess.Popen[str]"]


def read_url(process: subprocess.Popen[str]) -> str:
    """Return the address that a site prints when it is ready."""
    assert process.stdout is not None
    line = process.stdout.readline()
    url = re.search(r"http://[\d.:]+/", line)
    assert url, line
    return url[0]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_site_is_served_until_a_signal(
    gongkai: RunCommand, reports: list[Path], start: Start, number: signal.Signals
) -> None:
    gongkai("import", *reports)
    gongkai("build")
    with start("serve", "--port", "0") as process:
        assert len(list(check_site(read_url(process)))) == 4
        process.send_signal(number)
        _, errors = process.communicate(timeout=30)
    assert "Traceback" not in errors
    assert process.returncode in (0, -number)


@pytest.mark.fault("killed", "serve")
def test_a_killed_site_is_served_again_at_once_on_its_port(
    gongkai: RunCommand, reports: list[Path], start: Start
) -> None:
    gongkai("import", *reports)
    gongkai("build")
    with start("serve", "--port", "0") as process:
        url = read_url(process)
        port = urlsplit(url).port or 0
        with socket.create_connection(("127.0.0.1", port)) as visitor:
            visitor.sendall(b"GET / HTTP/1.1\r\n")
            process.kill()
            process.communicate(timeout=60)
    with start("serve", "--port", str(port)) as process:
        assert read_url(process) == url
        assert len(list(check_site(url))) == 4
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


@pytest.mark.fault("bad_answers", "serve")
def test_files_that_cannot_be_read_are_shown_with_their_reasons(
    gongkai: RunCommand, reports: list[Path], start: Start, tmp_path: Path
) -> None:
    names = {name for name, data in BROKEN_FILES.items() if data}
    gongkai("import", *(write_broken_file(tmp_path, name) for name in names), reports[0])
    gongkai("build")
    with start("serve", "--port", "0") as process:
        url = read_url(process)
        assert len(list(check_site(url))) == 4
        rows = json.loads(fetch_page(f"{url}archive/documents.json?_shape=array&state__not=read").body)
        assert {row["url"].rpartition("/")[2] for row in rows} == names
        page = fetch_page(f"{url}archive/documents?state__not=read").body.decode()
        assert all(row["detail"] and row["detail"] in page for row in rows)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


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
