"""Serves a sample world on loopback: one server, a virtual host for each portal.

The true values are never served: responses come only from portals.
"""

from __future__ import annotations

import socket
import ssl
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import click

from samples.portals import SampleResponse
from samples.server.certificates import expired_tls_context
from samples.server.responses import LoggedRequest, PortalApp, portals_by_host
from samples.world import ActiveFault, World, registry_toml

_LOOPBACK = "127.0.0.1"
_MAX_BODY_BYTES = 64 * 1024
_TLS_HANDSHAKE_BYTE = b"\x16"


class _PortalRequestHandler(BaseHTTPRequestHandler):
    """One connection of a visitor; connections are kept alive."""

    protocol_version = "HTTP/1.1"
    server_version = "sample-web"
    sys_version = ""
    # Head and body in one segment: sent apart, each answer waits 40 ms for the visitor's delayed ACK.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _PortalServer

    def do_GET(self) -> None:
        self._respond("")

    def do_HEAD(self) -> None:
        self._respond("")

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "0")
        size = int(length) if length.isdigit() else 0
        if size > _MAX_BODY_BYTES:
            self.close_connection = True
            self.send_error(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return
        self._respond(self.rfile.read(size).decode("utf-8", "replace"))

    def _respond(self, form: str) -> None:
        started = time.monotonic()
        host = self.headers.get("Host", "").partition(":")[0].lower()
        answer = self._with_not_modified(self.server.app.respond(host, self.path, form))
        time.sleep(answer.delay_seconds)
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", answer.media_type)
            if answer.declared_length != -1:
                self.send_header("Content-Length", str(answer.declared_length or len(answer.body)))
        self.end_headers()
        if self.command != "HEAD" and answer.status != HTTPStatus.NOT_MODIFIED:
            for _ in range(answer.body_repeats):
                self.wfile.write(answer.body)
        self.close_connection = self.close_connection or not answer.has_true_length
        self._log_request(started, host, answer, form)

    def _with_not_modified(self, answer: SampleResponse) -> SampleResponse:
        """The answer, or 304 if the client's copy is current; an ETag takes precedence over a date."""
        validators = dict(answer.headers)
        known_etags = self.headers.get("If-None-Match")
        if known_etags is not None:
            is_unchanged = validators.get("ETag") in [
                tag.strip().removeprefix("W/") for tag in known_etags.split(",")
            ]
        else:
            is_unchanged = (
                "Last-Modified" in validators
                and self.headers.get("If-Modified-Since") == validators["Last-Modified"]
            )
        return (
            SampleResponse(HTTPStatus.NOT_MODIFIED, headers=answer.headers)
            if validators and is_unchanged
            else answer
        )

    def _log_request(self, started: float, host: str, answer: SampleResponse, form: str) -> None:
        agent = self.headers.get("User-Agent", "")
        entry = LoggedRequest(
            started, time.monotonic(), self.command, host, self.path, answer.status, agent, form
        )
        self.server.app.log.append(entry)

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing: requests are logged in `PortalApp.log`."""


class _PortalServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, app: PortalApp) -> None:
        self.app = app
        super().__init__((_LOOPBACK, port), _PortalRequestHandler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore clients that close the connection, as browsers do."""
        if not isinstance(sys.exception(), ConnectionError | ssl.SSLError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _TlsPortalServer(_PortalServer):
    """Serves portals over TLS, and over plain HTTP as well if `accepts_http`."""

    def __init__(self, app: PortalApp, tls: ssl.SSLContext, accepts_http: bool) -> None:
        self._tls, self._accepts_http = tls, accepts_http
        super().__init__(0, app)

    def finish_request(self, request: Any, client_address: Any) -> None:
        """One connection; its first byte distinguishes TLS from plain HTTP."""
        if request.recv(1, socket.MSG_PEEK) == _TLS_HANDSHAKE_BYTE:
            with self._tls.wrap_socket(request, server_side=True) as connection:
                super().finish_request(connection, client_address)
        elif self._accepts_http:
            super().finish_request(request, client_address)


@dataclass(frozen=True, slots=True)
class RunningWeb:
    """A running sample web: exact host pairs for the guard, the registry for the crawler, requests seen."""

    hosts: dict[str, str]
    registry_path: Path
    log: list[LoggedRequest]


@contextmanager
def serve(
    world: World, port: int = 0, prerender: bool = False, homes_only: bool = False
) -> Iterator[RunningWeb]:
    """Serves `world` on loopback while the context is open; port 0 takes a free one.

    `prerender` renders every page before the first request, so that a bench measures only the client;
    `homes_only` keeps the columns out of the registry, so that a crawler has to find them.
    """
    faults = world.faults
    app = PortalApp(portals_by_host(world.portals), faults)
    if prerender:
        app.render_all()
    with ExitStack() as running:
        hosts = dict.fromkeys(app.portals, running.enter_context(_run_in_thread(_PortalServer(port, app))))
        for accepts_http in (False, True):
            tls_hosts = tuple(
                host
                for host, active_fault in faults.items()
                if _has_certificate_fault(active_fault, accepts_http)
            )
            if tls_hosts:
                server = _TlsPortalServer(app, expired_tls_context(tls_hosts), accepts_http)
                hosts |= dict.fromkeys(tls_hosts, running.enter_context(_run_in_thread(server)))
        with tempfile.TemporaryDirectory(prefix="gongkai-samples-") as folder:
            file = Path(folder) / "samples.toml"
            file.write_text(registry_toml(world.portals, homes_only, faults), encoding="utf-8")
            yield RunningWeb(hosts, file, app.log)


def _has_certificate_fault(active_fault: ActiveFault, accepts_http: bool) -> bool:
    return active_fault.fault.target == "certificate" and active_fault.fault.is_fatal is not accepts_http


@contextmanager
def _run_in_thread(server: _PortalServer) -> Iterator[str]:
    """The address of a server that runs while the context is open."""
    thread = Thread(target=server.serve_forever, name="sample-web", daemon=True)
    thread.start()
    try:
        yield f"{_LOOPBACK}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@click.command()
@click.option("--reports", default=30, show_default=True, help="年报份数")
@click.option("--seed", default=1, show_default=True, help="种子：同一种子得到同一样例")
@click.option("--port", default=8880, show_default=True, help="端口；0 为任选")
def main(reports: int, seed: int, port: int) -> None:
    """在本机打开样例网站，按 Ctrl-C 结束。"""
    world = World(seed, reports)
    with serve(world, port) as web:
        click.echo(f"样例网站已打开：{len(web.hosts)} 个门户，{len(world.reports)} 份年报")
        click.echo(f"登记文件：{web.registry_path}")
        for host, address in web.hosts.items():
            click.echo(f"  http://{host}/  →  {address}")
        rule = f"MAP *.gov.cn.test {next(iter(web.hosts.values()))}"
        click.echo(f'用浏览器看：chromium --host-resolver-rules="{rule}"')
        try:
            Event().wait()
        except KeyboardInterrupt:
            click.echo("样例网站已关闭")


if __name__ == "__main__":
    main()
