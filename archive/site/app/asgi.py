"""The types of ASGI, as far as our wrappers speak it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def request_header(scope: Scope, name: bytes) -> bytes:
    """The first value of a request header (lower-case name), or b""."""
    return next((value for key, value in scope["headers"] if key == name), b"")


async def send_response(
    send: Send, status: int, text: str, headers: tuple[tuple[bytes, bytes], ...] = ()
) -> None:
    """A whole answer of one plain sentence; no body where `text` is empty."""
    kind = ((b"content-type", b"text/plain; charset=utf-8"),) if text else ()
    await send({"type": "http.response.start", "status": status, "headers": [*kind, *headers]})
    await send({"type": "http.response.body", "body": text.encode()})
