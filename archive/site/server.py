"""The site on a port: Datasette over the current release, one process that follows new releases."""

from __future__ import annotations

import asyncio
import errno
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import uvicorn

from archive.model import ReportError
from archive.site.app import ReleaseSwitcher

_SHUTDOWN_SECONDS = 5


class CannotListen(ReportError):
    """The address or port cannot be had."""


class PortInUse(CannotListen):
    """Somebody else listens there."""


class _SiteServer:
    """One uvicorn over one Front, run to its end by `run`; `stop` may be called from any thread."""

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
        """Open the release, say `ready`, answer until told to stop."""
        await self._switcher.open()
        follower = asyncio.create_task(self._switcher.watch())
        follower.add_done_callback(lambda _: self.stop())
        ready()
        await self._uvicorn.serve(sockets=[self._listener])
        follower.cancel()
        with suppress(asyncio.CancelledError):
            await follower
        await self._switcher.close()

    def stop(self) -> None:
        """Let the running requests end, then leave `run`."""
        self._uvicorn.should_exit = True


def serve(data: Path, port: int, host: str = "127.0.0.1", ready: Callable[[str], None] | None = None) -> None:
    """Show the current release under `data` until interrupted; `ready` is told the address.

    A release published meanwhile shows within seconds, without a failed request. Raises PortInUse (or
    CannotListen), NoRelease (nothing built yet) or BrokenRelease.
    """
    listener = _listen(host, port)
    say = ready or (lambda _: None)
    with listener, suppress(KeyboardInterrupt):
        asyncio.run(_SiteServer(data, listener, None).run(lambda: say(listener_url(listener))))


@contextmanager
def run_in_thread(data: Path, port: int = 0, settings: Mapping[str, object] | None = None) -> Iterator[str]:
    """The site in a thread of this process, for as long as the block runs; gives its address."""
    listener = _listen("127.0.0.1", port)
    server = _SiteServer(data, listener, settings)
    started = threading.Event()
    failed: list[BaseException] = []

    def work() -> None:
        try:
            asyncio.run(server.run(started.set))
        except ReportError as error:
            failed.append(error)
        finally:
            started.set()

    thread = threading.Thread(target=work, name="gongkai-serve")
    with listener:
        thread.start()
        started.wait()
        try:
            if failed:
                raise failed[0]
            yield listener_url(listener)
        finally:
            server.stop()
            thread.join()


def listener_url(listener: socket.socket) -> str:
    """Where a browser finds it."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        # Until this call Linux lets two sockets share the port.
        listener.listen(2048)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortInUse(f"端口 {port} 已被占用，请用 --port 换一个") from error
        raise CannotListen(f"不能在 {host} 的 {port} 端口上监听：{error.strerror}") from error
    return listener
