"""Chromium and its guarded proxy: pages that it must render, and addresses that it must not reach."""

from __future__ import annotations

import asyncio
import http.client
import socket
from pathlib import Path

import pytest

from archive.model import Role
from crawler.download.proxy import GuardedProxy
from crawler.guard import Guard
from tests.support.subprocess_crawl import (
    HAS_BROWSER,
    crawl,
    html_page,
    read_captures,
    serve_pages,
    write_registry,
)

pytestmark = pytest.mark.slow

needs_browser = pytest.mark.skipif(not HAS_BROWSER, reason="there is no Chromium on this machine")
HOST = "slj.qinghe.gov.cn.test"
SHELL = '<html><body><div id="app">正在加载…</div><script src="/app.js"></script></body></html>'
LISTING = """
let page = 0;
function draw() {
  const year = 2020 + page;
  const more = page < 3 ? '' : 'disabled';
  document.getElementById('app').innerHTML =
    `<li><a href="/r${page}.html">青禾县水利局${year}年政府信息公开工作年度报告</a></li>` +
    `<button ${more} onclick="page += 1; setTimeout(draw, 150)">下一页</button>`;
}
setTimeout(draw, 200);
"""

ONE_REPORT = """
document.getElementById('app').innerHTML =
  '<li><a href="/r0.html">青禾县水利局2020年政府信息公开工作年度报告</a></li>';
"""


@needs_browser
def test_a_list_is_paged_by_clicks(tmp_path: Path) -> None:
    entry = write_registry(tmp_path, {"host": HOST, "columns": [f"http://{HOST}/nb/"]})
    with serve_pages({}) as portal:
        portal.pages |= {"/nb/": SHELL, "/app.js": LISTING}
        portal.pages |= {f"/r{number}.html": html_page("年报") for number in range(4)}
        summary = crawl(tmp_path / "data", entry, {HOST: portal.address})
    assert summary["sources"]["slj"][:4] == ["ok", "", 5, 4]
    captures = read_captures(tmp_path / "data")
    rendered = [capture for capture in captures if capture.role is Role.RENDERED]
    # The record of the visit itself is the last, so that a killed visit does not look complete.
    assert [capture.url for capture in rendered] == [
        *(f"http://{HOST}/nb/#page={number}" for number in (1, 2, 3)),
        f"http://{HOST}/nb/",
    ]
    assert {line.partition("/")[0] for line in portal.log} == {HOST}


@needs_browser
def test_a_hanging_page_costs_only_its_timeout(tmp_path: Path) -> None:
    """A page that hangs runs into any time limit; the other pages need one that suits the machine.

    On a busy machine a short limit ends a good page as well, so the limit is doubled until that one is read.
    """
    entry = write_registry(
        tmp_path,
        {"host": HOST, "columns": [f"http://{HOST}/nb/"]},
        {"host": "sfj.qinghe.gov.cn.test", "columns": ["http://sfj.qinghe.gov.cn.test/nb/"]},
    )
    pages = {
        f"{HOST}/nb/": SHELL,
        f"{HOST}/app.js": "setTimeout(() => { while (true) {} }, 50)",
        "sfj.qinghe.gov.cn.test/nb/": SHELL,
        "sfj.qinghe.gov.cn.test/app.js": ONE_REPORT,
        "/r0.html": html_page("年报"),
    }
    with serve_pages(pages) as portal:
        hosts = {HOST: portal.address, "sfj.qinghe.gov.cn.test": portal.address}
        for seconds in (4, 8, 16, 32, 64):
            summary = crawl(tmp_path / f"data-{seconds}", entry, hosts, GONGKAI_RENDER_SECONDS=seconds)
            assert summary["ended"] == "finished"
            assert summary["sources"]["slj"][0] == "timeout"
            if summary["sources"]["sfj"][0] != "timeout":
                break
    assert summary["sources"]["sfj"][0] == "ok"
    assert summary["sources"]["sfj"][3] == 1


@needs_browser
def test_the_browser_downloads_no_file(tmp_path: Path) -> None:
    entry = write_registry(tmp_path, {"host": HOST, "columns": [f"http://{HOST}/nb/"]})
    script = "location.href = '/file.zip'; " + LISTING
    pages = {"/nb/": SHELL, "/app.js": script, "/file.zip": b"PK\x03\x04" + b"0" * 100}
    pages |= {f"/r{number}.html": html_page("年报") for number in range(4)}
    with serve_pages(pages) as portal:
        summary = crawl(tmp_path / "data", entry, {HOST: portal.address})
    assert summary["ended"] == "finished"
    assert not list(tmp_path.rglob("*.zip"))


def raw_request(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request)
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
        return answer


def send_through_proxy(guard: Guard, *requests: bytes) -> tuple[list[bytes], list[tuple[str, str]]]:
    """Return the proxy's answers to raw requests, one connection each, and what it refused."""
    refused: list[tuple[str, str]] = []

    async def talk() -> list[bytes]:
        proxy = GuardedProxy(guard, bool, lambda host, reason: refused.append((host, reason)))
        port = await proxy.start()
        try:
            return [await asyncio.to_thread(raw_request, port, request) for request in requests]
        finally:
            await proxy.close()

    return asyncio.run(talk()), refused


def test_the_proxy_forwards_a_request_to_a_pinned_host_and_closes_the_connection() -> None:
    with serve_pages({"/a?b=1": "页面", "/form": "收到"}) as portal:
        guard = Guard.from_pairs({HOST: portal.address})
        answers, refused = send_through_proxy(
            guard,
            f"GET http://{HOST}/a?b=1 HTTP/1.1\r\nHost: x\r\nProxy-Connection: keep-alive\r\n\r\n".encode(),
            f"POST http://{HOST}/form HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 3\r\n\r\na=1".encode(),
        )
    assert not refused
    for answer, body in zip(answers, ("页面", "收到"), strict=True):
        response = http.client.HTTPResponse(_Socket(answer))  # type: ignore[arg-type]
        response.begin()
        assert response.status == 200
        assert response.getheader("Connection") == "close"
        assert response.read().decode() == body


class _Socket:
    def __init__(self, data: bytes) -> None:
        self.data = data

    def makefile(self, mode: str) -> object:
        from io import BytesIO

        return BytesIO(self.data)


@pytest.mark.parametrize(
    "target",
    [
        "127.0.0.1:80",
        "127.0.0.1:443",
        "localhost:80",
        "[::1]:443",
        "10.0.0.1:443",
        "169.254.169.254:80",
        "2130706433:80",
    ],
)
def test_the_proxy_opens_no_tunnel_to_a_forbidden_address(target: str) -> None:
    (answer,), refused = send_through_proxy(
        Guard(), f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n".encode()
    )
    assert answer.startswith(b"HTTP/1.1 403 ")
    assert len(refused) == 1


def test_the_proxy_allows_only_web_ports() -> None:
    (answer,), refused = send_through_proxy(Guard(), b"CONNECT 8.8.8.8:22 HTTP/1.1\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 403 ")
    assert "端口 22" in refused[0][1]


@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET ftp://a/ HTTP/1.1\r\n\r\n",
        b"CONNECT a HTTP/1.1\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"GET http://a:99999/ HTTP/1.1\r\n\r\n",
        b"POST http://a/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"POST http://a/ HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"POST http://a/ HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"GET http://a/ HTTP/1.1\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
        b"GET http://\xff/ HTTP/1.1\r\n\r\n",
    ],
)
def test_the_proxy_answers_invalid_requests_with_400(request_: bytes) -> None:
    (answer,), refused = send_through_proxy(Guard(), request_)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert not refused


@pytest.mark.parametrize("host", ["a" * 70 + ".cn", "nowhere.invalid", "..", "xn--0"])
def test_the_proxy_answers_unresolvable_host_names_with_an_error(host: str) -> None:
    (answer,), _ = send_through_proxy(Guard(), f"CONNECT {host}:443 HTTP/1.1\r\n\r\n".encode())
    assert answer.startswith((b"HTTP/1.1 502 ", b"HTTP/1.1 400 ", b"HTTP/1.1 403 "))
