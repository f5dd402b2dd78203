"""Adds security headers and ETags to responses and sanitizes CSV downloads."""

from __future__ import annotations

import hashlib
from urllib.parse import parse_qs

from archive.site.app.asgi import App, Message, Receive, Scope, Send, request_header, send_response
from archive.site.app.csv_sanitizer import CsvSanitizer

_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
SECURITY_HEADERS = {
    b"content-security-policy": _CONTENT_SECURITY_POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"no-referrer",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
    b"cross-origin-opener-policy": b"same-origin",
}
_CACHE_HEADERS = (b"etag", b"cache-control")
# Datasette writes its `Link` header without the angle brackets that the syntax requires.
_REMOVED_HEADERS = {*SECURITY_HEADERS, b"link"}


def with_security_headers(app: App) -> App:
    """Wrap `app`: every response has the security headers, also errors and static files."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [
                    pair for pair in message.get("headers", []) if pair[0].lower() not in _REMOVED_HEADERS
                ]
                message = {**message, "headers": [*kept, *SECURITY_HEADERS.items()]}
            await send(message)

        await app(scope, receive, send_with_headers)

    return wrapped


def with_etag(app: App, version: str) -> App:
    """Wrap `app`: successful responses depend only on the URL and on `version`, and get an ETag of both.

    A browser asks again each time and receives a short 304 if nothing has changed, so a new release is
    visible at once. Without a version (the database may change at any time) `app` is returned unchanged.
    """

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        tag = _etag(version, scope)
        if tag in request_header(scope, b"if-none-match"):
            await send_response(send, 304, "", ((b"etag", tag), (b"cache-control", b"no-cache")))
            return

        async def send_with_etag(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                kept = [pair for pair in message["headers"] if pair[0].lower() not in _CACHE_HEADERS]
                message = {**message, "headers": [*kept, (b"etag", tag), (b"cache-control", b"no-cache")]}
            await send(message)

        await app(scope, receive, send_with_etag)

    async def tag_http_responses(scope: Scope, receive: Receive, send: Send) -> None:
        await (wrapped if scope["type"] == "http" else app)(scope, receive, send)

    return tag_http_responses if version else app


def _etag(version: str, scope: Scope) -> bytes:
    identity = f"{version} {scope['path']} {scope['query_string'].decode('latin-1')}"
    return b'W/"%s"' % hashlib.sha256(identity.encode()).hexdigest()[:24].encode()


class DownloadInterrupted(Exception):
    """Datasette failed in the middle of a CSV; the message is what it wrote after the last record."""


def with_safe_csv(app: App) -> App:
    """Wrap `app`: CSV files are safe for spreadsheets; `?_bom=0` omits the byte order mark.

    Raises `DownloadInterrupted` if the stream fails, which closes the connection: an incomplete file must not
    look complete.
    """

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].endswith(".csv"):
            await app(scope, receive, send)
            return
        bom = parse_qs(scope["query_string"].decode("latin-1")).get("_bom") != ["0"]
        sender = _CsvSender(send, CsvSanitizer(bom))
        await app(scope, receive, sender)
        if sender.incomplete_tail:
            raise DownloadInterrupted(sender.incomplete_tail)

    return wrapped


class _CsvSender:
    """The `send` of one CSV response; anything else (an error page) is passed on unchanged."""

    def __init__(self, send: Send, stream: CsvSanitizer) -> None:
        self._send = send
        self._stream = stream
        self._is_csv_response = False
        self.incomplete_tail = ""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._is_csv_response = message["status"] == 200 and _is_csv(message)
            await self._send(message)
        elif not self._is_csv_response:
            await self._send(message)
        else:
            await self._send_body(message.get("body", b""), message.get("more_body", False))

    async def _send_body(self, body: bytes, more_body: bool) -> None:
        data = self._stream.feed(body)
        if not more_body:
            data += self._stream.flush()
            self.incomplete_tail = self._stream.incomplete_tail
        if data or not more_body:
            more_body = more_body or bool(self.incomplete_tail)
            await self._send({"type": "http.response.body", "body": data, "more_body": more_body})


def _is_csv(message: Message) -> bool:
    content_type = next((value for key, value in message["headers"] if key == b"content-type"), b"")
    return bool(content_type.startswith((b"text/csv", b"text/plain")))
