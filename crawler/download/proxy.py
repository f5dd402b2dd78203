"""Forward proxy on loopback through which the browser can reach only allowed hosts and addresses.

A name is resolved once, its addresses are checked, and the connection goes to a checked address.
Interception of requests inside the browser misses WebSockets, workers and beacons; a proxy sees every byte.
Each connection carries one request, so that no second request can pass unchecked.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from asyncio import StreamReader, StreamWriter
from collections.abc import Callable
from contextlib import suppress

from crawler.download.proxy_http import (
    ProxyRequest,
    parse_request,
    status_response,
    with_connection_close,
)
from crawler.exceptions import InvalidProxyRequest
from crawler.guard import Endpoint, Guard, is_host_name
from crawler.request_exceptions import RefusedAddress

logger = logging.getLogger(__name__)

_MAX_HEAD_BYTES = 64 * 1024
_CHUNK_BYTES = 64 * 1024
_READ_TIMEOUT_SECONDS = 60.0
_CONNECT_TIMEOUT_SECONDS = 15.0
_Streams = tuple[StreamReader, StreamWriter]


class GuardedProxy:
    """The proxy for one page.

    It connects only to hosts that `is_allowed_host` and the guard allow, and reports each refusal with
    `on_refusal(host, reason)`. Pages of portals also use visitor counters, map services and content
    networks; these are not visited.
    """

    def __init__(
        self, guard: Guard, is_allowed_host: Callable[[str], bool], on_refusal: Callable[[str, str], None]
    ) -> None:
        self._guard = guard
        self._is_allowed_host = is_allowed_host
        self._on_refusal = on_refusal
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> int:
        """Listen on a free loopback port and return it."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=_MAX_HEAD_BYTES)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def close(self) -> None:
        """Stop listening and close all open connections."""
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
        except (OSError, asyncio.IncompleteReadError) as error:
            logger.debug("浏览器代理的连接中断：%s", error)
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        try:
            head = parse_request(await _read_head(reader))
            upstream = await self._connect(head)
        except InvalidProxyRequest:
            writer.write(status_response("400 Bad Request"))
        except RefusedAddress as refusal:
            writer.write(status_response("403 Forbidden"))
            logger.warning("拒绝浏览器的连接：%s", refusal)
            self._on_refusal(head.host, str(refusal))
        except (OSError, UnicodeError):  # unknown host name, invalid host name, no connection
            writer.write(status_response("502 Bad Gateway"))
        else:
            await _relay(head, (reader, writer), upstream)
        await writer.drain()

    async def _connect(self, head: ProxyRequest) -> _Streams:
        errors: list[OSError] = []
        for endpoint in await self._endpoints(head.host, head.port):
            try:
                opening = asyncio.open_connection(endpoint.address, endpoint.port, limit=_MAX_HEAD_BYTES)
                return await asyncio.wait_for(opening, _CONNECT_TIMEOUT_SECONDS)
            except OSError as error:
                errors.append(error)
        raise errors[0] if errors else OSError("no address")

    async def _endpoints(self, host: str, port: int) -> list[Endpoint]:
        """Return the endpoints of `host`, all of which the guard has checked.

        Raises `RefusedAddress` if the host, its port or any of its addresses is not allowed.
        """
        self._guard.check_port(host, port)
        if not is_host_name(host) or not self._is_allowed_host(host):
            raise RefusedAddress(f"不是本门户的主机：{host}")
        pinned = self._guard.pinned_endpoint(host)
        if pinned:
            return [pinned]
        entries = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in entries))
        self._guard.check_addresses(host, addresses)
        return [Endpoint(address, port) for address in addresses]


async def _read_head(reader: StreamReader) -> bytes:
    try:
        return await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _READ_TIMEOUT_SECONDS)
    except asyncio.LimitOverrunError as error:
        raise InvalidProxyRequest from error


async def _relay(head: ProxyRequest, client: _Streams, server: _Streams) -> None:
    """Copy bytes in both directions for a tunnel; for a plain request, forward its body and one response."""
    try:
        if head.is_tunnel:
            client[1].write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await _tunnel(client, server)
            return
        server[1].write(head.head)
        if head.body_length:
            server[1].write(
                await asyncio.wait_for(client[0].readexactly(head.body_length), _READ_TIMEOUT_SECONDS)
            )
        await server[1].drain()
        client[1].write(await _read_response_head(server[0]))
        await _copy(server[0], client[1])
    finally:
        server[1].close()


async def _read_response_head(reader: StreamReader) -> bytes:
    try:
        return with_connection_close(
            await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _READ_TIMEOUT_SECONDS)
        )
    except asyncio.LimitOverrunError:
        return status_response("502 Bad Gateway")


async def _tunnel(client: _Streams, server: _Streams) -> None:
    copies = {
        asyncio.ensure_future(_copy(client[0], server[1])),
        asyncio.ensure_future(_copy(server[0], client[1])),
    }
    try:
        await asyncio.wait(copies, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for copy in copies:
            copy.cancel()
        await asyncio.gather(*copies, return_exceptions=True)


async def _copy(reader: StreamReader, writer: StreamWriter) -> None:
    while chunk := await asyncio.wait_for(reader.read(_CHUNK_BYTES), _READ_TIMEOUT_SECONDS):
        writer.write(chunk)
        await writer.drain()
