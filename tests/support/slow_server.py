"""A slow HTTP server that logs when it received requests, and helpers for tests of the rate limiter."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from tests.support.subprocess_crawl import (
    html_page,
    write_registry,
)

HOST, OTHER = "slj.qinghe.gov.cn.test", "nyj.qinghe.gov.cn.test"
REPORT = '<a href="/{number}.html">青禾县水利局{year}年政府信息公开工作年度报告</a>'
LISTING = html_page("".join(REPORT.format(number=number, year=2010 + number) for number in range(6)))
PAUSE_SECONDS = 0.3
# Without randomness, so that gaps can be compared with a fixed pause.
STEADY_SETTINGS = {"DOWNLOAD_DELAY": PAUSE_SECONDS, "GONGKAI_JITTER": 0.0, "AUTOTHROTTLE_ENABLED": False}


class TimedRequest(NamedTuple):
    """A request as the server received it; times are of the clock that all processes share."""

    started: float
    ended: float
    host: str
    path: str


class TimedAnswer(NamedTuple):
    """A response, sent after a delay."""

    body: str = ""
    status: int = 200
    delay_seconds: float = 0.0
    headers: Mapping[str, str] = {}


@dataclass
class SlowServer:
    """A server that delays its responses and logs the requests."""

    answer: Callable[[str, str, int], TimedAnswer]
    port: int = 0
    log: list[TimedRequest] = field(default_factory=list)
    request_counts: dict[str, int] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def visits(self, *hosts: str) -> list[TimedRequest]:
        """Return the requests to `hosts`, or all, by time."""
        return sorted(request for request in self.log if not hosts or request.host in hosts)


@contextmanager
def run_slow_server(answer: Callable[[str, str, int], TimedAnswer]) -> Iterator[SlowServer]:
    server_log = SlowServer(answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            started = time.monotonic()
            host = self.headers.get("Host", "").partition(":")[0]
            times = server_log.request_counts[host + self.path] = (
                server_log.request_counts.get(host + self.path, 0) + 1
            )
            answer = server_log.answer(host, self.path, times)
            time.sleep(answer.delay_seconds)
            body = answer.body.encode()
            self.send_response(answer.status)
            for name, value in {"Content-Type": "text/html; charset=utf-8", **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            server_log.log.append(TimedRequest(started, time.monotonic(), host, self.path))
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server_log.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server_log
    finally:
        server.shutdown()
        server.server_close()


def assert_polite(visits: list[TimedRequest], pause: float = PAUSE_SECONDS) -> None:
    """Assert that each visit began at least `pause` after the previous one (less 5 ms)."""
    gaps = [later.started - earlier.ended for earlier, later in pairwise(visits)]
    assert gaps
    assert min(gaps) >= pause - 0.005, list(zip(gaps, visits[1:], strict=True))


def write_source(folder: Path, *hosts: str, **fields: object) -> Path:
    return write_registry(
        folder, *({"host": host, "columns": [f"http://{host}/nb/"], **fields} for host in hosts)
    )


def compliance_entries(data: Path) -> list[dict[str, Any]]:
    """Return the entries of the compliance logs."""
    files = sorted((data / "compliance").glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
