from __future__ import annotations

import asyncio

import pytest

from archive.site.app.asgi import Message, Receive, Scope, Send
from archive.site.app.response_policy import DownloadInterrupted, with_safe_csv

pytestmark = pytest.mark.slow


def sent_messages(
    *chunks: bytes, path: str = "/archive/reports.csv", kind: bytes = b"text/csv"
) -> list[Message]:
    """Return the messages that the wrapper sends when Datasette sends `chunks`."""
    sent: list[Message] = []

    async def datasette(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind)]})
        for chunk in chunks:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "path": path, "query_string": b"_bom=0", "headers": []}
    try:
        asyncio.run(with_safe_csv(datasette)(scope, receive, send))
    except DownloadInterrupted as interruption:
        sent.append({"type": "interrupted", "reason": str(interruption)})
    return sent


def test_an_interrupted_stream_does_not_end_like_a_complete_one() -> None:
    *_, last, interruption = sent_messages(b"id\r\n", b"1\r\n", b"interrupted")
    assert (last["body"], last["more_body"]) == (b"id\r\n1\r\n", True)
    assert interruption == {"type": "interrupted", "reason": "interrupted"}


def test_a_complete_stream_ends() -> None:
    *_, last = sent_messages(b"id\r\n", b"1\r\n")
    assert (last["body"], last["more_body"]) == (b"id\r\n1\r\n", False)


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/archive/reports", b"text/csv"), ("/archive/reports.csv", b"text/html; charset=utf-8")],
)
def test_responses_that_are_not_csv_are_unchanged(path: str, kind: bytes) -> None:
    assert (
        b"".join(message["body"] for message in sent_messages(b"=1", b"\r\n", path=path, kind=kind)[1:])
        == b"=1\r\n"
    )
