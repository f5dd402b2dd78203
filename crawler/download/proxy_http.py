"""Parses and rewrites the HTTP request and response heads that the proxy handles."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.exceptions import InvalidProxyRequest

# Fields of a single connection; here every connection ends with its response (RFC 9110, 7.6.1).
_HOP_BY_HOP_FIELDS = (
    b"connection:",
    b"proxy-connection:",
    b"keep-alive:",
    b"proxy-authorization:",
    b"te:",
    b"upgrade:",
)


@dataclass(frozen=True, slots=True)
class ProxyRequest:
    """The target of a request. Except for a tunnel (CONNECT), `head` is ready to be sent to the server.

    `body_length` is the number of bytes of the body that follows.
    """

    host: str
    port: int
    is_tunnel: bool
    head: bytes = b""
    body_length: int = 0


def parse_request(head: bytes) -> ProxyRequest:
    """Parse a head that begins with `CONNECT host:port` or `GET http://host/path`.

    Raises `InvalidProxyRequest` for any other head.
    """
    first, *fields = head[:-4].split(b"\r\n")
    try:
        method, target, version = first.split(b" ")
        is_tunnel = method == b"CONNECT"
        url = urlsplit(f"//{target.decode('ascii')}" if is_tunnel else target.decode("ascii"))
        port = url.port
    except ValueError as error:
        raise InvalidProxyRequest from error
    if not url.hostname or (port is None if is_tunnel else url.scheme != "http"):
        raise InvalidProxyRequest
    if is_tunnel:
        return ProxyRequest(url.hostname, port or 0, True)
    path = (url.path or "/") + (f"?{url.query}" if url.query else "")
    lines = [
        b" ".join((method, path.encode("ascii"), version)),
        *_end_to_end_fields(fields),
        b"Connection: close",
    ]
    return ProxyRequest(
        url.hostname, port or 80, False, b"\r\n".join(lines) + b"\r\n\r\n", _content_length(fields)
    )


def _end_to_end_fields(fields: list[bytes]) -> list[bytes]:
    return [line for line in fields if not line.lower().startswith(_HOP_BY_HOP_FIELDS)]


def _content_length(fields: list[bytes]) -> int:
    """Return the length of the request's body; raises `InvalidProxyRequest` for a chunked one.

    No browser sends a form in chunks.
    """
    pairs = [(name.lower(), value.strip()) for name, _, value in (line.partition(b":") for line in fields)]
    lengths = [value for name, value in pairs if name == b"content-length"]
    is_chunked = any(name == b"transfer-encoding" for name, _ in pairs)
    if is_chunked or any(not length.isdigit() for length in lengths) or len(set(lengths)) > 1:
        raise InvalidProxyRequest
    return int(lengths[0]) if lengths else 0


def status_response(status: str) -> bytes:
    """Return a complete response of the proxy itself: a status without a body."""
    return f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode("ascii")


def with_connection_close(head: bytes) -> bytes:
    """Return the head of a response with `Connection: close`, so that the browser opens a new connection."""
    lines = head[:-4].split(b"\r\n")
    return b"\r\n".join([lines[0], *_end_to_end_fields(lines[1:]), b"Connection: close"]) + b"\r\n\r\n"
