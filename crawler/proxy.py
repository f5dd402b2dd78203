"""A forward proxy on loopback, the browser's only way out: resolve once, check, connect to that address.

Interception of requests inside the browser lets WebSockets, workers and beacons through; a proxy sees
every byte that leaves. One request a connection: less clever, and nothing can ride along unchecked.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from asyncio import StreamReader, StreamWriter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.guard import Endpoint, Guard, RefusedAddress

logger = logging.getLogger(__name__)

_HEAD_LIMIT = 64 * 1024
_CHUNK = 64 * 1024
_PATIENCE = 60.0
_CONNECTS = 15.0
# These concern one connection only, and every connection here ends with its answer (RFC 9110, 7.6.1).
_HOP = (b"connection:", b"proxy-connection:", b"keep-alive:", b"proxy-authorization:", b"te:", b"upgrade:")


class _BadRequest(Exception):
    """What came in is not a request that a browser sends to a proxy."""


@dataclass(frozen=True, slots=True)
class _Head:
    """A request as far as a proxy needs it: `tunnel` for CONNECT, else `lines` are ready for the server."""

    host: str
    port: int
    tunnel: bool
    lines: bytes = b""
    body: int = 0


class GuardedProxy:
    """The proxy, and who is told of its refusals: `refused(host, reason)`."""

    def __init__(self, guard: Guard, refused: Callable[[str, str], None]) -> None:
        self._guard = guard
        self._refused = refused
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> int:
        """Listen on a free loopback port and give it."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=_HEAD_LIMIT)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def close(self) -> None:
        """Stop listening and drop what is still open."""
        if self._server:
            self._server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: StreamReader, writer: StreamWriter) -> None:
        task = asyncio.current_task()
        if task:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        try:
            await self._serve(reader, writer)
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            logger.debug("浏览器代理的连接中断：%s", error)
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        try:
            head = _parse(await _head_of(reader))
            upstream = await self._connect(head)
        except _BadRequest:
            writer.write(_answer("400 Bad Request"))
        except RefusedAddress as refusal:
            writer.write(_answer("403 Forbidden"))
            logger.warning("拒绝浏览器的连接：%s", refusal)
            self._refused(head.host, str(refusal))
        except (OSError, TimeoutError):
            writer.write(_answer("502 Bad Gateway"))
        else:
            await _relay(head, (reader, writer), upstream)
        await writer.drain()

    async def _connect(self, head: _Head) -> tuple[StreamReader, StreamWriter]:
        errors: list[OSError] = []
        for endpoint in await self._endpoints(head.host, head.port):
            try:
                opening = asyncio.open_connection(endpoint.address, endpoint.port, limit=_HEAD_LIMIT)
                return await asyncio.wait_for(opening, _CONNECTS)
            except OSError as error:
                errors.append(error)
        raise errors[0] if errors else OSError("no address")

    async def _endpoints(self, host: str, port: int) -> list[Endpoint]:
        """Where `host` may be reached: every address it has was checked, and the name is not asked again."""
        self._guard.check_port(host, port)
        pinned = self._guard.pinned(host)
        if pinned:
            return [pinned]
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        self._guard.check(host, addresses)
        return [Endpoint(address, port) for address in addresses]


async def _head_of(reader: StreamReader) -> bytes:
    try:
        return await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _PATIENCE)
    except asyncio.LimitOverrunError as error:
        raise _BadRequest from error


def _parse(head: bytes) -> _Head:
    """What the first line asks for: `CONNECT host:port` or `GET http://host/path`."""
    first, *fields = head[:-4].split(b"\r\n")
    try:
        method, target, version = first.split(b" ")
        tunnel = method == b"CONNECT"
        url = urlsplit(f"//{target.decode('ascii')}" if tunnel else target.decode("ascii"))
        port = url.port
    except ValueError as error:
        raise _BadRequest from error
    if not url.hostname or (port is None if tunnel else url.scheme != "http"):
        raise _BadRequest
    if tunnel:
        return _Head(url.hostname, port or 0, True)
    path = (url.path or "/") + (f"?{url.query}" if url.query else "")
    lines = [b" ".join((method, path.encode("ascii"), version)), *_end_to_end(fields), b"Connection: close"]
    return _Head(url.hostname, port or 80, False, b"\r\n".join(lines) + b"\r\n\r\n", _body_of(fields))


def _end_to_end(fields: list[bytes]) -> list[bytes]:
    return [line for line in fields if not line.lower().startswith(_HOP)]


def _body_of(fields: list[bytes]) -> int:
    """The length of the request's body. A chunked one is refused: no browser sends a form that way."""
    named = [(name.lower(), value.strip()) for name, _, value in (line.partition(b":") for line in fields)]
    lengths = [value for name, value in named if name == b"content-length"]
    chunked = any(name == b"transfer-encoding" for name, _ in named)
    if chunked or any(not length.isdigit() for length in lengths) or len(set(lengths)) > 1:
        raise _BadRequest
    return int(lengths[0]) if lengths else 0


def _answer(status: str) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode("ascii")


_Streams = tuple[StreamReader, StreamWriter]


async def _relay(head: _Head, client: _Streams, server: _Streams) -> None:
    """Carry bytes both ways for a tunnel; for a plain request, its body there and one answer back."""
    try:
        if head.tunnel:
            client[1].write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await _both_ways(client, server)
            return
        server[1].write(head.lines)
        if head.body:
            server[1].write(await asyncio.wait_for(client[0].readexactly(head.body), _PATIENCE))
        await server[1].drain()
        client[1].write(await _closing_head(server[0]))
        await _copy(server[0], client[1])
    finally:
        server[1].close()


async def _closing_head(reader: StreamReader) -> bytes:
    """The answer's head, saying that the connection ends: a browser would send its next request on it."""
    try:
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _PATIENCE)
    except asyncio.LimitOverrunError:
        return _answer("502 Bad Gateway")
    lines = head[:-4].split(b"\r\n")
    return b"\r\n".join([lines[0], *_end_to_end(lines[1:]), b"Connection: close"]) + b"\r\n\r\n"


async def _both_ways(client: _Streams, server: _Streams) -> None:
    ways = {
        asyncio.ensure_future(_copy(client[0], server[1])),
        asyncio.ensure_future(_copy(server[0], client[1])),
    }
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)


async def _copy(reader: StreamReader, writer: StreamWriter) -> None:
    while chunk := await asyncio.wait_for(reader.read(_CHUNK), _PATIENCE):
        writer.write(chunk)
        await writer.drain()
