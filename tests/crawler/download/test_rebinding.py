"""DNS rebinding: a name server that changes its answer cannot lead a connection to another address.

The names are answered by a resolver that returns an allowed address first and this machine's later. No packet
is sent: what would be connected is recorded.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from itertools import chain, repeat
from typing import Any

import pytest
from twisted.internet.address import IPv4Address
from twisted.internet.endpoints import HostnameEndpoint
from twisted.internet.interfaces import IHostnameResolver
from twisted.internet.protocol import Factory, Protocol
from twisted.internet.testing import MemoryReactorClock
from zope.interface import implementer

from crawler.download.proxy import GuardedProxy
from crawler.download.resolver import GuardedResolver
from crawler.guard import Guard

HOST = "rebind.qinghe.gov.cn"
PUBLIC, PRIVATE = "122.137.242.24", "127.0.0.1"


def changing_answers() -> Iterator[str]:
    """An allowed address for the first look-up, this machine for all later ones."""
    return chain([PUBLIC], repeat(PRIVATE))


@implementer(IHostnameResolver)
class ChangingResolver:
    """A Twisted resolver with another answer to each look-up."""

    def __init__(self) -> None:
        self.lookups = 0
        self._answers = changing_answers()

    def resolveHostName(self, receiver: Any, hostName: str, portNumber: int = 0, *_: Any, **__: Any) -> Any:
        self.lookups += 1
        receiver.resolutionBegan(None)
        receiver.addressResolved(IPv4Address("TCP", next(self._answers), portNumber))
        receiver.resolutionComplete()


def test_scrapy_connects_to_the_address_that_was_checked_and_never_to_a_later_one() -> None:
    reactor = MemoryReactorClock()
    names = ChangingResolver()
    reactor.nameResolver = names
    resolver = GuardedResolver(reactor, Guard())
    reactor.nameResolver = resolver
    factory = Factory.forProtocol(Protocol)

    HostnameEndpoint(reactor, HOST, 80).connect(factory)
    reactor.advance(1)
    assert [client[:2] for client in reactor.tcpClients] == [(PUBLIC, 80)]
    assert names.lookups == 1

    second = HostnameEndpoint(reactor, HOST, 80).connect(factory)
    second.addErrback(lambda failure: None)
    reactor.advance(1)
    assert [client[:2] for client in reactor.tcpClients] == [(PUBLIC, 80)]
    assert names.lookups == 2
    assert PRIVATE in str(resolver.refusal_of(HOST))


class RecordingLoop(asyncio.SelectorEventLoop):
    """An event loop with a changing resolver that records connections to other than this machine's proxy."""

    def __init__(self) -> None:
        super().__init__()
        self.lookups = 0
        self.connections: list[Any] = []
        self._answers = changing_answers()

    async def getaddrinfo(self, host: Any, port: Any, **options: Any) -> list[Any]:  # type: ignore[override]
        if host != HOST:
            return await super().getaddrinfo(host, port, **options)
        self.lookups += 1
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(self._answers), port))]

    async def sock_connect(self, sock: socket.socket, address: Any) -> None:
        if sock.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE) == socket.SOCK_STREAM:
            self.connections.append(address)
            raise ConnectionRefusedError(f"recorded: {address}")
        await super().sock_connect(sock, address)


@pytest.mark.parametrize(
    "request_head",
    [f"CONNECT {HOST}:443 HTTP/1.1\r\n\r\n", f"GET http://{HOST}/ HTTP/1.1\r\nHost: {HOST}\r\n\r\n"],
)
def test_the_proxy_connects_to_the_address_that_it_checked_and_never_to_a_later_one(
    request_head: str,
) -> None:
    loop = RecordingLoop()
    refused: list[str] = []

    async def ask_twice() -> list[bytes]:
        proxy = GuardedProxy(Guard(), bool, lambda host, reason: refused.append(reason))
        port = await proxy.start()
        answers = [await asyncio.to_thread(_ask, port, request_head.encode()) for _ in range(2)]
        await proxy.close()
        return answers

    try:
        first, second = loop.run_until_complete(ask_twice())
    finally:
        loop.close()
    assert first.startswith(b"HTTP/1.1 502 ")
    assert [address[0] for address in loop.connections] == [PUBLIC]
    assert second.startswith(b"HTTP/1.1 403 ")
    assert loop.lookups == 2
    assert len(refused) == 1
    assert PRIVATE in refused[0]


def _ask(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request)
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    return answer
