from __future__ import annotations

import signal
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import httpx
import pytest

from archive.site.app.release_app import BrokenRelease
from archive.site.app.release_switcher import ReleaseMissing
from archive.site.server import CannotListen, PortInUse, run_in_thread, serve
from tests.support.site_collection import SiteReport, publish_release

pytestmark = pytest.mark.slow


def test_a_port_in_use_is_reported(tmp_path: Path) -> None:
    publish_release(tmp_path, [SiteReport("湖南省长沙市公安局")])
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortInUse, match=f"端口 {port} 已被占用"):
            serve(tmp_path, port)


def test_an_address_of_another_machine_is_reported(tmp_path: Path) -> None:
    publish_release(tmp_path, [SiteReport("湖南省长沙市公安局")])
    with pytest.raises(CannotListen, match=r"不能在 192\.0\.2\.1"):
        serve(tmp_path, 0, "192.0.2.1")


def test_a_missing_release_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ReleaseMissing, match="请先运行 gongkai build"):
        serve(tmp_path, 0)
    with pytest.raises(ReleaseMissing), run_in_thread(tmp_path):
        pass


def test_a_file_that_is_not_a_database_is_reported(tmp_path: Path) -> None:
    folder = tmp_path / "current"
    folder.mkdir()
    (folder / "archive.db").write_bytes(b"x" * 5000)
    with pytest.raises(BrokenRelease, match="打不开"):
        serve(tmp_path, 0)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_the_server_stops_on_a_signal(tmp_path: Path, sign: signal.Signals) -> None:
    publish_release(tmp_path, [SiteReport("湖南省长沙市公安局")])
    program = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from archive.site.server import serve
        serve(Path(sys.argv[1]), 0, ready=lambda url: print(url, flush=True))
        print("stopped", flush=True)
        """
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    url = process.stdout.readline().strip()
    assert httpx.get(url, trust_env=False).status_code == 200
    started = time.monotonic()
    process.send_signal(sign)
    _, errors = process.communicate(timeout=20)
    assert time.monotonic() - started < 10
    assert "Traceback" not in errors
    assert process.returncode in (0, -sign)
