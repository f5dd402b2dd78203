"""The few lines of HTTP that a forward proxy must read and rewrite. Pure: bytes in, bytes out."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

# These concern one connection only, and every connection here ends with its answer (RFC 9110, 7.6.1).
_HOP_BY_HOP_FIELDS = (
    b"connection:",
    b"proxy-connection:",
    b"keep-alive:",
    b"proxy-authorization:",
    b"te:",
    b"upgrade:",
)


class BadRequest(Exception):
    """What came in is not a request that a browser sends to a proxy."""


@dataclass(frozen=True, slots=True)
class ProxyRequest:
    """A request as far as a proxy needs it: `tunnel` for CONNECT, else `lines` are ready for the server.

    `body` is the number of bytes that follow.
    """

    host: str
    port: int
    is_tunnel: bool
    head: bytes = b""
    body_length: int = 0


def parse_request(head: bytes) -> ProxyRequest:
    """What the first line asks for: `CONNECT host:port` or `GET http://host/path`."""
    first, *fields = head[:-4].split(b"\r\n")
    try:
        method, target, version = first.split(b" ")
        tunnel = method == b"CONNECT"
        url = urlsplit(f"//{target.decode('ascii')}" if tunnel else target.decode("ascii"))
        port = url.port
    except ValueError as error:
        raise BadRequest from error
    if not url.hostname or (port is None if tunnel else url.scheme != "http"):
        raise BadRequest
    if tunnel:
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
    """The length of the request's body. A chunked one is refused: no browser sends a form that way."""
    named = [(name.lower(), value.strip()) for name, _, value in (line.partition(b":") for line in fields)]
    lengths = [value for name, value in named if name == b"content-length"]
    chunked = any(name == b"transfer-encoding" for name, _ in named)
    if chunked or any(not length.isdigit() for length in lengths) or len(set(lengths)) > 1:
        raise BadRequest
    return int(lengths[0]) if lengths else 0


def status_response(status: str) -> bytes:
    """A whole answer of the proxy's own: a status without a body."""
    return f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode("ascii")


def with_connection_close(head: bytes) -> bytes:
    """An answer's head, saying that the connection ends: a browser would send its next request on it."""
    lines = head[:-4].split(b"\r\n")
    return b"\r\n".join([lines[0], *_end_to_end_fields(lines[1:]), b"Connection: close"]) + b"\r\n\r\n"
