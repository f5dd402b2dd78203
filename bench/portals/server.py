"""Serves portals on loopback: one server, each host of a portal a virtual host."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from bench.portals.portal_model import ForeignPortal, Request, Response

_LOOPBACK = "127.0.0.1"
_UNKNOWN_HOST = Response(b"", status=502)


@dataclass(frozen=True, slots=True)
class RunningPortals:
    """Portals that are being served: `hosts` maps each host to the address of the server.

    `log` has host and target of every request, in the order in which they came.
    """

    hosts: dict[str, str]
    log: list[tuple[str, str]] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    """One connection of a visitor."""

    protocol_version = "HTTP/1.1"
    # Head and body in one segment: sent apart, each answer waits 40 ms for the visitor's delayed ACK.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _PortalServer

    def do_GET(self) -> None:
        host = (self.headers.get("Host") or "").partition(":")[0]
        length = self.headers.get("Content-Length") or "0"
        body = self.rfile.read(int(length) if length.isdigit() else 0)
        self.server.running.log.append((host, self.path))
        portal = self.server.portals.get(host)
        request = Request(self.command, host, self.path, dict(self.headers), body)
        self._send(portal.respond(request) if portal else _UNKNOWN_HOST)

    do_POST = do_HEAD = do_GET

    def _send(self, response: Response) -> None:
        self.send_response(response.status)
        self.send_header("Content-Type", response.content_type)
        self.send_header("Content-Length", str(len(response.body)))
        for name, value in response.headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def log_message(self, format: str, *args: object) -> None:
        pass


class _PortalServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, portals: Sequence[ForeignPortal]) -> None:
        super().__init__((_LOOPBACK, 0), _Handler)
        self.portals = {host: portal for portal in portals for host in portal.hosts}
        address = f"{_LOOPBACK}:{self.server_port}"
        self.running = RunningPortals(dict.fromkeys(self.portals, address))


@contextmanager
def serve_portals(portals: Sequence[ForeignPortal]) -> Iterator[RunningPortals]:
    """Serve portals while the context is open."""
    server = _PortalServer(portals)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.running
    finally:
        server.shutdown()
        server.server_close()
