"""Serves a sample world on loopback: one server, a virtual host for each portal.

The truth is no part of what is served: the server knows portals and nothing else of a world.
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

from samples.portals.response import Answer
from samples.server.certificates import expired
from samples.server.responses import Seen, Shop
from samples.world.faults import Dealt
from samples.world.registry import registry
from samples.world.world import World

_ADDRESS = "127.0.0.1"
_MOST_BODY = 64 * 1024
_HANDSHAKE = b"\x16"


class _Handler(BaseHTTPRequestHandler):
    """One connection of a visitor; connections are kept alive."""

    protocol_version = "HTTP/1.1"
    server_version = "sample-web"
    sys_version = ""
    # Head and body in one segment: sent apart, each answer waits 40 ms for the visitor's delayed ACK.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        self._respond("")

    def do_HEAD(self) -> None:
        self._respond("")

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "0")
        size = int(length) if length.isdigit() else 0
        if size > _MOST_BODY:
            self.close_connection = True
            self.send_error(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return
        self._respond(self.rfile.read(size).decode("utf-8", "replace"))

    def _respond(self, form: str) -> None:
        started = time.monotonic()
        host = self.headers.get("Host", "").partition(":")[0].lower()
        answer = self._fresh(self.server.shop.answer(host, self.path, form))
        time.sleep(answer.seconds)
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", answer.media_type)
            if answer.declared != -1:
                self.send_header("Content-Length", str(answer.declared or len(answer.body)))
        self.end_headers()
        if self.command != "HEAD" and answer.status != HTTPStatus.NOT_MODIFIED:
            for _ in range(answer.times):
                self.wfile.write(answer.body)
        self.close_connection = self.close_connection or not answer.is_honest
        self._note(started, host, answer, form)

    def _fresh(self, answer: Answer) -> Answer:
        """The answer, or 304 where the visitor's copy is the same; an ETag goes before a date."""
        mine = dict(answer.headers)
        theirs = self.headers.get("If-None-Match")
        if theirs is not None:
            same = mine.get("ETag") in [tag.strip().removeprefix("W/") for tag in theirs.split(",")]
        else:
            same = "Last-Modified" in mine and self.headers.get("If-Modified-Since") == mine["Last-Modified"]
        return Answer(HTTPStatus.NOT_MODIFIED, headers=answer.headers) if mine and same else answer

    def _note(self, started: float, host: str, answer: Answer, form: str) -> None:
        agent = self.headers.get("User-Agent", "")
        seen = Seen(started, time.monotonic(), self.command, host, self.path, answer.status, agent, form)
        self.server.shop.log.append(seen)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: requests are kept in `Shop.log`."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, shop: Shop) -> None:
        self.shop = shop
        super().__init__((_ADDRESS, port), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Says nothing when a visitor hangs up, as browsers do."""
        if not isinstance(sys.exception(), ConnectionError | ssl.SSLError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Sealed(_Server):
    """Portals under a certificate; where it `is_open`, whoever asks plainly is answered as well."""

    def __init__(self, shop: Shop, tls: ssl.SSLContext, is_open: bool) -> None:
        self._tls, self._is_open = tls, is_open
        super().__init__(0, shop)

    def finish_request(self, request: Any, client_address: Any) -> None:
        """One connection; its first byte tells a handshake from a question."""
        if request.recv(1, socket.MSG_PEEK) == _HANDSHAKE:
            with self._tls.wrap_socket(request, server_side=True) as sealed:
                super().finish_request(sealed, client_address)
        elif self._is_open:
            super().finish_request(request, client_address)


@dataclass(frozen=True, slots=True)
class Serving:
    """A running sample web: exact host pairs for the guard, the registry for the crawler, requests seen."""

    hosts: dict[str, str]
    registry: Path
    log: list[Seen]


@contextmanager
def serve(world: World, port: int = 0, warm: bool = False, homes_only: bool = False) -> Iterator[Serving]:
    """Serves `world` on loopback while the context is open; port 0 takes a free one.

    `warm` renders every page before the first visitor comes, so that a bench measures the visitor;
    `homes_only` keeps the columns out of the registry, so that they have to be found.
    """
    faults = world.faults
    shop = Shop({portal.site.host: portal for portal in world.portals}, faults)
    if warm:
        shop.warm()
    with ExitStack() as running:
        hosts = dict.fromkeys(shop.portals, running.enter_context(_running(_Server(port, shop))))
        for is_open in (False, True):
            sealed = tuple(host for host, dealt in faults.items() if _is_sealed(dealt, is_open))
            if sealed:
                server = _Sealed(shop, expired(sealed), is_open)
                hosts |= dict.fromkeys(sealed, running.enter_context(_running(server)))
        with tempfile.TemporaryDirectory(prefix="gongkai-samples-") as folder:
            file = Path(folder) / "samples.toml"
            file.write_text(registry(world.portals, homes_only, faults), encoding="utf-8")
            yield Serving(hosts, file, shop.log)


def _is_sealed(dealt: Dealt, is_open: bool) -> bool:
    return dealt.fault.place == "certificate" and dealt.fault.loses is not is_open


@contextmanager
def _running(server: _Server) -> Iterator[str]:
    """The address of a server that runs while the context is open."""
    thread = Thread(target=server.serve_forever, name="sample-web", daemon=True)
    thread.start()
    try:
        yield f"{_ADDRESS}:{server.server_port}"
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
        click.echo(f"登记文件：{web.registry}")
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
