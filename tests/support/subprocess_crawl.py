"""Crawls in a separate process over real sockets, and a small server of given pages."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from archive.ledger.ledger import Ledger
from archive.model import Capture
from crawler.download.chromium import find_chromium
from crawler.registry.sources import load_sources
from crawler.run import CrawlOptions
from crawler.run import crawl as run_crawl
from tests.support.crawl_child import start_module
from tests.support.forked import run_in_process

SUFFIXES = [".gov.cn", ".gov.cn.test"]
READY_LINE = "ready for a job"
"""Printed by a worker after its imports, so that two workers can start their jobs together."""
HAS_BROWSER = find_chromium() is not None


@dataclass
class PageServer:
    """A server on loopback: `pages` by host and path, or by path alone; `log` of the requests."""

    pages: dict[str, Any]
    port: int = 0
    log: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"


@contextmanager
def serve_pages(pages: Mapping[str, Any]) -> Iterator[PageServer]:
    """Serve pages: bytes or str (HTML), a number (a status), `-> URL` (a redirect), or a function.

    A function gets the handler and writes the answer itself, byte for byte.
    """
    portal = PageServer(dict(pages))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            host = self.headers.get("Host", "").partition(":")[0]
            portal.log.append(f"{host}{self.path}")
            self.send_page(portal.pages.get(f"{host}{self.path}", portal.pages.get(self.path, 404)))

        do_POST = do_GET

        def send_page(self, page: Any) -> None:
            if callable(page):
                page(self)
                self.close_connection = True
                return
            target = page[3:] if isinstance(page, str) and page.startswith("-> ") else ""
            status = page if isinstance(page, int) else 302 if target else 200
            body = (
                b"" if target or isinstance(page, int) else page.encode() if isinstance(page, str) else page
            )
            self.send_response(status)
            if target:
                self.send_header("Location", target)
            kind = "text/javascript" if self.path.endswith(".js") else "text/html; charset=utf-8"
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    portal.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield portal
    finally:
        server.shutdown()
        server.server_close()


def html_page(body: str) -> str:
    """Return a page with enough text not to count as empty."""
    prose = "<p>本机关依照条例公开政府信息，接受社会监督，现将有关情况报告如下，请予审阅。</p>" * 4
    return f"<html><head><title>年报</title></head><body>{body}{prose}</body></html>"


def write_registry(folder: Path, *entries: Mapping[str, Any]) -> Path:
    """Write a registry file with these entries; id, name and home default to those of the host."""
    lines = []
    for entry in entries:
        host = entry["host"]
        values = {
            "id": host.partition(".")[0],
            "name": host,
            "home": f"http://{host}/",
            "family": "generic",
            **{key: value for key, value in entry.items() if key != "host"},
        }
        lines += ["[[source]]", *(f"{key} = {json.dumps(value)}" for key, value in values.items())]
    file = folder / "registry.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def crawl(data: Path, registry_path: Path, hosts: Mapping[str, str], **options: Any) -> dict[str, Any]:
    """Crawl without delays and return the summary; `options` are settings, and `environment`."""
    environment = options.pop("environment", {})
    job = {"data": str(data), "registry": str(registry_path), "hosts": dict(hosts), "settings": options}
    result = run_in_process(run_job, job, environment=environment)
    assert result.exit_code == 0, result.log
    summary: dict[str, Any] = json.loads(result.output.splitlines()[-1])
    assert not summary["errors"], result.log
    return {**summary, "log": result.log}


def start_worker() -> subprocess.Popen[str]:
    """Start a process that waits for its job, with all imports done."""
    process = start_module("tests.support.subprocess_crawl")
    assert process.stderr
    assert process.stderr.readline().strip() == READY_LINE
    return process


def send_job(process: subprocess.Popen[str], job: Mapping[str, Any]) -> None:
    """Send a waiting process its job."""
    assert process.stdin
    process.stdin.write(json.dumps(job))
    process.stdin.close()
    process.stdin = None


def read_captures(data: Path) -> list[Capture]:
    """Return every capture of an archive."""
    with Ledger.open(data) as ledger:
        return list(ledger.captures.select())


def run_job(job: Mapping[str, Any]) -> None:
    """Run the crawl of a job in this process, which can do so once; print its summary as JSON."""
    contact = "https://example.org/about"
    options = CrawlOptions(
        hosts=job["hosts"], suffixes=SUFFIXES, contact=contact, delay=0, extra_settings=job["settings"]
    )
    summary = run_crawl(Path(job["data"]), load_sources(Path(job["registry"])), options)
    sources = {
        source.source: [source.outcome.value, source.detail, source.lists, source.reports, source.attachments]
        for source in summary.sources
    }
    print(
        json.dumps(
            {
                "sources": sources,
                "ended": summary.finish_reason,
                "errors": summary.errors,
                "run": summary.run,
                "same_pages": summary.same_pages,
            }
        )
    )


if __name__ == "__main__":
    print(READY_LINE, file=sys.stderr, flush=True)
    run_job(json.load(sys.stdin))
