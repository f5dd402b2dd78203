"""Runs the site on a port and follows new releases without a restart."""

from __future__ import annotations

import asyncio
import errno
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import uvicorn

from archive.model import ReportError, describe_os_error, translate
from archive.site.app import ReleaseSwitcher

_SHUTDOWN_SECONDS = 5


class CannotListen(ReportError):
    """The address or port cannot be opened."""


class PortInUse(CannotListen):
    """Another process listens on the port."""


class _SiteServer:
    """A uvicorn server with a `ReleaseSwitcher`; `stop` may be called from any thread."""

    def __init__(self, data: Path, listener: socket.socket, settings: Mapping[str, object] | None) -> None:
        self._switcher = ReleaseSwitcher(data, settings)
        self._listener = listener
        self._uvicorn = uvicorn.Server(
            uvicorn.Config(
                self._switcher,
                lifespan="off",
                log_level="warning",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
            )
        )

    async def run(self, ready: Callable[[], None]) -> None:
        """Open the release, call `ready`, and answer requests until `stop` is called."""
        await self._switcher.open()
        watcher = asyncio.create_task(self._switcher.watch())
        watcher.add_done_callback(lambda _: self.stop())
        ready()
        await self._uvicorn.serve(sockets=[self._listener])
        watcher.cancel()
        with suppress(asyncio.CancelledError):
            await watcher
        await self._switcher.close()

    def stop(self) -> None:
        """Make `run` return after the active requests."""
        self._uvicorn.should_exit = True


def serve(data: Path, port: int, host: str = "127.0.0.1", ready: Callable[[str], None] | None = None) -> None:
    """Serve the current release under `data` until interrupted; `ready` is called with the URL.

    A newly published release is served within seconds, and no request fails. Raises `PortInUse` or another
    `CannotListen`, `ReleaseMissing` (nothing built yet) or `BrokenRelease`.
    """
    listener = _listen(host, port)
    report_ready = ready or (lambda _: None)
    with listener, suppress(KeyboardInterrupt):
        asyncio.run(_SiteServer(data, listener, None).run(lambda: report_ready(listener_url(listener))))


@contextmanager
def run_in_thread(data: Path, port: int = 0, settings: Mapping[str, object] | None = None) -> Iterator[str]:
    """Serve the site in a thread of this process while the block runs; yields its URL.

    Raises the same errors as `serve`.
    """
    listener = _listen("127.0.0.1", port)
    server = _SiteServer(data, listener, settings)
    started = threading.Event()
    errors: list[BaseException] = []

    def run_server() -> None:
        try:
            asyncio.run(server.run(started.set))
        except ReportError as error:
            errors.append(error)
        finally:
            started.set()

    thread = threading.Thread(target=run_server, name="gongkai-serve")
    with listener:
        thread.start()
        started.wait()
        try:
            if errors:
                raise errors[0]
            yield listener_url(listener)
        finally:
            server.stop()
            thread.join()


def listener_url(listener: socket.socket) -> str:
    """The URL of the listening socket."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        # Before this call Linux lets two sockets bind the same port.
        listener.listen(2048)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortInUse(translate("端口 {port} 已被占用，请用 --port 换一个", port=port)) from error
        message = translate(
            "不能在 {host} 的 {port} 端口上监听：{error}",
            host=host,
            port=port,
            error=describe_os_error(error),
        )
        raise CannotListen(message) from error
    return listener
