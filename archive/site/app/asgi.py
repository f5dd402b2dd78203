"""ASGI types and two helpers for the site's middlewares."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def request_header(scope: Scope, name: bytes) -> bytes:
    """The first value of the request header `name` (lower case), or b""."""
    return next((value for key, value in scope["headers"] if key == name), b"")


async def send_response(
    send: Send, status: int, text: str, headers: tuple[tuple[bytes, bytes], ...] = ()
) -> None:
    """Send a complete plain-text response; no body if `text` is empty."""
    content_type = ((b"content-type", b"text/plain; charset=utf-8"),) if text else ()
    await send({"type": "http.response.start", "status": status, "headers": [*content_type, *headers]})
    await send({"type": "http.response.body", "body": text.encode()})
