"""What leaves the site: safe headers on every answer, answers that a browser keeps, CSV for spreadsheets."""

from __future__ import annotations

import hashlib
from urllib.parse import parse_qs

from archive.site.app.asgi import App, Message, Receive, Scope, Send, answer, header
from archive.site.app.csv_sanitizer import SafeCsv

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS = {
    b"content-security-policy": _POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"no-referrer",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
    b"cross-origin-opener-policy": b"same-origin",
}
_CACHING = (b"etag", b"cache-control")
# Datasette writes its `Link` without the brackets that the header needs.
_DROPPED = {*HEADERS, b"link"}


def with_headers(app: App) -> App:
    """`app`, with the security headers on every answer, errors and files too."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [pair for pair in message.get("headers", []) if pair[0].lower() not in _DROPPED]
                message = {**message, "headers": [*kept, *HEADERS.items()]}
            await send(message)

        await app(scope, receive, send_safe)

    return wrapped


def with_etag(app: App, version: str) -> App:
    """`app`, whose good answers are a function of the address and of `version` alone.

    A browser asks again each time, and is told in a few bytes that nothing has changed; so a new release
    shows at once. Without a version (a database that may change under us) nothing is promised.
    """

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        tag = _tag(version, scope)
        if tag in header(scope, b"if-none-match"):
            await answer(send, 304, "", ((b"etag", tag), (b"cache-control", b"no-cache")))
            return

        async def send_tagged(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                kept = [pair for pair in message["headers"] if pair[0].lower() not in _CACHING]
                message = {**message, "headers": [*kept, (b"etag", tag), (b"cache-control", b"no-cache")]}
            await send(message)

        await app(scope, receive, send_tagged)

    async def plain(scope: Scope, receive: Receive, send: Send) -> None:
        await (wrapped if scope["type"] == "http" else app)(scope, receive, send)

    return plain if version else app


def _tag(version: str, scope: Scope) -> bytes:
    asked = f"{version} {scope['path']} {scope['query_string'].decode('latin-1')}"
    return b'W/"%s"' % hashlib.sha256(asked.encode()).hexdigest()[:24].encode()


class CutDownload(Exception):
    """Datasette broke off in the middle of a CSV; the message is what it wrote for the next record."""


def with_safe_csv(app: App) -> App:
    """`app`, whose CSV files open in spreadsheets; `?_bom=0` leaves the byte order mark out.

    A stream that breaks off raises CutDownload, so that the connection breaks too: a cut file must not look
    whole.
    """

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].endswith(".csv"):
            await app(scope, receive, send)
            return
        bom = parse_qs(scope["query_string"].decode("latin-1")).get("_bom") != ["0"]
        sender = _CsvSend(send, SafeCsv(bom))
        await app(scope, receive, sender)
        if sender.cut:
            raise CutDownload(sender.cut)

    return wrapped


class _CsvSend:
    """The `send` of one CSV answer; anything but a good CSV (an error page) passes unchanged."""

    def __init__(self, send: Send, stream: SafeCsv) -> None:
        self._send = send
        self._stream = stream
        self._rewrite = False
        self.cut = ""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._rewrite = message["status"] == 200 and _is_csv(message)
            await self._send(message)
        elif not self._rewrite:
            await self._send(message)
        else:
            await self._pass_on(message.get("body", b""), message.get("more_body", False))

    async def _pass_on(self, body: bytes, more: bool) -> None:
        data = self._stream.feed(body)
        if not more:
            data += self._stream.flush()
            self.cut = self._stream.torn
        if data or not more:
            more = more or bool(self.cut)
            await self._send({"type": "http.response.body", "body": data, "more_body": more})


def _is_csv(message: Message) -> bool:
    kind = next((value for key, value in message["headers"] if key == b"content-type"), b"")
    return bool(kind.startswith((b"text/csv", b"text/plain")))
