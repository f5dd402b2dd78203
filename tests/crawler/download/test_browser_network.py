"""A rendered page reaches no network but through the guarded proxy: a real Chromium, a real UDP socket."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.subprocess_crawl import HAS_BROWSER, crawl, html_page, serve_pages, write_registry

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not HAS_BROWSER, reason="there is no Chromium on this machine"),
]

HOST = "slj.qinghe.gov.cn.test"
OPEN_CONNECTIONS = """
function connect(scope) {
  try {
    const Connection = scope.RTCPeerConnection || scope.webkitRTCPeerConnection;
    const connection = new Connection({iceServers: [{urls: 'stun:127.0.0.1:PORT'}]});
    connection.createDataChannel('x');
    connection.createOffer().then(offer => connection.setLocalDescription(offer));
  } catch (error) {}
  try { new scope.WebTransport('https://127.0.0.1:PORT/x').ready.catch(() => 0); } catch (error) {}
}
"""
# Each way to a window or worker of its own, and what shows the list at the end.
WAYS = """
const source = connect.toString();
const inline = `<script>${source};connect(window)</` + 'script>';
function frame(set) {
  const element = document.createElement('iframe');
  set(element);
  document.body.appendChild(element);
  return element;
}
connect(window);
connect(frame(() => 0).contentWindow);
frame(element => { element.srcdoc = inline; });
frame(element => { element.src = URL.createObjectURL(new Blob([inline], {type: 'text/html'})); });
frame(element => { element.sandbox = 'allow-scripts'; element.srcdoc = inline; });
frame(element => { element.src = '/frame.html'; });
const opened = window.open('about:blank');
if (opened) connect(opened);
const code = URL.createObjectURL(new Blob([`${source};connect(self)`], {type: 'text/javascript'}));
new Worker(code);
new SharedWorker(code);
new Worker('/worker.js');
setTimeout(() => {
  document.getElementById('app').innerHTML =
    '<li><a href="/r.html">青禾县水利局2023年政府信息公开工作年度报告</a></li>';
}, 200);
"""


@contextmanager
def udp_listener() -> Iterator[socket.socket]:
    """A UDP socket on loopback."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.setblocking(False)
        yield listener


def received_packets(listener: socket.socket) -> int:
    count = 0
    try:
        while listener.recv(4096):
            count += 1
    except BlockingIOError:
        pass
    return count


def test_the_listener_sees_packets() -> None:
    with udp_listener() as listener, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"stun", listener.getsockname())
        assert received_packets(listener) == 1


def test_no_page_frame_or_worker_sends_udp_packets(tmp_path: Path) -> None:
    entry = write_registry(tmp_path, {"host": HOST, "columns": [f"http://{HOST}/nb/"]})
    with udp_listener() as listener:
        connect = OPEN_CONNECTIONS.replace("PORT", str(listener.getsockname()[1]))
        pages = {
            "/nb/": '<html><body><div id="app">正在加载…</div><script src="/app.js"></script></body></html>',
            "/app.js": connect + WAYS,
            "/frame.html": f"<script>{connect};connect(window)</script>",
            "/worker.js": f"{connect};connect(self)",
            "/r.html": html_page("年报"),
        }
        with serve_pages(pages) as portal:
            summary = crawl(tmp_path / "data", entry, {HOST: portal.address})
        assert received_packets(listener) == 0
    assert summary["sources"]["slj"][:4] == ["ok", "", 2, 1]
    assert {f"{HOST}/frame.html", f"{HOST}/worker.js"} <= set(portal.log)
