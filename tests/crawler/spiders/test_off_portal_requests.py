"""Attempts to make the crawler connect to addresses outside the portal: each is refused and logged."""

from __future__ import annotations

import asyncio
import json
import socket
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from archive.model import Capture, Outcome
from crawler.download.proxy import GuardedProxy
from crawler.download.resolver import GuardedResolver
from crawler.guard import Guard
from crawler.request_exceptions import RefusedAddress
from tests.support.subprocess_crawl import (
    HAS_BROWSER,
    crawl,
    html_page,
    read_captures,
    serve_pages,
    write_registry,
)

pytestmark = pytest.mark.slow

HOST = "slj.qinghe.gov.cn.test"
ROW = '<li><a href="/{name}.html">青禾县水利{number}局2023年政府信息公开工作年度报告</a></li>'
# A page of the portal redirects the crawler to each of these.
REDIRECTS = {
    "loopback": "http://127.0.0.1/secret",
    "other_loopback": "http://127.9.9.9/secret",
    "name": "http://localhost/secret",
    "rooted_name": "http://localhost./secret",
    "shouted_name": "http://LOCALHOST/secret",
    "short": "http://127.1/secret",
    "decimal": "http://2130706433/secret",
    "octal": "http://0177.0.0.1/secret",
    "hexadecimal": "http://0x7f.0.0.1/secret",
    "hexadecimal_word": "http://0x7f000001/secret",
    "any_address": "http://0.0.0.0/secret",
    "nought": "http://0/secret",
    "full_width": "http://１２７.0.0.1/secret",
    "circled": "http://①②⑦.0.0.1/secret",
    "escaped": "http://%31%32%37.0.0.1/secret",
    "private_10": "http://10.0.0.1/secret",
    "private_172": "http://172.16.0.1/secret",
    "private_192": "http://192.168.0.1/secret",
    "carrier_nat": "http://100.64.0.1/secret",
    "link_local": "http://169.254.1.1/secret",
    "metadata": "http://169.254.169.254/latest/",
    "metadata_aliyun": "http://100.100.100.200/latest/",
    "metadata_azure": "http://168.63.129.16/metadata",
    "six": "http://[::1]/secret",
    "six_unspecified": "http://[::]/secret",
    "six_mapped": "http://[::ffff:127.0.0.1]/secret",
    "six_mapped_hexadecimal": "http://[::ffff:7f00:1]/secret",
    "six_compatible": "http://[::127.0.0.1]/secret",
    "six_nat64": "http://[64:ff9b::7f00:1]/secret",
    "six_to_four": "http://[2002:7f00:1::]/secret",
    "six_link_local": "http://[fe80::1]/secret",
    "six_private": "http://[fd00:ec2::254]/latest/",
    "user": f"http://user:pass@{HOST}/secret",
    "user_that_looks_like_the_host": f"http://{HOST}@127.0.0.1/secret",
    "tls": "https://127.0.0.1/secret",
    "port_of_the_host": f"http://{HOST}:81/secret",
    "port_of_ssh": f"http://{HOST}:22/secret",
    "without_a_scheme": "//127.0.0.1/secret",
    "backslashes": "http:\\\\127.0.0.1\\secret",
}
# Schemes that are never followed.
SCHEMES = {
    "ftp": f"ftp://{HOST}/secret",
    "file": "file:///etc/passwd",
    "data": "data:text/html,secret",
    "gopher": f"gopher://{HOST}/secret",
    "script": "javascript:secret",
}


def test_no_redirect_leads_to_a_forbidden_address(tmp_path: Path) -> None:
    targets = REDIRECTS | SCHEMES
    rows = "".join(ROW.format(name=name, number=at) for at, name in enumerate(targets))
    pages: dict[str, Any] = {"/nb/": html_page(f"<ul>{rows}</ul>"), "/secret": html_page("不该看到")}
    # A header is bytes; what is not ASCII goes out as UTF-8, which the server's library writes as Latin-1.
    pages |= {f"/{name}.html": "-> " + target.encode().decode("latin-1") for name, target in targets.items()}
    entry = write_registry(tmp_path, {"host": HOST, "columns": [f"http://{HOST}/nb/"]})
    with serve_pages(pages) as portal:
        summary = crawl(tmp_path / "data", entry, {HOST: portal.address})
    assert not [line for line in portal.log if "secret" in line]
    assert summary["sources"]["slj"][3] == 0
    captures = read_captures(tmp_path / "data")
    assert {
        urlsplit(capture.url).path[1:-5] for capture in captures if capture.outcome is Outcome.REDIRECT
    } == set(targets)
    refused = [capture for capture in captures if capture.outcome is Outcome.REFUSED_GUARD]
    assert all(capture.detail for capture in refused)
    requested = {
        host_and_port(capture)
        for capture in captures
        if capture.outcome in (Outcome.REFUSED_GUARD, Outcome.DNS)
    }
    not_logged = {name for name, target in REDIRECTS.items() if not _is_logged(target, requested)}
    assert not not_logged


def host_and_port(capture: Capture) -> tuple[str, int | None]:
    parts = urlsplit(capture.url)
    return (parts.hostname or "").rstrip("."), parts.port


def _is_logged(target: str, requested_urls: set[tuple[str, int | None]]) -> bool:
    """Whether the target of a redirect is among the refused URLs, in any of its spellings."""
    hosts = {host for host, _ in requested_urls}
    parts = urlsplit("http:" + target if target.startswith("//") else target.replace("\\", "/"))
    if parts.hostname == HOST:
        return (HOST, parts.port) in requested_urls
    spellings = {parts.hostname, (parts.hostname or "").rstrip("."), "127.0.0.1"}
    return bool(spellings & hosts)


class _ChangingResolver:
    """A name resolver that returns the next list of addresses at each lookup."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)

    def resolveHostName(self, receiver: Any, name: str, *_: Any) -> None:
        receiver.resolutionBegan(None)
        for address in self.answers.pop(0):
            receiver.addressResolved(type("Address", (), {"host": address})())
        receiver.resolutionComplete()


class _ResolutionReceiver:
    def __init__(self) -> None:
        self.addresses: list[str] = []

    def resolutionBegan(self, resolution: Any) -> None: ...

    def addressResolved(self, address: Any) -> None:
        self.addresses.append(address.host)

    def resolutionComplete(self) -> None: ...


def test_host_addresses_are_checked_at_every_connection() -> None:
    """DNS rebinding: a public address at the first lookup, a private one at the second."""
    reactor = type(
        "Reactor", (), {"nameResolver": _ChangingResolver(["8.8.8.8"], ["10.0.0.1"], ["8.8.8.8", "::1"])}
    )()
    resolver = GuardedResolver(reactor, Guard())
    results = []
    for _ in range(3):
        receiver = _ResolutionReceiver()
        resolver.resolveHostName(receiver, "rsj.rebind.gov.cn")
        results.append((receiver.addresses, resolver.refusal_of("rsj.rebind.gov.cn") is not None))
    assert results == [(["8.8.8.8"], False), ([], True), ([], True)]


def test_the_browsers_proxy_connects_to_the_address_it_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection uses the addresses that were checked; there is no second lookup."""
    answers = [["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["8.8.8.8"]]

    async def look_up(self: Any, host: str, port: int, **_: Any) -> list[Any]:
        family = socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (address, port)) for address in answers.pop(0)]

    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", look_up)
    proxy = GuardedProxy(Guard(), bool, lambda host, reason: None)
    for _ in range(2):
        with pytest.raises(RefusedAddress):
            asyncio.run(proxy._endpoints("rsj.rebind.gov.cn", 80))
    (endpoint,) = asyncio.run(proxy._endpoints("rsj.rebind.gov.cn", 80))
    assert (endpoint.address, answers) == ("8.8.8.8", [])


# Ways in which a script can send a request to `to`, a host and port.
BROWSER = {
    "fetch": "fetch('http://{to}/').catch(() => 0)",
    "fetch_without_cors": "fetch('http://{to}/', {{mode: 'no-cors', keepalive: true}}).catch(() => 0)",
    "xhr": "const x = new XMLHttpRequest(); x.open('GET', 'http://{to}/'); x.send()",
    "beacon": "navigator.sendBeacon('http://{to}/', 'x')",
    "image": "new Image().src = 'http://{to}/'",
    "audio": "new Audio('http://{to}/').play().catch(() => 0)",
    "iframe": "add('iframe', {{src: 'http://{to}/'}})",
    "iframe_source": "add('iframe', {{srcdoc: '<img src=http://{to}/>'}})",
    "script": "add('script', {{src: 'http://{to}/'}})",
    "module": "import('http://{to}/x.js').catch(() => 0)",
    "embed": "add('embed', {{src: 'http://{to}/'}})",
    "object": "add('object', {{data: 'http://{to}/'}})",
    "video": "add('video', {{src: 'http://{to}/', autoplay: true}})",
    "style_sheet": "add('link', {{rel: 'stylesheet', href: 'http://{to}/'}})",
    "prefetch": "add('link', {{rel: 'prefetch', href: 'http://{to}/'}})",
    "preload": "add('link', {{rel: 'preload', as: 'script', href: 'http://{to}/'}})",
    "preconnect": "add('link', {{rel: 'preconnect', href: 'http://{to}/'}})",
    "icon": "add('link', {{rel: 'icon', href: 'http://{to}/'}})",
    "manifest": "add('link', {{rel: 'manifest', href: 'http://{to}/'}})",
    "background": "document.body.style.background = 'url(http://{to}/)'",
    "font": "new FontFace('x', 'url(http://{to}/)').load().catch(() => 0)",
    "socket": "new WebSocket('ws://{to}/')",
    "events": "new EventSource('http://{to}/')",
    "worker": "new Worker(code(`fetch('http://{to}/').catch(() => 0)`))",
    "worker_socket": "new Worker(code(`new WebSocket('ws://{to}/')`))",
    "shared_worker": "new SharedWorker(code(`fetch('http://{to}/').catch(() => 0)`))",
    "service_worker": "navigator.serviceWorker.register('/worker.js').catch(() => 0)",
    "form": "const f = add('form', {{action: 'http://{to}/', target: 'sink'}}); f.submit()",
    "window": "window.open('http://{to}/')",
    "download": "add('a', {{href: 'http://{to}/x.zip', download: 'x.zip', target: 'sink'}}).click()",
    "rtc": "new RTCPeerConnection({{iceServers: [{{urls: 'stun:{to}'}}]}}).createOffer()",
    "transport": "new WebTransport('https://{to}/')",
    "peer": "const p = new RTCPeerConnection({{iceServers: [{{urls: 'stun:{to}'}}]}});"
    " p.createDataChannel('x'); p.createOffer().then(one => p.setLocalDescription(one))",
}
SHELL = """<html><body><iframe name="sink"></iframe><div id="app">正在加载…</div>
<script src="/app.js"></script></body></html>"""
SCRIPT = """
function add(kind, values) { const node = document.createElement(kind); Object.assign(node, values);
  document.body.append(node); return node; }
function code(text) { return URL.createObjectURL(new Blob([text], {type: 'text/javascript'})); }
for (const way of WAYS) { try { new Function('add', 'code', way)(add, code); } catch (error) { } }
setTimeout(() => { document.getElementById('app').innerHTML =
  '<li><a href="/r1.html">青禾县水利局2023年政府信息公开工作年度报告</a></li>'; }, 300);
"""
OUTSIDE_HOST = "tongji.stranger.gov.cn.test"


@pytest.mark.skipif(not HAS_BROWSER, reason="there is no Chromium on this machine")
def test_no_script_makes_the_browser_leave_the_portal(tmp_path: Path) -> None:
    """Each way is tried with loopback, and with a host that the guard allows for another portal."""
    entry = write_registry(tmp_path, {"host": HOST, "columns": [f"http://{HOST}/nb/"]})
    with serve_pages({}) as other_portal, serve_pages({}) as portal:
        targets = [f"127.0.0.1:{other_portal.port}", "localhost", OUTSIDE_HOST]
        ways = [way.format(to=target) for way in BROWSER.values() for target in targets]
        portal.pages |= {
            "/nb/": SHELL,
            "/app.js": f"const WAYS = {json.dumps(ways)};{SCRIPT}",
            "/worker.js": f"fetch('http://127.0.0.1:{other_portal.port}/').catch(() => 0)",
            "/r1.html": html_page("年报"),
        }
        summary = crawl(tmp_path / "data", entry, {HOST: portal.address, OUTSIDE_HOST: other_portal.address})
    assert other_portal.log == []
    assert {line.partition("/")[0] for line in portal.log} == {HOST}
    assert summary["sources"]["slj"][3] == 1, summary
    refused = [
        capture for capture in read_captures(tmp_path / "data") if capture.outcome is Outcome.REFUSED_GUARD
    ]
    assert {capture.parent for capture in refused} == {f"http://{HOST}/nb/"}
    logged = " ".join(capture.detail for capture in refused)
    assert all(word in logged for word in ("127.0.0.1", "localhost", OUTSIDE_HOST))
